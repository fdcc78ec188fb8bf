"""Travel times of a team, by the model of ``places.rules.travel_minutes``."""

from dataclasses import dataclass
from datetime import timedelta

from botram.places.models import Venue
from botram.places.rules import Point, distance_km, is_slow, travel_minutes
from botram.staff.models import Office
from botram.visits.models import Visit

_STEP = 5  # minutes: the precision of the model


def minutes_between(one: Visit, other: Visit) -> int:
    """Return the travel time between the venues of two visits, in minutes."""
    slow = any(is_slow(visit.village_code) for visit in (one, other))
    return round(travel_minutes(_venue_point(one), _venue_point(other), slow=slow))


@dataclass(frozen=True)
class Way:
    """The way from the office's depot to a venue."""

    time: timedelta  # by road, rounded to 5 minutes
    distance_km: float  # in a straight line


def time_from_depot(visit: Visit) -> timedelta | None:
    """Return the travel time from the office's depot; None without a depot."""
    way = way_from_depot(visit.office, visit.venue)
    return way.time if way else None


def way_from_depot(office: Office, venue: Venue) -> Way | None:
    """Return the way from the office's depot to a venue; None without a depot."""
    if office.depot_latitude is None or office.depot_longitude is None:
        return None
    depot, there = (office.depot_latitude, office.depot_longitude), (venue.latitude, venue.longitude)
    minutes = travel_minutes(depot, there, slow=is_slow(venue.village_code))
    return Way(timedelta(minutes=_STEP * round(minutes / _STEP)), distance_km(depot, there))


def _venue_point(visit: Visit) -> Point:
    """The point of a visit's venue."""
    return visit.venue.latitude, visit.venue.longitude
