"""What people mean by the words that they type into the search."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopy

from botram.places.gazetteer import asked_kind
from botram.places.lookup import locations_of
from botram.places.rules import Point, normalised, words_of
from botram.services.models import Service
from botram.web.residents.groups import ServiceGroup, grouped

MOST, OTHERS = 40, 5
_FEW_PLACES = 3  # so many are named one by one and have a middle; more lie all over the map
_SURE = 99.0  # a name as typed, perhaps with the district's
_TIE = 1.0
_NEW = frozenset({"baru", "new"})
_SILENT_WORDS = _NEW | {"el", "atau", "or", "a", "of", "the"}  # people leave them out of a service's name


@dataclass(frozen=True)
class Found:
    """The places that a search is about."""

    villages: frozenset[str]
    districts: frozenset[str]
    names: tuple[str, ...]  # of the places, in full
    corrected: bool  # what was typed is no part of any name: say which name was taken
    point: Point | None  # of the best match, to measure from; None where it is one of many
    others: tuple[tuple[str, str], ...]  # name in full, and what to search for it

    @property
    def many(self) -> bool:
        """Whether the words fit too many places to name them or to measure from one of them."""
        return len(self.names) > _FEW_PLACES


def find(query: str) -> Found | None:
    """The places that somebody most likely means; None when nothing is like it. One statement."""
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
    """Whether a match belongs to the answer: the names as typed, else all that hold what was typed, else the likest."""
    if best.raw["score"] < _SURE and _is_part(query, best):
        return _is_part(query, match)
    return bool(match.raw["score"] >= best.raw["score"] - _TIE)


def _is_part(query: str, match: geopy.Location) -> bool:
    """Whether the typed letters stand in the place's own name."""
    return normalised(query) in normalised(match.raw["name"])


def _search_for(match: geopy.Location) -> str:
    """What to type to get this place and no other."""
    name, district = match.raw["name"], match.raw["district"]
    return f"{name} {district}" if match.raw["kind"] == "village" else f"Kecamatan {name}"


def named_service(query: str, services: Sequence[Service]) -> Service | None:
    """The service whose whole name stands among the typed words, the longest name first; else the only one so short."""
    typed = set(words_of(query))
    shared = {words for words, several in _by_short_name(services).items() if len(several) > 1}
    named = [
        (len(words), service)
        for service in services
        for name in _in_each_language(service, "name")
        if (words := _significant_words(name))
        and words <= typed
        # "KTP" alone is no service yet, though it is all that people would leave of "KTP-el baru".
        and (words not in shared or typed & _NEW)
    ]
    if named:
        return max(named, key=lambda one: one[0])[1]
    short = _shortly_named(typed, services)
    return short[0] if len(short) == 1 else None


def named_groups(query: str, services: Sequence[Service]) -> Sequence[ServiceGroup]:
    """The groups of the service list that a short name such as KTP leads to, where it fits several services."""
    short = _shortly_named(set(words_of(query)), services)
    return grouped(short) if len(short) > 1 and not named_service(query, services) else ()


def _shortly_named(typed: set[str], services: Sequence[Service]) -> list[Service]:
    """The services whose short name stands among the typed words, in the order of the list."""
    return [
        service
        for service in services
        if any(_significant_words(short) <= typed for short in _in_each_language(service, "short"))
    ]


def _by_short_name(services: Sequence[Service]) -> dict[frozenset[str], list[Service]]:
    """The services that share the words of a short name."""
    found: dict[frozenset[str], list[Service]] = {}
    for service in services:
        for words in {_significant_words(short) for short in _in_each_language(service, "short")}:
            found.setdefault(words, []).append(service)
    return found


def _in_each_language(service: Service, name: str) -> list[str]:
    """A name of a service as people may type it: English readers know either."""
    texts = (getattr(service, name), service.english.get(name))
    return [text for text in texts if text]


def _significant_words(name: str) -> frozenset[str]:
    """The words of a service's name that people do not leave out."""
    return frozenset(words_of(name.partition("(")[0])) - _SILENT_WORDS
