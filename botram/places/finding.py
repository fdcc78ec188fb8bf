"""The villages and districts that a search text of a resident names."""

from dataclasses import dataclass

import geopy

from botram.places.gazetteer import asked_kind
from botram.places.lookup import locations_of
from botram.places.rules import Point, normalised

MOST, OTHERS = 40, 5
_FEW_PLACES = 3  # that are listed and measured from; more are spread over the map
_SURE = 99.0  # a name as typed, perhaps with the district's
_TIE = 1.0


@dataclass(frozen=True)
class Found:
    """The places that a search text names."""

    villages: frozenset[str]
    districts: frozenset[str]
    names: tuple[str, ...]  # of the places, in full
    corrected: bool  # the text is no part of any name: the page names the place it took
    point: Point | None  # of the best match, to measure from; None where it is one of many
    others: tuple[tuple[str, str], ...]  # name in full, and what to search for it

    @property
    def many(self) -> bool:
        """Whether there are too many places to list them or to measure distances from one."""
        return len(self.names) > _FEW_PLACES


def find(query: str) -> Found | None:
    """Return the places that a search text most likely names; None when nothing is similar. One statement."""
    matches = locations_of(query, limit=MOST)
    if not matches:
        return None
    meant = [match for match in matches if _is_meant(match, matches[0], query)]
    if asked_kind(query):
        meant = [match for match in meant if match.raw["kind"] == matches[0].raw["kind"]]
    best = meant[0]
    measured = best.raw["located"] and len(meant) <= _FEW_PLACES
    return Found(
        villages=frozenset(match.raw["code"] for match in meant if match.raw["kind"] == "village"),
        districts=frozenset(match.raw["code"] for match in meant if match.raw["kind"] == "district"),
        names=tuple(match.address for match in meant),
        corrected=not (best.raw["score"] >= _SURE or _is_part(query, best)),
        point=(best.latitude, best.longitude) if measured else None,
        others=tuple((other.address, _search_for(other)) for other in matches if other not in meant)[:OTHERS],
    )


def _is_meant(match: geopy.Location, best: geopy.Location, query: str) -> bool:
    """Whether a match is one of the named places: by exact name, else by a part of its name, else by the best score."""
    if best.raw["score"] < _SURE and _is_part(query, best):
        return _is_part(query, match)
    return bool(match.raw["score"] >= best.raw["score"] - _TIE)


def _is_part(query: str, match: geopy.Location) -> bool:
    """Whether the search text is a part of the place's own name."""
    return normalised(query) in normalised(match.raw["name"])


def _search_for(match: geopy.Location) -> str:
    """The search text that finds only this place."""
    name, district = match.raw["name"], match.raw["district"]
    return f"{name} {district}" if match.raw["kind"] == "village" else f"Kecamatan {name}"
