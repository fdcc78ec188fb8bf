"""Visits as GeoJSON (RFC 7946), without texts of ours, so that it has no language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from botram import clock
from botram.visit_view import VisitFacts
from botram.visit_view.part_views import MoveView
from botram.visits.models import VisitState

WEEK_DAYS = 7
_DECIMALS = 6  # of a degree: a tenth of a metre


def feature_collection(
    visits: Iterable[VisitFacts],
    services: Mapping[int, Sequence[str]],
    address_of: Callable[[str], str],
    *,
    more: bool = False,
) -> dict[str, Any]:
    """Return the visits as a FeatureCollection, in their order.

    services    codes of what is offered, by row number of the visit
    address_of  gives the full web address of a visit's page
    more        whether visits were left out because a map holds no more
    """
    return {
        "type": "FeatureCollection",
        "more": more,
        "features": [_feature(visit, services.get(visit.id, ()), address_of) for visit in visits],
    }


def _feature(visit: VisitFacts, services: Sequence[str], address_of: Callable[[str], str]) -> dict[str, Any]:
    """Return one visit as a Feature: a point, longitude first, and its properties."""
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
            "word": visit.state_key.value,
            "when": when_of(visit),
            "moved": visit.moved,
            **_time_properties(visit.opens_at, visit.closes_at, visit.zone),
            "was": _former_plan(visit, visit.move),
            "first": _former_plan(visit, visit.first_plan if len(visit.moves) > 1 else None),
            "reason": visit.reason,
            "services": list(services),
            "url": address_of(visit.public_id),
        },
    }


def when_of(visit: VisitFacts) -> str:
    """Return the mark of a visit on a map: ``today``, ``week``, ``later``, ``over`` or ``cancelled``."""
    if visit.state is VisitState.CANCELLED:
        return "cancelled"
    if visit.held or visit.closes_at <= visit.now:
        return "over"
    days = (visit.opens_at.date() - visit.now.date()).days
    return "today" if days < 1 else "week" if days <= WEEK_DAYS else "later"


def _time_properties(opens: datetime, closes: datetime, zone: str) -> dict[str, str]:
    """Return day, hours and both moments, given on the office's wall clock."""
    return {
        "day": opens.date().isoformat(),
        "hours": f"{opens:%H.%M}–{closes:%H.%M} {clock.ZONE_NAMES[zone]}",
        "opens_at": opens.isoformat(),
        "closes_at": closes.isoformat(),
    }


def _former_plan(visit: VisitFacts, was: MoveView | None) -> dict[str, str] | None:
    """Return a former plan of a moved visit, as far as it differs; None for all others."""
    if was is None or not visit.moved or not was.differs:
        return None
    found = {"place": was.place} if was.other_place else {}
    return found | (_time_properties(was.opens_at, was.closes_at, visit.zone) if was.other_time else {})
