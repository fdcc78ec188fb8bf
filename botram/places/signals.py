"""What others may want to know of places and venues. Sent inside the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime

from botram.places.models import Venue
from botram.signals import Signal


@dataclass(frozen=True)
class VenueChanged:
    """Readers see a venue otherwise than before."""

    venue: Venue
    now: datetime


@dataclass(frozen=True)
class VillageChanging:
    """A venue is about to be in another village. A receiver that needs the present one raises VillageFixed."""

    venue: Venue


@dataclass(frozen=True)
class PlacesChanged:
    """A region pack brought other facts of these districts and villages."""

    codes: frozenset[str]
    now: datetime


venue_changed = Signal[VenueChanged]()
village_changing = Signal[VillageChanging]()
places_changed = Signal[PlacesChanged]()
