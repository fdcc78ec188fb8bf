"""Taking map links apart: the texts in a link in which its point may stand. Pure functions."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote

_SCHEMES = r"(?:https?|intent|om|ge0|waze|comgooglemaps|google\.navigation|maps|geo):"
_START = re.compile(rf"{_SCHEMES}|(?:[a-z0-9-]+\.)+[a-z]{{2,}}/|\.\.\./|/maps/", re.IGNORECASE)
_SCHEME = re.compile(rf"{_SCHEMES}(?://)?", re.IGNORECASE)
_SHORTENED = re.compile(
    r"(?:maps\.app\.goo\.gl|goo\.gl|g\.co|g\.page|bit\.ly|s\.id|tinyurl\.com|t\.co|omaps\.app|osm\.org/go|her\.is|binged\.it)/",
    re.IGNORECASE,
)
_MARKS = ("pin", "q", "query", "destination", "daddr", "marker", "markers", "coordinate", "sp", "to", "toaddr")
_CENTRES = ("ll", "sll", "center", "centre", "cp", "map", "viewpoint", "cbll", "c", "at")
_PLACE_DATA = re.compile(r"!3d(-?[\d.]+)!4d(-?[\d.]+)")
_ZOOM_FIRST = re.compile(r"^(?:map=)?\d{1,2}(?:\.\d+)?/(?=-?\d)")


def map_link(text: str) -> str | None:
    """Return the link in a text, from where it begins to the end of its line; None without one."""
    found = _START.search(text)
    return text[found.start() :].splitlines()[0].strip() if found else None


def is_shortened(link: str) -> bool:
    """Whether a link only leads to another one, and so names no place itself."""
    return bool(_SHORTENED.search(link))


def texts_in(link: str) -> Iterator[str]:
    """Yield the texts in which a link may hold its point, the most precise first.

    First a marked place, then what was searched for, last the centre of the map. Texts are decoded; an answer may hold
    more than a point, or none.
    """
    head, _hash, fragment = _SCHEME.sub("", link.replace("&amp;", "&"), count=1).partition("#")
    path, _mark, query = head.partition("?")
    values = dict(reversed(parse_qsl(query)))  # of a name that comes twice, the first
    steps = [unquote(step) for step in path.split("/") if step]
    yield from (f"{latitude},{longitude}" for latitude, longitude in _PLACE_DATA.findall(unquote(link)))
    yield from _joined(values, "mlat", "mlon")
    yield from (values[name] for name in _MARKS if name in values)
    yield from (step for step in reversed(steps) if not step.startswith("@"))
    yield from _joined(values, "lat", "lon")
    yield from _joined(values, "lat", "lng")
    yield from (values[name] for name in _CENTRES if name in values)
    yield from (value for name, value in values.items() if name not in (*_MARKS, *_CENTRES))
    yield from (step.removeprefix("@") for step in steps if step.startswith("@"))
    yield _ZOOM_FIRST.sub("", unquote(fragment)).replace("/", ",", 1)


def _joined(values: dict[str, str], latitude: str, longitude: str) -> Iterator[str]:
    """Yield the point that two parameters give together."""
    if latitude in values and longitude in values:
        yield f"{values[latitude]},{values[longitude]}"
