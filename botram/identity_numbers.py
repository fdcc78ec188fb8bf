"""The one rule for what is an identity number in a text: a NIK or the number of a family card (KK).

`static/js/identity-number.js` is the same rule for the phone; `tests/identity_numbers.json` holds both to the same
answers.

A number has 16 digits: province, regency and district of the first registration, a day (that of a woman's birth plus
40; on a family card that of its issue) and a serial. Regency and district are not checked: a NIK keeps them for life.
Any script's digits count, and whatever is not seen as a letter may stand between them.

Hours, days, telephone numbers, coordinates and amounts beside each other also give 16 digits. A row of digits is
therefore read as a whole: of all ways to divide it into identity numbers and such items, the one that leaves the fewest
digits over, and of equal ones the one with the fewest identity numbers (a shortest path, Bellman 1958).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_LENGTH = 16
_OLD_PROVINCES = {"09", "10", "54"}  # Jakarta and West Java before 2006, Timor Timur before 1999: numbers are for life
_PROVINCES = _OLD_PROVINCES | {
    f"{first}{second}"
    for first, seconds in zip(
        "12356789", ("123456789", "1", "123456", "123", "12345", "123456", "12", "1234567"), strict=True
    )
    for second in seconds
}
_WOMAN = 40  # is added to the day of birth of a woman

_DOTS = "\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\u3002\u25cf"
_LOOK_ALIKES = (
    dict.fromkeys(_DOTS, ".")
    | dict.fromkeys("\u2044\u2215\u29f8", "/")
    | dict.fromkeys("\u115f\u1160", "")  # Hangul letters that are not seen
    | {"\N{MINUS SIGN}": "-"}  # its category is not that of dashes
)
_BREAK = re.compile("x|[,;] ")  # what ends a row of digits in a plain text
_GROUP = re.compile("[0-9]+")
_DAY, _MONTH = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
_YEAR, _HOUR = "(?:19|20)[0-9]{2}", "(?:[01]?[0-9]|2[0-4])"
_DECIMALS = "[.,][0-9]{3,15}"
_ITEMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_HOUR}[.:][0-5][0-9](?:[.:][0-5][0-9])?",
        "(?:[01][0-9]|2[0-3]) [0-5][0-9]",
        rf"{_DAY} ?([-./ ]) ?{_MONTH} ?\1 ?(?:19|20)?[0-9]{{2}}",
        rf"{_YEAR}([-./]){_MONTH}\1{_DAY}",
        f"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2]){_YEAR}",
        f"{_DAY}[/-]{_MONTH}",
        _YEAR,
        "[2-9][0-9]{2,3}-[0-9]{3,4}",  # a telephone of the same area
        "1500[-. ]?[0-9]{3}",
        f"(?:[0-9]|1[01]|9[4-9]|1[0-3][0-9]|14[01]){_DECIMALS}",  # degrees in Indonesia
        r"[0-9]{1,3}[^0-9]*°[^0-9]*[0-9]{1,2}[^0-9]{1,3}[0-9]{1,2}(?:[.,][0-9]+)?",
        r"[0-9]{1,3}([.,'])[0-9]{3}(?:\1[0-9]{3})*(?:[.,][0-9]{2})?",
        r"[1-9][0-9]\.[0-9]{2}\.[0-9]{2}\.[12][0-9]{3}",  # the code of a village
        rf"[0-9]{{1,4}}/{_DAY}/{_MONTH}/{_YEAR}",  # a letter with its day
        rf"[0-9]{{3}}(?:\.[0-9]{{1,2}})*/[0-9]{{1,4}}(?:/{_DAY}\.{_DAY}\.{_YEAR})?",  # or with its subject
        "0[0-9]{2}/0[0-9]{2}",  # RT and RW
        f"{_YEAR}[0-9]{{4}} ?{_YEAR}[0-9]{{2}} ?[12] ?[0-9]{{3}}",  # the number of a civil servant
        "[1-9][0-9]{4}",  # a postal code
    )
)
_RANGE = re.compile(r"(?=[0-9]{1,2} ?- ?[0-9]{1,2}$|[0-9]{4} ?- ?[0-9]{4}$)([0-9]+) ?- ?([0-9]+)")  # 8-12, 0800-1200
_TELEPHONE = re.compile("(?:0[0-9]{2,}|62(?=.*[0-9]{3})[0-9]*)(?:[ ()]{0,2}[-./ ()][ ()]{0,2}[0-9]+)*")
_TELEPHONE_IN_PAIRS = re.compile(r"0[0-9]([-. ])[0-9]{2}(?:\1[0-9]{2}){3,4}")
_TELEPHONE_DIGITS = re.compile("(?:0|62)(?:8[0-9]{8,11}|[2-79][0-9]{7,10})")
_LONGEST_READ = 20_000  # letters of a text that is divided; none that is kept is longer


@dataclass(frozen=True, order=True)
class _Reading:
    """How the beginning of a row is divided."""

    left_over: int  # digits that belong to nothing
    numbers: int  # identity numbers


def holds_identity_number(text: str) -> bool:
    """Return whether a NIK or the number of a family card stands in a text, however it is dressed up."""
    rows = [row for row in _BREAK.split(_plain_text(text)) if _windows(_groups(row))]
    return bool(rows) and (len(text) > _LONGEST_READ or any(_numbers_in(row) for row in rows))


def is_identity_number(digits: str) -> bool:
    """Return whether 16 digits can be an identity number: a province, and a day of the calendar."""
    return len(digits) == _LENGTH and digits[:2] in _PROVINCES and _is_day(digits[6:12])


def _is_day(digits: str) -> bool:
    """Whether ddmmyy is a day of this century or the last; 29 February of the year 00 is one of 2000."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    try:
        date(2000 + year, month, day - _WOMAN if day > _WOMAN else day)
    except ValueError:
        return False
    return True


