"""Searching for places: one function for the gazetteer and for Nominatim, with geopy Locations as results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import geopy
from geopy.geocoders.base import Geocoder

from botram.places.gazetteer import Gazetteer
from botram.places.geocoding.actions import search_address
from botram.places.geocoding.rules import Box
from botram.staff.models import Office


@dataclass(frozen=True)
class AddressSearch:
    """The options for asking the operator's Nominatim. Only an address that a coordinator typed may be sent there."""

    geocoder: Geocoder
    box: Box | None  # places in it come first
    now: Callable[[], datetime]


def locations_of(
    typed: str, *, office: Office | None = None, limit: int = 10, address: AddressSearch | None = None
) -> Sequence[geopy.Location]:
    """Return up to ``limit`` places for a search text, the best first; none when nothing is similar.

    office   search its own places and venues; None: villages and districts of all offices
    address  ask Nominatim in place of the gazetteer
    raises   NoAnswer with a sentence, when Nominatim is asked
    """
    if address is None:
        return Gazetteer(office).search(typed, limit)
    return search_address(typed, address.box, address.geocoder, now=address.now)[:limit]
