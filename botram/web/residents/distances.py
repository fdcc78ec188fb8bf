"""Cards that say how far away a visit is."""

from datetime import datetime

from botram.places.models import District, Village
from botram.places.rules import Point, distance_km
from botram.visits.models import Visit
from botram.web.cards import VisitCard, card_of

_SAME_PLACE_KM = 0.025  # nearer than this the distance would read 0 m


def point_of(place: Village | District) -> Point | None:
    """The place's own point, where it is known."""
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def card_with_distance(visit: Visit, now: datetime, point: Point | None) -> VisitCard:
    """The card of a visit with its distance from a point, in a straight line."""
    away = distance_km(point, (visit.venue.latitude, visit.venue.longitude)) if point else 0.0
    return card_of(visit, now, away if away >= _SAME_PLACE_KM else None)
