"""Searching the office's places by name or postal code: a geopy geocoder without network access."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NoReturn

import geopy
from flask import current_app
from geopy.adapters import BaseSyncAdapter
from geopy.geocoders.base import Geocoder

from botram.places.matching import Entry, Index, names_of
from botram.places.models import VillageKind
from botram.places.queries import LONGEST_SEARCH, Rows, gazetteer_state, gazetteer_venues, gazetteer_villages
from botram.places.regions.successors import last_of
from botram.places.rules import Point, name_words, normalised
from botram.staff.models import Office

_KINDS = ("village", "district", "venue")  # in the order of equal matches
_WORDS_OF_KINDS = {"desa": "village", "ds": "village", "kelurahan": "village", "kel": "village"} | {
    "kecamatan": "district",
    "kec": "district",
}
_NOWHERE: Point = (0.0, 0.0)


class NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy brings no types
    """An adapter for geopy that makes no requests."""

    def get_json(self, url: str, *, timeout: object, headers: object) -> NoReturn:
        raise NotImplementedError

    def get_text(self, url: str, *, timeout: object, headers: object) -> NoReturn:
        raise NotImplementedError


class Gazetteer(Geocoder):  # type: ignore[misc]  # geopy brings no types
    """A geopy geocoder of the villages, districts and venues in the tables.

    ``raw`` of each Location has ``kind`` ("village", "district" or "venue"), ``code`` (of a venue: its village's),
    ``venue`` (its id or None), ``name``, ``district``, ``office`` (code), ``located`` (false: the point is only the
    district's, or 0, 0) and ``score`` (0 to 100).

    Without an office: villages and districts of all offices. With one: its own, and its venues.
    """

    def __init__(self, office: Office | None = None) -> None:
        super().__init__(adapter_factory=NoNetwork)
        self.office_code = office.code if office else None

    def geocode(
        self, query: str, *, exactly_one: bool = True, limit: int = 10, timeout: object = None
    ) -> geopy.Location | list[geopy.Location] | None:
        """Return the best match or None; with ``exactly_one=False`` a list of up to ``limit``, the best first.

        One statement; three when places or venues have changed since the last search of this process.
        """
        del timeout  # geopy's helpers pass it
        found = self.search(query, 1 if exactly_one else limit)
        if exactly_one:
            return found[0] if found else None
        return found

    def search(self, query: str, limit: int = 10) -> list[geopy.Location]:
        """Return up to ``limit`` places for a search text, the best first; none when nothing is similar."""
        typed = query[:LONGEST_SEARCH]
        index = current_index()
        kinds, asked, letters = _wanted_kinds(typed), _asked_kind(typed), normalised(typed)
        ranked = sorted(
            (
                not (entry.kind == asked and entry.is_called(letters)),
                -score,
                kinds.index(entry.kind),
                entry.address,
                entry.values["code"],
                n,
            )
            for n, score in index.scores(typed).items()
            if self.covers(entry := index.entries[n])
        )
        return [
            _geopy_location(index.entries[n], round(-minus, 1))
            for _other_kind, minus, *_order, n in ranked[: max(limit, 0)]
        ]

    def covers(self, entry: Entry) -> bool:
        """Whether the entry is in this gazetteer's scope."""
        return entry.kind != "venue" if self.office_code is None else entry.office_code == self.office_code


def _asked_kind(typed: str) -> str | None:
    """The kind of place that a search text names: a district for "kec. Tambun", although a village has that name."""
    return next((_WORDS_OF_KINDS[word] for word in name_words(typed) if word in _WORDS_OF_KINDS), None)


def _wanted_kinds(typed: str) -> tuple[str, ...]:
    """The kinds in the order of equal matches: first the one that the search text names."""
    first = _asked_kind(typed)
    return tuple(sorted(_KINDS, key=lambda kind: kind != first))


def _geopy_location(entry: Entry, score: float) -> geopy.Location:
    """An entry as a geopy Location."""
    return geopy.Location(
        entry.address, geopy.Point(*entry.point), {"kind": entry.kind, **entry.values, "score": score}
    )


def current_index() -> Index:
    """Return the index of this process, rebuilt when places, venues or offices have changed."""
    state = gazetteer_state()
    kept: tuple[object, Index] | None = current_app.extensions.get("botram-gazetteer")
    if kept is None or kept[0] != state:
        kept = state, Index(list(_all_entries(gazetteer_villages(), gazetteer_venues())))
        current_app.extensions["botram-gazetteer"] = kept
    return kept[1]


def _all_entries(villages: Rows, venues: Rows) -> Iterator[Entry]:
    """Yield the entries of all places. Villages come by code, and so grouped by district."""
    by_code = {row.code: row for row in villages}
    former = _former_rows(villages)
    for _code, group in groupby((row for row in villages if not row.retired), key=lambda row: row.district_code):
        inside = list(group)
        middle = _middle_of(inside)
        yield _district_entry(inside[0], middle)
        for row in inside:
            yield _village_entry(row, middle, former.get(row.code, ()))
    for row in venues:
        yield _venue_entry(row, by_code[row.village_code])


def _former_rows(villages: Rows) -> dict[str, list[Any]]:
    """The rows of retired villages, by the code of the village that stands for them."""
    successors = {row.code: row.successor_code for row in villages if row.retired}
    found: dict[str, list[Any]] = {}
    for row in villages:
        if row.retired:
            found.setdefault(last_of(row.code, successors), []).append(row)
    return found


def _middle_of(villages: Sequence[Any]) -> Point | None:
    """The district's own point, or the mean of its villages' points; None without any."""
    first = villages[0]
    if first.district_latitude is not None and first.district_longitude is not None:
        return first.district_latitude, first.district_longitude
    known = [row for row in villages if row.latitude is not None and row.longitude is not None]
    if not known:
        return None
    return sum(row.latitude for row in known) / len(known), sum(row.longitude for row in known) / len(known)


def _district_entry(row: Any, middle: Point | None) -> Entry:
    """The entry of a district, from the row of any of its villages."""
    names = names_of(row.district, row.district_other_names)
    values = _raw_values(row.district_code, row.district, row.district, located=middle is not None)
    return Entry(
        "district",
        f"Kecamatan {row.district}",
        middle or _NOWHERE,
        row.district_code[:5],
        names,
        (),
        (row.district_code.replace(".", ""),),
        values,
    )


def _village_entry(row: Any, middle: Point | None, former: Sequence[Any]) -> Entry:
    """The entry of a village. Its name is also found after or before the district's.

    former   the rows of villages for which it stands: it is found by their names and codes too
    """
    located = row.latitude is not None and row.longitude is not None
    old_names = (";".join((one.name, one.other_names)) for one in former)
    names, districts = (
        names_of(row.name, ";".join((row.other_names, *old_names))),
        names_of(row.district, row.district_other_names),
    )
    longer = [both for name in names for district in districts for both in (name + district, district + name)]
    return Entry(
        "village",
        f"{VillageKind(row.kind).capitalize()} {row.name}, Kecamatan {row.district}",
        (row.latitude, row.longitude) if located else middle or _NOWHERE,
        row.code[:5],
        names,
        tuple(longer),
        (*(one.code.replace(".", "") for one in (row, *former)), row.postal_code),
        _raw_values(row.code, row.name, row.district, located=located),
    )


def _venue_entry(row: Any, village: Any) -> Entry:
    """The entry of a venue. Its name is also found after or before the village's."""
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
        _raw_values(row.village_code, row.name, village.district, located=True, venue=row.id),
    )


def _raw_values(code: str, name: str, district: str, *, located: bool, venue: int | None = None) -> dict[str, Any]:
    """The values that ``raw`` has for each place."""
    return {"code": code, "venue": venue, "name": name, "district": district, "office": code[:5], "located": located}
