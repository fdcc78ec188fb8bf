"""What a search for places found."""

from collections.abc import Iterable
from dataclasses import dataclass

from botram.places.elsewhere import Elsewhere
from botram.places.matching import Entry
from botram.places.own_places import VILLAGE
from botram.places.rules import Point

OTHERS, FEW_PLACES = 5, 3  # more than a few are spread over the map: they are not listed, nor measured from


@dataclass(frozen=True)
class Found:
    """The places that a search text names. Without villages and districts it is another office's place."""

    villages: frozenset[str]
    districts: frozenset[str]
    places: tuple[tuple[str, str, str], ...]  # kind, name in full and code of each
    doubtful: bool  # something that was typed is left over, or misspelt: the page says so and offers others
    point: Point | None  # of the best match, to measure from; None where it is one of many
    others: tuple[tuple[str, str], ...]  # name in full, and what to search for it
    region: str = ""  # the regency that is meant as a whole
    elsewhere: Elsewhere | None = None  # another office's place of that name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the places, in full."""
        return (self.region,) if self.region else tuple(name for _kind, name, _code in self.places)

    @property
    def many(self) -> bool:
        """Whether there are too many places to list them or to measure distances from one."""
        return len(self.names) > FEW_PLACES

    @property
    def away(self) -> bool:
        """Whether only another office serves what is named."""
        return not self.villages and not self.districts


def as_others(entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    """Return the full names of places, each with the search text that finds only it."""
    return tuple(dict.fromkeys((entry.address, _search_for(entry)) for entry in entries))[:OTHERS]


def _search_for(entry: Entry) -> str:
    """Return the search text that finds only this place."""
    name, district = entry.values["name"], entry.values["district"]
    return f"{name} {district}" if entry.kind == VILLAGE else f"Kecamatan {name}"
