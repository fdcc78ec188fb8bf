"""Visits as GeoJSON (RFC 7946): facts, and words that people wrote; none of ours, so that it has no language."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from botram import clock
from botram.visits.labels import moved, place_moved, time_moved
from botram.visits.models import Visit, VisitState
from botram.visits.rules import word_of

WEEK_DAYS = 7
_DECIMALS = 6  # of a degree: a tenth of a metre


def feature_collection(
    visits: Sequence[Visit],
    services: Mapping[int, Sequence[str]],
    now: datetime,
    address_of: Callable[[Visit], str],
    *,
    more: bool = False,
) -> dict[str, Any]:
    """The visits as a FeatureCollection, in their order.

    services    codes of what is offered, by row number of the visit
    address_of  gives the full web address of a visit's page
    more        whether visits were left out because a map holds no more
    """
    return {
        "type": "FeatureCollection",
        "more": more,
        "features": [feature(visit, services.get(visit.id, ()), now, address_of) for visit in visits],
    }


def feature(
    visit: Visit, services: Sequence[str], now: datetime, address_of: Callable[[Visit], str]
) -> dict[str, Any]:
    """One visit as a Feature: a point, longitude first, and what is said of it."""
    zone = visit.office.time_zone
    return {
        "type": "Feature",
        "id": visit.public_id,
        "geometry": {
            "type": "Point",
            "coordinates": [round(visit.venue.longitude, _DECIMALS), round(visit.venue.latitude, _DECIMALS)],
        },
        "properties": {
            "place": visit.place_name,
            "venue": visit.venue.name,
            "village": visit.village.full_name,
            "district": visit.village.district.name,
            "office": visit.office.name,
            "state": visit.state.value,
            "word": word_for_residents(visit, now),
            "when": when_of(visit, now),
            "moved": moved(visit),
            **_times(visit.opens_at, visit.closes_at, zone),
            "was": _before_the_move(visit),
            "reason": visit.reason,
            "services": list(services),
            "url": address_of(visit),
        },
    }


def word_for_residents(visit: Visit, now: datetime) -> str:
    """The word for where a visit stands; residents need not know that its figures were looked over."""
    word = word_of(visit, now)
    return "closed" if word == "verified" else word


def when_of(visit: Visit, now: datetime) -> str:
    """Which mark a visit has on a map: ``today``, ``week``, ``later``, ``over`` or ``cancelled``."""
    if visit.state is VisitState.CANCELLED:
        return "cancelled"
    if visit.state in (VisitState.CLOSED, VisitState.VERIFIED) or visit.closes_at <= now:
        return "over"
    zone = visit.office.time_zone
    days = (clock.local_day(visit.opens_at, zone) - clock.local_day(now, zone)).days
    return "today" if days < 1 else "week" if days <= WEEK_DAYS else "later"


def _times(opens_at: datetime, closes_at: datetime, zone: str) -> dict[str, str]:
    """Day, hours and both moments on the office's wall clock."""
    opens, closes = (moment.astimezone(ZoneInfo(zone)) for moment in (opens_at, closes_at))
    return {
        "day": opens.date().isoformat(),
        "hours": f"{opens:%H.%M}–{closes:%H.%M} {clock.ZONE_WORDS[zone]}",
        "opens_at": opens.isoformat(),
        "closes_at": closes.isoformat(),
    }


def _before_the_move(visit: Visit) -> dict[str, str] | None:
    """What a moved visit was before, only as far as it differs; None for all others."""
    if not moved(visit):
        return None
    found = {"place": visit.was_place} if place_moved(visit) else {}
    if visit.was_opens_at and visit.was_closes_at and time_moved(visit):
        found |= _times(visit.was_opens_at, visit.was_closes_at, visit.office.time_zone)
    return found
