"""Reading a point that a person typed or pasted. Pure functions."""

import re
from collections.abc import Sequence
from urllib.parse import unquote_plus

import geopy
from flask_babel import gettext as _

from botram.places.rules import BadPoint, Point, check_point

LONGEST, LONGEST_POINT = 2000, 100  # characters: of a pasted link, of a typed point
_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,20})?"
_COMMA_NUMBER = r"[-+]?\d{1,3},\d{1,20}"
_PAIR = re.compile(rf"({_NUMBER})(?:\s*[,;/]\s*|\s+)({_NUMBER})")
_COMMA_PAIR = re.compile(rf"({_COMMA_NUMBER})(?:\s*[,;/]\s*|\s+)({_COMMA_NUMBER})")
_LINK = re.compile(r"(?:https?://|geo:)\S+", re.IGNORECASE)
# In order of precision: a marked place, the place of a search, the centre of the map.
_IN_LINKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"!3d({_NUMBER})!4d({_NUMBER})(?!\d)",
        rf"[?&]mlat=({_NUMBER})&(?:amp;)?mlon=({_NUMBER})(?!\d)",
        rf"[?&](?:q|query|destination|daddr)=(?:loc:)?\s*({_NUMBER})\s*,\s*({_NUMBER})(?!\d)",
        rf"^geo:({_NUMBER}),({_NUMBER})(?!\d)",
        rf"/(?:place|search|dir/[^/]*)/({_NUMBER}),\s*({_NUMBER})(?!\d)",
        rf"[?&]lat=({_NUMBER})&(?:amp;)?(?:lon|lng)=({_NUMBER})(?!\d)",
        rf"[?&](?:ll|sll|center)=({_NUMBER}),({_NUMBER})(?!\d)",
        rf"@({_NUMBER}),({_NUMBER})(?!\d)",
        rf"#map=\d{{1,2}}(?:\.\d+)?/({_NUMBER})/({_NUMBER})(?!\d)",
    )
)
_LABELS = re.compile(r"\b(?:koordinat|latitude|longitude|lintang|bujur|lat|long|lng|lon)\b\s*[:=]?", re.IGNORECASE)
_SIGNS = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{MASCULINE ORDINAL INDICATOR}": "°",
        "\N{RING ABOVE}": "°",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{PRIME}": "'",
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{DOUBLE PRIME}": '"',
    }
)
_COMPASS = {"LS": "S", "LU": "N", "BT": "E", "BB": "W"}  # lintang selatan, bujur timur and so on
_COMPASS_WORDS = re.compile(r"(?<![A-Z])(?:LS|LU|BT|BB)(?![A-Z])")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_PART = r"[0-5]?\d(?:\.\d{1,20})?"
_HALF = rf"([NSEW])?\s*({_NUMBER})\s*°?\s*(?:({_PART})\s*'\s*)?(?:({_PART})\s*\"\s*)?([NSEW])?"
_DEGREES = re.compile(rf"{_HALF}(?:\s*[,;/]\s*|\s+|(?<=[°'\"NSEW])){_HALF}")


def parse_point(text: str) -> Point:
    """Latitude and longitude of a typed pair, a degree notation or a pasted map link.

    text     "-6.123, 107.123", "-6,123 107,123", "6°7'23\\" LS 107°7'23\\" BT", "geo:-6.1,107.1" or a map link
    returns  (latitude, longitude) in decimal degrees
    raises   BadPoint with a sentence for anything else, for a swapped pair and for a point outside Indonesia
    """
    plain = text[:LONGEST].translate(_SIGNS).strip()
    if not plain:
        raise BadPoint(_("Tulis titiknya, misalnya -6.25123, 107.05123."), field="point")
    found = _point_in_link(plain) if _LINK.search(plain) else _typed_point(plain)
    check_point(*found)
    return found


def _point_in_link(text: str) -> Point:
    """The point in a map link. Raises BadPoint for a link without one."""
    link = _LINK.search(text)
    address = unquote_plus(link[0]) if link else ""
    for pattern in _IN_LINKS:
        for match in pattern.finditer(address):
            if (point := (float(match[1]), float(match[2]))) != (0.0, 0.0):  # geo:0,0?q= has its point in q
                return point
    raise BadPoint(
        _(
            "Tautan ini tidak memuat koordinat. Buka petanya, tekan lama pada tempatnya, lalu salin angka lintang"
            " dan bujurnya ke sini."
        ),
        field="point",
    )


def _typed_point(text: str) -> Point:
    """The typed point. Raises BadPoint when it cannot be read, or has whole degrees only."""
    bare = _LABELS.sub(" ", text).strip(" ()[],;") if len(text) <= LONGEST_POINT else ""
    found = _plain_pair(bare) or _degree_notation(bare)
    if found is None or not (found[0] % 1 or found[1] % 1):  # "-6,107" may be one number with a decimal comma
        raise BadPoint(
            _("Titik ini tidak terbaca. Tulis lintang dan bujur, misalnya -6.25123, 107.05123, atau tempel tautan."),
            field="point",
        )
    return found


def _plain_pair(text: str) -> Point | None:
    """Two decimal numbers, with points or with commas; None for anything else."""
    numbers = text.replace("°", "")
    match = _PAIR.fullmatch(numbers) or _COMMA_PAIR.fullmatch(numbers)
    return (float(match[1].replace(",", ".")), float(match[2].replace(",", "."))) if match else None


def _degree_notation(text: str) -> Point | None:
    """Two angles with degrees, minutes, seconds or compass letters; None for anything else."""
    english = _COMPASS_WORDS.sub(lambda word: _COMPASS[word[0]], text.upper()).replace("''", '"')
    match = _DEGREES.fullmatch(_DECIMAL_COMMA.sub(".", english))
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
