"""Taking map links apart: the texts in a link in which its point may stand. Pure functions."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote

_SCHEMES = r"(?:https?|intent|om|ge0|waze|comgooglemaps|google\.navigation|yandexmaps|here-route|maps|geo):"
_START = re.compile(rf"{_SCHEMES}|(?:[a-z0-9-]+\.)+[a-z]{{2,}}/|\.\.\./|/maps/", re.IGNORECASE)
_SCHEME = re.compile(rf"{_SCHEMES}(?://)?", re.IGNORECASE)
_SHORTENED = re.compile(
    r"(?<![\w-])(?:(?:maps\.app\.goo\.gl|goo\.gl|g\.co|g\.page|share\.google|bit\.ly|s\.id|tinyurl\.com|t\.co|omaps\.app"
    r"|ge0\.me|osm\.org/go|her\.is|binged\.it|maps\.apple(?:\.com)?/p|waze\.to|go\.2gis\.com|w3w\.co)/|waze\.com/ul/h|ge0:)",
    re.IGNORECASE,
)
_MARKS = ("pin", "q", "query", "destination", "daddr", "marker", "markers", "coordinate", "sp", "to", "toaddr")
_CENTRES = ("ll", "sll", "center", "centre", "cp", "map", "viewpoint", "cbll", "c", "at")
_ORIGINS = ("saddr", "origin", "from", "start")  # where a way begins is not where it leads
_ROUTES = ("route", "rtext", "rtp")  # points one after the other, the last one is where the way leads
_BOTH = (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("latitude", "longitude"), ("y", "x"))
_PLACE_DATA = re.compile(r"!3d(-?[\d.]+)!4d(-?[\d.]+)")
_ROUTE_DATA = re.compile(r"!1d(-?[\d.]+)!2d(-?[\d.]+)(?![\d.]|!3d)")  # longitude first
_EMBEDDED_DATA = re.compile(r"!2d(-?[\d.]+)!3d(-?[\d.]+)")  # longitude first, the centre of the map
_DIRECTIONS = {"dir", "directions"}
_ROUTE_PARTS = re.compile("[;~]")
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

    First a marked place, then what was searched for, last the centre of the map; of a way only where it leads. Texts
    are decoded, with the latitude first where the place in the link tells; an answer may hold more than a point, or
    none.
    """
    head, _hash, fragment = _SCHEME.sub("", link.replace("&amp;", "&"), count=1).partition("#")
    path, _mark, query = head.partition("?")
    # Of a name that comes twice, the first. Links inside of links are encoded twice.
    values = {name: unquote(value) for name, value in reversed(parse_qsl(query))}
    steps = [step for step in map(unquote, path.split("/")) if step and not step.startswith("data=")]
    places = [step for step in reversed(steps) if not step.startswith("@")]
    leads = bool(_DIRECTIONS & set(steps))
    yield from (f"{latitude},{longitude}" for latitude, longitude in _PLACE_DATA.findall(unquote(link)))
    yield from (f"{latitude},{longitude}" for longitude, latitude in reversed(_ROUTE_DATA.findall(unquote(link))))
    yield from _joined(values, *_BOTH[0])
    yield from (values[name] for name in _MARKS if name in values)
    yield from (_ROUTE_PARTS.split(values[name])[-1] for name in _ROUTES if name in values)
    yield from places[:1] if leads else places
    for latitude, longitude in _BOTH:
        yield from _joined(values, latitude, longitude)
    named = (*_MARKS, *_ROUTES, *_CENTRES, *_ORIGINS)
    if not leads:
        yield from (values[name] for name in _CENTRES if name in values)
        yield from (f"{latitude},{longitude}" for longitude, latitude in _EMBEDDED_DATA.findall(unquote(link)))
    yield from (value for name, value in values.items() if name not in named)
    if not leads:
        yield from (step.removeprefix("@") for step in steps if step.startswith("@"))
        yield _ZOOM_FIRST.sub("", unquote(fragment)).replace("/", ",", 1)


def _joined(values: dict[str, str], latitude: str, longitude: str) -> Iterator[str]:
    """Yield the point that two parameters give together."""
    if latitude in values and longitude in values:
        yield f"{values[latitude]},{values[longitude]}"