def _plain_text(text: str) -> str:
    """Return a text with digits 0 to 9, one kind of dash, dot and space, x for a letter, and no marks without width."""
    return re.sub(" +", " ", "".join(map(_plain, unicodedata.normalize("NFKC", text))))


def _plain(letter: str) -> str:
    """What a letter is read as."""
    if letter in _LOOK_ALIKES:
        return _LOOK_ALIKES[letter]
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    if category == "Pd":
        return "-"
    if category == "Cc" or category[0] == "Z":
        return " "
    if category == "Cf" or category[0] == "M":
        return ""
    return "x" if category[0] in "LN" else letter


def _groups(row: str) -> list[re.Match[str]]:
    """The groups of digits in a row."""
    return list(_GROUP.finditer(row))


def _windows(groups: Sequence[re.Match[str]]) -> set[tuple[int, int]]:
    """Where the digits of neighbouring groups can be an identity number, as half-open ranges of groups."""
    digits = [group[0] for group in groups]
    count = len(digits)
    ranges = ((start, end) for start in range(count) for end in range(start + 1, min(start + _LENGTH, count) + 1))
    return {(start, end) for start, end in ranges if is_identity_number("".join(digits[start:end]))}


def _numbers_in(row: str) -> int:
    """The identity numbers in a row of digits, read as a whole."""
    groups = _groups(row)
    windows = _windows(groups)
    best = [_Reading(0, 0)]
    for end, group in enumerate(groups, 1):
        readings = [_Reading(best[-1].left_over + len(group[0]), best[-1].numbers)]
        for start in range(max(0, end - _LENGTH), end):
            before = best[start]
            if _is_item(row, groups, start, end):
                readings.append(before)
            elif (start, end) in windows:
                readings.append(_Reading(before.left_over, before.numbers + 1))
        best.append(min(readings))
    return best[-1].numbers


def _is_item(row: str, groups: Sequence[re.Match[str]], start: int, end: int) -> bool:
    """Whether groups of digits are an hour, a day, a telephone number, coordinates or an amount of their own.

    What is joined to its neighbour by the same sign as within itself is a piece of something longer.
    """
    text = row[groups[start].start() : groups[end - 1].end()]
    if not _looks_like_item(text):
        return False
    within = {_gap(row, groups, place) for place in range(start + 1, end)} - {" "}
    return not within & {_gap(row, groups, start), _gap(row, groups, end)}


def _gap(row: str, groups: Sequence[re.Match[str]], place: int) -> str:
    """What stands between a group and the one before it."""
    return row[groups[place - 1].end() : groups[place].start()] if 0 < place < len(groups) else ""


def _looks_like_item(text: str) -> bool:
    """Whether a text is in the form of an item."""
    if any(pattern.fullmatch(text) for pattern in _ITEMS):
        return True
    if found := _RANGE.fullmatch(text):
        first, last = int(found[1]), int(found[2])
        return first < last and (last <= 31 or all(hour // 100 < 24 and hour % 100 < 60 for hour in (first, last)))
    if not (_TELEPHONE.fullmatch(text) or _TELEPHONE_IN_PAIRS.fullmatch(text)):
        return False
    one_sign = len({*text} & {*"-./"}) < 2
    return one_sign and _TELEPHONE_DIGITS.fullmatch(re.sub("[^0-9]", "", text)) is not None
