"""Where is what somebody typed: the one way to our two geocoders, and their answers as geopy's locations."""

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
    """The wish to ask the operator's Nominatim. Only what a coordinator typed as an address may leave the server."""

    geocoder: Geocoder
    box: Box | None  # places in it come first
    now: Callable[[], datetime]


def locations_of(
    typed: str, *, office: Office | None = None, limit: int = 10, address: AddressSearch | None = None
) -> Sequence[geopy.Location]:
    """Return up to ``limit`` places for what somebody typed, the best first; none for nonsense.

    office   its own places with their venues; None: villages and districts of all offices here
    address  asks Nominatim in place of the gazetteer, which asks no network. Raises NoAnswer with a sentence.
    """
    if address is None:
        return Gazetteer(office).search(typed, limit)
    return search_address(typed, address.box, address.geocoder, now=address.now)[:limit]
