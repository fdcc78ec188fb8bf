"""Whom to ask: a name, a telephone number and a WhatsApp number, as people write and dial them in Indonesia.

Numbers are kept in international form (E.164), short ones as they are dialled. The plan of numbers is libphonenumber's.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from flask_babel import gettext as _
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from botram.refusals import Refusal

LONGEST_NUMBER = 40  # characters of a number as it is typed
PHONE, WHATSAPP = "contact_phone", "contact_whatsapp"  # the names of the fields, in tables, plans, forms and the API
_HOME = "ID"
_SHORT = re.compile(r"1\d\d|14\d{3}|1500\d{3}")  # emergency lines and call centres, which take no area code
_TYPED = re.compile(r"[+0-9 ().\-/]+")
_HOURS_AND_DAYS = re.compile(
    r"(?<!\d)\d{1,2}([.:])\d{2}(?:\s*-\s*\d{1,2}\1\d{2})?(?!\d)|(?<!\d)\d{1,2}([-/.])\d{1,2}\2\d{2,4}(?!\d)"
)
_OTHER_NUMBER = re.compile(r"\d(?:[ ().\-/]{0,2}\d){4,}")
_GOES_ON = re.compile(r"\s*(?:/|-|atau|sampai|s\.?d\.?)\s*\d")  # the end of a second number
_LOOSE_END = re.compile(r" \d{1,2}$|/")
_NATIONAL = re.compile(r"8\d{8,11}|[2-79]\d{7,10}")  # ranges that libphonenumber may not know yet
_CALL_CENTRE = re.compile(r"1500[- ]?\d{3}")
_EARLIER = re.compile(r"\d\s*(?:/|&|atau|dan)\s*(?:WA|HP)?[ .:]*$", re.IGNORECASE)  # the number before a second one
_NO_CALL = re.compile(r"\b(?:ext|ekst|psw|pesawat)\b", re.IGNORECASE)  # an extension, which no link dials
_FAX = re.compile(r"(?:^|[^/&\w])\s*(?:fax|faks|faksimile|facsimile)\b[\s.:]*$", re.IGNORECASE)
_CHAT_LINK = r"(?:https?://)?(?:www\.)?(?:wa\.me|api\.whatsapp\.com/send/?\?phone=)"
_BEFORE = (
    rf"(?:(?:{_CHAT_LINK}|no(?:mor)?\.?|telepon|telpon|telp\.?|tlp\.?|tel\.?|hp\.?|ponsel|whatsapp|wa\.?|"
    r"hub(?:ungi)?\.?|sms)(?:\s*[:/&])?\s*)+"
)
_LEAD = re.compile(rf"(?:^|(?<=[\s,;(])){_BEFORE}$", re.IGNORECASE)
_MARKED = re.compile(rf"(?:{_BEFORE})?(.*?)(?:\s*\((?:wa|whatsapp|telp?\.?|telepon|hp)\))?[.,;]?", re.IGNORECASE)
_WHATSAPP = re.compile(r"\b(?:wa|whatsapp)\b", re.IGNORECASE)
_CALL = re.compile(r"\b(?:telepon|telpon|telp|tlp|tel|call|hp|ponsel|sms)\b", re.IGNORECASE)
_MOBILE = re.compile(r"\+628\d+")


class BadNumber(Refusal):
    """What is typed is not one telephone number."""


@dataclass(frozen=True)
class Contact:
    """Whom to ask. Numbers are in the form in which they are kept; empty: none."""

    name: str = ""
    phone: str = ""
    whatsapp: str = ""

    @property
    def parts(self) -> tuple[tuple[str, str | None], ...]:
        """What people read, each with a link that calls or writes, if it has one."""
        return _parts(self.name, self.phone, self.whatsapp)

    @property
    def words(self) -> str:
        """What people read, on one line."""
        return ", ".join(words for words, _link in self.parts)


@lru_cache(maxsize=500)
def _parts(name: str, phone: str, whatsapp: str) -> tuple[tuple[str, str | None], ...]:
    """The parts of a contact. A name that holds one number and nothing like another is linked itself."""
    alone = certain_number(name) if not phone and not whatsapp else None
    parts = (
        (name, _telephone_link(alone) if alone else None),
        (shown_number(phone), _telephone_link(phone)),
        (f"WhatsApp {shown_number(whatsapp)}" if whatsapp else "", _whatsapp_link(whatsapp)),
    )
    return tuple(part for part in parts if part[0])


def _telephone_link(number: str) -> str:
    """Return the address that dials a number."""
    return f"tel:{number}"


def _whatsapp_link(number: str) -> str:
    """Return the address that opens a chat with a number."""
    return f"https://wa.me/{number.removeprefix('+')}"


def shown_number(number: str) -> str:
    """Return a kept number as people in Indonesia write it."""
    if not number.startswith("+"):
        return f"{number[:4]}-{number[4:]}" if number.startswith("1500") else number
    parsed = phonenumbers.parse(number)
    home = phonenumbers.region_code_for_country_code(parsed.country_code or 0) == _HOME
    return phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)


def read_number(text: str, field: str, *, whatsapp: bool = False) -> str:
    """Return a typed number in the form in which it is kept; empty for nothing typed. Raises BadNumber."""
    if not (typed := _plain(text)):
        return ""
    typed = _unmarked(typed)
    digits = re.sub(r"\D", "", typed)
    if not whatsapp and _TYPED.fullmatch(typed) and _SHORT.fullmatch(digits):
        return digits
    if number := _international(typed):
        return number
    if whatsapp:
        raise BadNumber(_("Tulis satu nomor WhatsApp lengkap, misalnya 0812-3456-7890."), field=field)
    raise BadNumber(
        _("Tulis satu nomor telepon lengkap, misalnya (021) 8997-0696, 0812-3456-7890, atau 1500-537."), field=field
    )


def read_numbers(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the kept form of the two numbers of a contact, by their names. Raises BadNumber with the input."""
    return {name: read_number(texts[name], name, whatsapp=name == WHATSAPP) for name in (PHONE, WHATSAPP)}


