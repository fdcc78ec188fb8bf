"""Finding our own places by name, postal code or position: a geopy geocoder that asks no network."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NoReturn

import geopy
import shapely
from flask import current_app
from geopy.adapters import BaseSyncAdapter
from geopy.geocoders.base import Geocoder

from botram.places.matching import Entry, Index, names_of
from botram.places.models import VillageKind
from botram.places.queries import (
    LONGEST_SEARCH,
    Rows,
    boundaries_of_villages,
    gazetteer_state,
    gazetteer_venues,
    gazetteer_villages,
)
from botram.places.rules import Point, distance_km, normalised, rough_distances_km, words_of
from botram.staff.models import Office

_KINDS = ("village", "district", "venue")  # of two equal matches the first comes first
_WORDS_OF_KINDS = {"desa": "village", "ds": "village", "kelurahan": "village", "kel": "village"} | {
    "kecamatan": "district",
    "kec": "district",
}
_NEIGHBOURS = 8  # how many villages around a point are asked whether it lies in them
_NOWHERE: Point = (0.0, 0.0)


class NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy brings no types
    """What geopy would fetch pages with. There is nothing to fetch."""

    def get_json(self, url: str, *, timeout: object, headers: object) -> NoReturn:
        raise NotImplementedError

    def get_text(self, url: str, *, timeout: object, headers: object) -> NoReturn:
        raise NotImplementedError


class Gazetteer(Geocoder):  # type: ignore[misc]  # geopy brings no types
    """Our villages, districts and venues, found as geopy geocoders find places.

    ``raw`` of each Location says ``kind`` ("village", "district" or "venue"), ``code`` (of a venue: its village's),
    ``venue`` (its id or None), ``name``, ``district``, ``office`` (code), ``located`` (false: the point is only the
    district's, or 0, 0) and, as it was found, ``score`` (0 to 100) or ``distance_km`` and ``inside``.

    Without an office: villages and districts of all offices here. With one: its own, and its venues.
    """

    def __init__(self, office: Office | None = None) -> None:
        super().__init__(adapter_factory=NoNetwork)
        self.office_code = office.code if office else None

    def geocode(
        self, query: str, *, exactly_one: bool = True, limit: int = 10, timeout: object = None
    ) -> geopy.Location | list[geopy.Location] | None:
        """The best match or None; with ``exactly_one=False`` a list of up to ``limit``, the best first, or [].

        One statement; three when places or venues have changed since the last search of this process.
        """
        del timeout  # geopy's helpers pass it
        found = self.search(query, 1 if exactly_one else limit)
        if exactly_one:
            return found[0] if found else None
        return found

    def search(self, query: str, limit: int = 10) -> list[geopy.Location]:
        """Up to ``limit`` places for what somebody typed, the best first; [] for nonsense."""
        typed = query[:LONGEST_SEARCH]
        index = current_index()
        kinds, asked, letters = _wanted_kinds(typed), asked_kind(typed), normalised(typed)
        ranked = sorted(
            (
                not (entry.kind == asked and entry.is_called(letters)),
                -score,
                kinds.index(entry.kind),
                entry.address,
                entry.facts["code"],
                n,
            )
            for n, score in index.scores(typed).items()
            if self.covers(entry := index.entries[n])
        )
        return [
            _location(index.entries[n], score=round(-minus, 1))
            for _other_kind, minus, *_order, n in ranked[: max(limit, 0)]
        ]

    def reverse(
        self, query: Any, *, exactly_one: bool = True, limit: int = 10, timeout: object = None
    ) -> geopy.Location | list[geopy.Location] | None:
        """The village or venue at a point: first the village whose boundary holds it, then by distance.

        query    a geopy Point, a pair (latitude, longitude) or a text that geopy reads
        raises   ValueError for what is no point
        """
        del timeout
        point: Point = tuple(geopy.Point(query))[:2]
        near = self.nearest(point, ("village", "venue"))
        villages = [entry.facts["code"] for entry in near if entry.kind == "village"][:_NEIGHBOURS]
        here = _village_around(point, villages)
        near.sort(key=lambda entry: not (entry.kind == "village" and entry.facts["code"] == here))
        found = [
            _measured(entry, point, inside=entry.kind == "village" and entry.facts["code"] == here)
            for entry in near[: 1 if exactly_one else max(limit, 0)]
        ]
        if exactly_one:
            return found[0] if found else None
        return found

    def nearest_villages(self, point: Point, limit: int = 5) -> list[geopy.Location]:
        """The villages whose own points are nearest, with ``distance_km``. One statement."""
        return [_measured(entry, point) for entry in self.nearest(point, ("village",))[: max(limit, 0)]]

    def nearest(self, point: Point, kinds: tuple[str, ...]) -> list[Entry]:
        """All located places of these kinds in scope, the nearest first."""
        entries = [
            one
            for one in current_index().entries
            if one.kind in kinds and self.covers(one) and one.facts["located"]
        ]
        away = rough_distances_km(point, [entry.point for entry in entries])
        ranked = sorted(zip(away, entries, strict=True), key=lambda one: (one[0], one[1].address))
        return [entry for _km, entry in ranked]

    def covers(self, entry: Entry) -> bool:
        """Whether the entry is in this gazetteer's scope."""
        return entry.kind != "venue" if self.office_code is None else entry.office_code == self.office_code


def asked_kind(typed: str) -> str | None:
    """The kind of place that the typed words name: "kec. Tambun" asks for a district, though a village is called so."""
    return next((_WORDS_OF_KINDS[word] for word in words_of(typed) if word in _WORDS_OF_KINDS), None)


def _wanted_kinds(typed: str) -> tuple[str, ...]:
    """The kinds in the order in which equal matches are shown."""
    first = asked_kind(typed)
    return tuple(sorted(_KINDS, key=lambda kind: kind != first))


def _location(entry: Entry, **found: Any) -> geopy.Location:
    """An entry as geopy gives places, with how it was found."""
    return geopy.Location(
        entry.address, geopy.Point(*entry.point), {"kind": entry.kind, **entry.facts, **found}
    )


def _measured(entry: Entry, point: Point, **found: Any) -> geopy.Location:
    """An entry with its distance from a point."""
    return _location(entry, distance_km=distance_km(point, entry.point), **found)


def _village_around(point: Point, codes: list[str]) -> str | None:
    """The code of the village among these whose boundary holds the point."""
    spot = shapely.Point(point[1], point[0])
    for code, boundary in boundaries_of_villages(codes).items():
        if shapely.from_geojson(boundary).covers(spot):
            return code
    return None


def current_index() -> Index:
    """The index of this process, built again when places, venues or offices have changed."""
    state = gazetteer_state()
    kept: tuple[object, Index] | None = current_app.extensions.get("botram-gazetteer")
    if kept is None or kept[0] != state:
        kept = state, Index(list(entries(gazetteer_villages(), gazetteer_venues())))
        current_app.extensions["botram-gazetteer"] = kept
    return kept[1]


def entries(villages: Rows, venues: Rows) -> Iterator[Entry]:
    """All places that can be found. The villages come by code, so that a district's stand together."""
    by_code = {}
    for _code, group in groupby(villages, key=lambda row: row.district_code):
        inside = list(group)
        middle = _middle_of(inside)
        yield _district_entry(inside[0], middle)
        for row in inside:
            by_code[row.code] = row
            yield _village_entry(row, middle)
    for row in venues:
        yield _venue_entry(row, by_code[row.village_code])


def _middle_of(villages: Sequence[Any]) -> Point | None:
    """The district's own point, or the mean of its villages' points; None when nothing is known."""
    first = villages[0]
    if first.district_latitude is not None and first.district_longitude is not None:
        return first.district_latitude, first.district_longitude
    known = [row for row in villages if row.latitude is not None and row.longitude is not None]
    if not known:
        return None
    return sum(row.latitude for row in known) / len(known), sum(row.longitude for row in known) / len(known)


def _district_entry(row: Any, middle: Point | None) -> Entry:
    """A district, from any row of its villages."""
    names = names_of(row.district, row.district_other_names)
    facts = _facts_of(row.district_code, row.district, row.district, located=middle is not None)
    return Entry(
        "district",
        f"Kecamatan {row.district}",
        middle or _NOWHERE,
        row.district_code[:5],
        names,
        (),
        (row.district_code.replace(".", ""),),
        facts,
    )


def _village_entry(row: Any, middle: Point | None) -> Entry:
    """A village. Its name is also found with the district's behind or before it."""
    located = row.latitude is not None and row.longitude is not None
    names, districts = names_of(row.name, row.other_names), names_of(row.district, row.district_other_names)
    longer = [both for name in names for district in districts for both in (name + district, district + name)]
    return Entry(
        "village",
        f"{VillageKind(row.kind).capitalize()} {row.name}, Kecamatan {row.district}",
        (row.latitude, row.longitude) if located else middle or _NOWHERE,
        row.code[:5],
        names,
        tuple(longer),
        (row.code.replace(".", ""), row.postal_code),
        _facts_of(row.code, row.name, row.district, located=located),
    )


def _venue_entry(row: Any, village: Any) -> Entry:
    """A venue. Its name is also found with the village's behind it."""
    names, village_names = names_of(row.name), names_of(village.name)
    longer = [both for name in names for other in village_names for both in (name + other, other + name)]
    return Entry(
        "venue",
        f"{row.name}, {VillageKind(village.kind).capitalize()} {village.name}, Kecamatan {village.district}",
        (row.latitude, row.longitude),
        row.village_code[:5],
        names,
        tuple(longer),
        (),
        _facts_of(row.village_code, row.name, village.district, located=True, venue=row.id),
    )


def _facts_of(
    code: str, name: str, district: str, *, located: bool, venue: int | None = None
) -> dict[str, Any]:
    """What ``raw`` says of every place."""
    return {
        "code": code,
        "venue": venue,
        "name": name,
        "district": district,
        "office": code[:5],
        "located": located,
    }
