"""How long a team is on the road: between two visits, and from where it sets out. By the model of ``places.rules``."""

from datetime import timedelta

from botram.places.rules import Point, is_slow, travel_minutes
from botram.visits.models import Visit

_STEP = 5  # minutes: the model is no finer


def minutes_between(one: Visit, other: Visit) -> int:
    """Driving minutes between two visits."""
    slow = any(is_slow(visit.village_code) for visit in (one, other))
    return round(travel_minutes(_point_of(one), _point_of(other), slow=slow))


def time_from_depot(visit: Visit) -> timedelta | None:
    """How long the way is from where the teams set out, in steps of 5 minutes; None without such a point."""
    office = visit.office
    if office.depot_latitude is None or office.depot_longitude is None:
        return None
    depot = (office.depot_latitude, office.depot_longitude)
    minutes = travel_minutes(depot, _point_of(visit), slow=is_slow(visit.village_code))
    return timedelta(minutes=_STEP * round(minutes / _STEP))


def _point_of(visit: Visit) -> Point:
    """Where a visit is."""
    return visit.venue.latitude, visit.venue.longitude