def _plain(text: str) -> str:
    """A text with plain digits, dashes and spaces."""
    folded = "".join(
        "" if (kind := unicodedata.category(letter)) == "Cf" else "-" if kind == "Pd" else letter
        for letter in unicodedata.normalize("NFKC", text)
    )
    digits = (str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in folded)
    return " ".join("".join(digits).split())


def _unmarked(typed: str) -> str:
    """A typed number without what people write around it: "WA 0812...", "0812... (HP)", a link to a chat."""
    found = _MARKED.fullmatch(typed)
    return found[1] if found else typed


def _international(typed: str) -> str:
    """The E.164 form of one whole number with its area or country code; empty for anything else."""
    typed = re.sub("^00", "+", typed)
    digits = re.sub(r"\D", "", typed)
    if not _TYPED.fullmatch(typed) or not (digits.startswith(("0", "62")) or typed.startswith("+")):
        return ""
    try:
        parsed = phonenumbers.parse(typed.replace("/", "-"), _HOME)
    except phonenumbers.NumberParseException:
        return ""
    national = str(parsed.national_number)
    new_range = parsed.country_code == 62 and _NATIONAL.fullmatch(national)
    if not phonenumbers.is_valid_number(parsed) and not (new_range and phonenumbers.is_possible_number(parsed)):
        return ""
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def certain_number(text: str) -> str | None:
    """Return the number that a text holds, if it holds one and no figures that could be another."""
    plain = _plain(text)
    if (found := _only_match(plain)) is None:
        return None
    return found[1]


def _only_match(plain: str) -> tuple[slice, str] | None:
    """Where the only number of a text stands, and its kept form."""
    without_hours = _HOURS_AND_DAYS.sub(lambda match: "#" * len(match[0]), plain)
    found = [
        (slice(match.start, match.end), number)
        for match in PhoneNumberMatcher(without_hours, _HOME, Leniency.POSSIBLE)
        if match.number.extension is None and (number := _number_in(match.raw_string))
    ]
    if len(found) != 1:
        return None
    place, number = found[0]
    before, after = without_hours[: place.start], without_hours[place.stop :]
    unclear = (
        _OTHER_NUMBER.search(f"{before} # {after}")
        or _GOES_ON.match(after)
        or _EARLIER.search(before)
        or _NO_CALL.search(after)
        or _FAX.search(before)
        or _is_inside_word(before, after)
    )
    return None if unclear else (place, number)


def _is_inside_word(before: str, after: str) -> bool:
    """Whether figures belong to a word, an e-mail address or a link that is none to a chat."""
    word = _LEAD.sub("", before).rpartition(" ")[2]
    return bool(re.match(r"[\w@]", after) or re.search(r"[^\W\d]$|\..*/|/.*\.", word))


def _number_in(found: str) -> str:
    """The kept form of a number found in a text; empty where its end may be another figure."""
    if _CALL_CENTRE.fullmatch(found):
        return re.sub(r"\D", "", found)
    return "" if _LOOSE_END.search(found) else _international(found.strip())


def divided(text: str) -> Contact:
    """Return a text as fields where one number is certain; the name is what is left. Else all of it is the name."""
    plain = _plain(text)
    if (found := _only_match(plain)) is None:
        return Contact(text)
    place, number = found
    before, after = plain[: place.start], plain[place.stop :]
    chat = _MOBILE.fullmatch(number) is not None and _WHATSAPP.search(plain) is not None
    rest = re.sub(r"\(\s*\)", " ", f"{_LEAD.sub('', before)} {after}")
    rest = rest.replace(")", "", rest.count(")") > rest.count("("))  # its other half was the number's
    rest = re.sub(r"[\s:,;]+(?=[,;])|[,;:]+\s*(?= \()", "", " ".join(rest.split()))
    name = rest.strip(" ,;:/&-").removeprefix("atau ")
    name = name[1:-1].strip() if re.fullmatch(r"\([^()]*\)", name) else name
    return Contact(name, "" if chat and not _CALL.search(before) else number, number if chat else "")
