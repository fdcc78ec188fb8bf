"""Signals of changes to places and venues, sent inside the transaction of the change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from botram.places.models import Venue
from botram.signals import Signal


@dataclass(frozen=True)
class VenueChanged:
    """A value of a venue has changed."""

    venue: Venue
    now: datetime
    visible: bool = True  # residents see it
    called: str = ""  # the name before, where it has got another one


@dataclass(frozen=True)
class VillageChanging:
    """A venue is about to get another village. A receiver raises VillageFixed to prevent that."""

    venue: Venue


@dataclass(frozen=True)
class PlacesChanged:
    """A region pack changed the districts and villages with these codes."""

    codes: frozenset[str]
    now: datetime
    called: Mapping[str, str] = field(default_factory=dict)  # the full names before, of villages by code


@dataclass(frozen=True)
class VillageSucceeded:
    """A village stands for another one: what was that one's is its own now."""

    old: str  # their codes
    new: str
    since: datetime | None  # only what takes place from this moment on; None: everything
    now: datetime


venue_changed = Signal[VenueChanged]()
village_changing = Signal[VillageChanging]()
places_changed = Signal[PlacesChanged]()
village_succeeded = Signal[VillageSucceeded]()
