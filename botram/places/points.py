"""Reading a point that a person typed or pasted. Pure functions."""

import re
from collections.abc import Sequence

import geopy
from flask_babel import gettext as _
from openlocationcode import openlocationcode

from botram.places.map_links import is_shortened, map_link, texts_in
from botram.places.rules import BadPoint, Point, check_point, in_indonesia

_LONGEST = 2000  # characters that are read
_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,20})?"
_COMMA_NUMBER = r"[-+]?\d{1,3},\d{1,20}"
_PAIR = re.compile(rf"({_NUMBER})(?:\s*[,;/|]\s*|\s+)({_NUMBER})")
_COMMA_PAIR = re.compile(rf"({_COMMA_NUMBER})(?:\s*[,;/|]\s*|\s+)({_COMMA_NUMBER})")
_LINKED_PAIR = re.compile(rf"(?:loc:|q=|point\.)?\s*({_NUMBER})\s*[,;~_ ]\s*({_NUMBER})(?![\d°]|\.\d)")
# Inside other words only numbers of four decimals and more are a point: prices, hours and house numbers have fewer.
_EXACT, _EXACT_COMMA = r"[-+]?\d{1,3}\.\d{4,20}", r"[-+]?\d{1,3},\d{4,20}"
_PAIRS_INSIDE = tuple(
    re.compile(rf"(?<!\d)(?<!\d[.,])({number})(?:\s*[,;/|~_]\s*|\s+)({number})(?![\d°]|[.,]\d)")
    for number in (_EXACT, _EXACT_COMMA)
)
_LABELS = re.compile(
    r"[\"']?\b(?:koordinat|latitude|longitude|lintang(?!\s+(?:selatan|utara))|bujur(?!\s+(?:timur|barat))|lat|long|lng|lon"
    r"|dan|and)\b[\"']?\s*[:=]?|\b[xy]\s*[:=]|&|,\d{1,5}(?:\.\d+)?[zm]\b",
    re.IGNORECASE,
)
_LONGITUDE_FIRST = re.compile(  # where that is said or agreed: labels, WKT, GeoJSON, links of two maps
    r"\b(?:bujur|longitude|long|lng|lon|x)\b.*\b(?:lintang|latitude|lat|y)\b"
    r"|\bpoint\s*\(|\"coordinates\"\s*:|\byandex(?:maps)?\b|\b2gis\.",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = str.maketrans(
    dict.fromkeys("\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}", "-")
    | dict.fromkeys("\N{SMALL HYPHEN-MINUS}\N{FULLWIDTH HYPHEN-MINUS}", "-")
    | dict.fromkeys("\N{MASCULINE ORDINAL INDICATOR}\N{RING ABOVE}", "°")
    | dict.fromkeys("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{PRIME}\N{ACUTE ACCENT}`", "'")
    | dict.fromkeys("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE PRIME}", '"')
)
_COMPASS = {
    "LS": "S", "LU": "N", "BT": "E", "BB": "W", "LINTANG SELATAN": "S", "LINTANG UTARA": "N", "BUJUR TIMUR": "E",
    "BUJUR BARAT": "W", "SOUTH": "S", "NORTH": "N", "EAST": "E", "WEST": "W",
}  # fmt: skip
_COMPASS_WORDS = re.compile(r"(?<![A-Z])(" + "|".join(_COMPASS).replace(" ", r"\s+") + r")(?![A-Z])(?:\s*[:=])?")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_PART = r"[0-5]?\d(?:\.\d{1,20})?"
_HALF = rf"([NSEW])?\s*({_NUMBER})\s*°?\s*(?:({_PART})\s*'\s*)?(?:({_PART})\s*\"\s*)?([NSEW])?"
_DEGREES = re.compile(rf"{_HALF}(?:\s*[,;/|]\s*|\s+-\s+|\s+|(?<=[°'\"NSEW])){_HALF}")
_ANGLE = rf"\d{{1,3}}(?:\.\d{{1,20}})?\s*(?:°\s*(?:{_PART}\s*'\s*)?(?:{_PART}\s*\"\s*)?)?"
_DEGREES_INSIDE = tuple(
    re.compile(rf"(?<![\w.°'\"]){pattern}(?!\w)")
    for pattern in (
        rf"{_ANGLE}[NS]\s*[,;/|-]?\s*{_ANGLE}[EW]",
        rf"[NS]\s*{_ANGLE}[,;/|-]?\s*[EW]\s*{_ANGLE}",
        rf"{_ANGLE}[EW]\s*[,;/|-]?\s*{_ANGLE}[NS]",
    )
)
_UNITS = ((re.compile(r"\bDERAJAT\b"), "°"), (re.compile(r"\bMENIT\b"), "'"), (re.compile(r"\bDETIK\b"), '"'))
_SPACED = rf"(?<![\d.])(\d{{1,3}})[\s:°]+({_PART})(?:[\s:]+({_PART}))?"  # "S06 14.586" as on the screens of GPS devices
_SPACED_ANGLES = (re.compile(rf"(?<=[NSEW])\s*{_SPACED}(?![\d.'])"), re.compile(rf"{_SPACED}(?=\s*[NSEW](?![A-Z]))"))
_CODE_LETTERS = "23456789CFGHJMPQRVWX"
_PLUS_CODE = re.compile(rf"(?<![A-Z0-9])[{_CODE_LETTERS}]{{4,8}}\+[{_CODE_LETTERS}]{{2,7}}(?![A-Z0-9])")


class CodeNeedsVillage(BadPoint):
    """A short plus code without the place near which it means a point."""


def parse_point(text: str, near: Point | None = None) -> Point:
    """Return latitude and longitude of a typed pair, a degree notation, a plus code or a pasted map link.

    text     "-6.123, 107.123", "-6,123 107,123", "6°7'23\\" LS 107°7'23\\" BT", "geo:-6.1,107.1", "Q342+QG" or a map
             link; other words around it do no harm
    near     a point within 40 km, for short plus codes
    returns  (latitude, longitude) in decimal degrees
    raises   BadPoint with a sentence for anything else, for a swapped pair and for a point outside Indonesia

    Source: Open Location Code (plus codes) by its own library; degrees by geopy.
    """
    plain = text[:_LONGEST].translate(_SIGNS).strip()
    if not plain:
        raise BadPoint(_("Tulis titiknya, misalnya -6.25123, 107.05123."), field="point")
    link = map_link(plain)
    found = _linked_point(link, near) if link else None
    found = found or _typed_point(plain.replace(link, " ") if link else plain, near)
    if found is None:
        raise BadPoint(_why_unread(link), field="point")
    if _LONGITUDE_FIRST.search(plain) and in_indonesia(found[1], found[0]):
        found = found[1], found[0]
    check_point(*found)
    return found


def _why_unread(link: str | None) -> str:
    """Return the sentence for a text in which no point was understood."""
    if link is None:
        sentence = _(
            "Titik ini tidak terbaca. Tulis lintang dan bujur, misalnya -6.25123, 107.05123, atau tempel tautan."
        )
    elif is_shortened(link):
        sentence = _(
            "Tautan pendek tidak dapat kami baca. Buka tautannya di aplikasi peta, tekan lama pada tempatnya, lalu"
            " salin angka lintang dan bujurnya ke sini."
        )
    else:
        sentence = _(
            "Tautan ini belum dapat kami baca. Buka petanya, tekan lama pada tempatnya, lalu salin angka lintang"
            " dan bujurnya ke sini."
        )
    return str(sentence)


def _linked_point(link: str, near: Point | None) -> Point | None:
    """Return the point in a map link; None where none was understood."""
    for text in texts_in(link):
        spaced = text.replace("+", " ")
        pair = _LINKED_PAIR.match(spaced)
        found = _floats(pair) if pair and "." in pair[0] else None
        found = found or _degree_notation(spaced) or _single_point(spaced) or _plus_code(text, near)
        if found and found != (0.0, 0.0):  # geo:0,0?q= has its point in q
            return found
    return None


def _typed_point(text: str, near: Point | None) -> Point | None:
    """Return the typed point; None when it cannot be read, or has whole degrees only."""
    bare = " ".join(_LABELS.sub(" ", text).strip(" ()[]{},;").split())
    found = _plain_pair(bare) or _degree_notation(bare)
    if found and not (found[0] % 1 or found[1] % 1):  # "-6,107" may be one number with a decimal comma
        return None
    return found or _single_point(bare) or _plus_code(bare, near)


def _single_point(text: str) -> Point | None:
    """Return the point among other words; None where there is none or several."""
    english = _in_english(text)
    pairs = (_floats(match) for pattern in _PAIRS_INSIDE for match in pattern.finditer(text))
    angles = (_degree_notation(match[0]) for pattern in _DEGREES_INSIDE for match in pattern.finditer(english))
    found = {point for point in (*pairs, *angles) if point}
    return found.pop() if len(found) == 1 else None


def _plus_code(text: str, near: Point | None) -> Point | None:
    """Return the middle of a plus code in a text; None without one. Raises CodeNeedsVillage."""
    match = _PLUS_CODE.search(text.upper())
    if match is None or not openlocationcode.isValid(match[0]):
        return None
    code = match[0]
    if openlocationcode.isShort(code):
        if near is None:
            raise CodeNeedsVillage(
                _("Kode plus yang pendek hanya berarti di dekat desanya. Pilih desanya, atau tulis kode yang lengkap."),
                field="point",
            )
        code = openlocationcode.recoverNearest(code, *near)
    area = openlocationcode.decode(code)
    return round(area.latitudeCenter, 6), round(area.longitudeCenter, 6)


def _plain_pair(text: str) -> Point | None:
    """Two decimal numbers, with points or with commas; None for anything else."""
    numbers = text.replace("°", "")
    match = _PAIR.fullmatch(numbers) or _COMMA_PAIR.fullmatch(numbers)
    return _floats(match) if match else None


def _floats(pair: re.Match[str]) -> Point:
    """Return the two numbers of a match, written with points or with commas."""
    return float(pair[1].replace(",", ".")), float(pair[2].replace(",", "."))


def _in_english(text: str) -> str:
    """Return a degree notation with English compass letters, signs for units, and points for decimal commas."""
    english = _COMPASS_WORDS.sub(lambda word: _COMPASS[" ".join(word[1].split())], text.upper()).replace("''", '"')
    for word, sign in _UNITS:
        english = word.sub(sign, english)
    english = _DECIMAL_COMMA.sub(".", english)
    for spaced in _SPACED_ANGLES:
        english = spaced.sub(_with_signs, english)
    return english


def _with_signs(spaced: re.Match[str]) -> str:
    """Return degrees, minutes and maybe seconds that stood beside each other, with their signs."""
    return f"{spaced[1]}°{spaced[2]}'" + (f'{spaced[3]}"' if spaced[3] else "")


def _degree_notation(text: str) -> Point | None:
    """Two angles with degrees, minutes, seconds or compass letters; None for anything else."""
    match = _DEGREES.fullmatch(_in_english(text).strip())
    if match is None:
        return None
    (first, first_letter), (second, second_letter) = _half(match.groups()[:5]), _half(match.groups()[5:])
    if first_letter in "EW" and second_letter in "NS":
        return second, first
    return first, second


def _half(parts: Sequence[str | None]) -> tuple[float, str]:
    """One angle in decimal degrees, and its compass letter, " " for none."""
    letter_before, degrees, minutes, seconds, letter_after = parts
    letter = letter_before or letter_after or " "
    whole = str(degrees).lstrip("-") if letter in "SW" else degrees  # "-6 S" is 6 degrees south
    return geopy.Point.parse_degrees(whole, minutes or 0, seconds or 0, letter.strip() or None), letter
