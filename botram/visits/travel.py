"""Travel times of a team, by the model of ``places.rules.travel_minutes``."""

from datetime import timedelta

from botram.places.rules import Point, is_slow, travel_minutes
from botram.visits.models import Visit

_STEP = 5  # minutes: the precision of the model


def minutes_between(one: Visit, other: Visit) -> int:
    """Return the travel time between the venues of two visits, in minutes."""
    slow = any(is_slow(visit.village_code) for visit in (one, other))
    return round(travel_minutes(_venue_point(one), _venue_point(other), slow=slow))


def time_from_depot(visit: Visit) -> timedelta | None:
    """Return the travel time from the office's depot, rounded to 5 minutes; None without a depot."""
    office = visit.office
    if office.depot_latitude is None or office.depot_longitude is None:
        return None
    depot = (office.depot_latitude, office.depot_longitude)
    minutes = travel_minutes(depot, _venue_point(visit), slow=is_slow(visit.village_code))
    return timedelta(minutes=_STEP * round(minutes / _STEP))


def _venue_point(visit: Visit) -> Point:
    """The point of a visit's venue."""
    return visit.venue.latitude, visit.venue.longitude
