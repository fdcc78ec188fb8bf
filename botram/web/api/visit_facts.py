"""A visit as JSON: what everyone may read, and what its own office reads beyond it."""

from collections.abc import Iterable
from typing import Any

from flask import current_app

from botram.places.models import District, Venue, Village
from botram.staff.models import Office
from botram.visits.fields import shown_details
from botram.visits.models import PUBLIC, Booth, Offer, Visit
from botram.visits.warnings import Notice
from botram.web.api.moments import wall_clock, wall_clock_or_none


def public_facts(visit: Visit) -> dict[str, Any]:
    """What everyone may know of a visit."""
    return {
        "id": visit.public_id,
        "office": {**office_facts(visit.office), "time_zone": visit.office.time_zone},
        "level": visit.level.value,
        "title": visit.title,
        "state": visit.state.value,
        "village": {**named(visit.village), "district": named(visit.village.district)},
        "venue": _venue_facts(visit.venue),
        **_times(visit),
        "services": [_offer_facts(offer) for offer in sorted(visit.offers, key=lambda offer: offer.position)],
        "partners": [_booth_facts(booth) for booth in visit.booths],
        **shown_details(visit, office_only=False),
        "reason": visit.reason,
        "obstacles": list(visit.obstacles),
        "moved_from": moved_from(visit),
        "replaced_by": _replacement(visit),
        "revision": visit.revision,
        "version": visit.version,
        "changed_at": wall_clock(visit.changed_at, visit.office.time_zone),
        "url": address(visit),
    }


def own_facts(visit: Visit, warnings: Iterable[Notice] | None = None) -> dict[str, Any]:
    """The same with what its own office knows. ``warnings`` are those it has now; None: only those kept."""
    facts = public_facts(visit)
    kept = {one.code: one.reason for one in visit.warnings}
    found = {one.code: one.sentence for one in warnings} if warnings is not None else dict.fromkeys(kept)
    return facts | {
        "remark": visit.remark,
        **shown_details(visit, office_only=True),
        "venue": {"id": visit.venue.id, **facts["venue"]},
        "partners": [{"agency": booth.agency_id, **_booth_facts(booth)} for booth in visit.booths],
        "team": {"id": visit.team.id, "name": visit.team.name},
        "officers": sorted(
            ({"id": member.account.id, "name": member.account.name} for member in visit.crew),
            key=lambda one: (one["name"], one["id"]),
        ),
        "warnings": [
            {"code": code, "sentence": sentence, "reason": kept.get(code)} for code, sentence in found.items()
        ],
    }


def address(visit: Visit) -> str:
    """Where people read about the visit, for good."""
    return f"{current_app.config['PUBLIC_URL']}/kunjungan/{visit.public_id}"


def office_facts(office: Office) -> dict[str, str]:
    """An office by code and name."""
    return {"code": office.code, "name": office.name}


def named(place: District | Village) -> dict[str, str]:
    """A district or a village by code and name."""
    return {"code": place.code, "name": place.name}


def _venue_facts(venue: Venue) -> dict[str, Any]:
    """Where to go."""
    return {
        "name": venue.name,
        "address": venue.address,
        "lat": venue.latitude,
        "lon": venue.longitude,
        "access": venue.access,
        "wheelchair": venue.wheelchair,
    }


def _times(visit: Visit) -> dict[str, str | None]:
    """All moments of a visit on its office's wall clock; null is what has not happened."""
    moments = {
        "opens_at": visit.opens_at,
        "closes_at": visit.closes_at,
        "queue_closes_at": visit.queue_closes_at,
        "published_at": visit.published_at,
        "cancelled_at": visit.cancelled_at,
        "confirmed_at": visit.confirmed_at,
        "opened_at": visit.opened_at,
        "queue_closed_at": visit.queue_closed_at,
        "closed_at": visit.closed_at,
    }
    return {name: wall_clock_or_none(moment, visit.office.time_zone) for name, moment in moments.items()}


def _offer_facts(offer: Offer) -> dict[str, Any]:
    """A service as it is offered there. Nothing counts queue numbers yet, so all of the quota is left."""
    return {
        "service": offer.service_code,
        "slug": offer.service.slug,
        "name": offer.service.name,
        "quota": offer.quota,
        "left": offer.quota,
        "state": offer.state.value,
        "reason": offer.reason.value if offer.reason else None,
    }


def _booth_facts(booth: Booth) -> dict[str, str]:
    """A partner agency that comes along, and what it offers there."""
    return {
        "name": booth.agency.name,
        "kind": booth.agency.kind.value,
        "offers": booth.offers,
        "booth": booth.label,
    }


def moved_from(visit: Visit) -> dict[str, Any] | None:
    """Time and place before the last move; null for a visit that never moved."""
    if visit.was_opens_at is None or visit.was_closes_at is None:
        return None
    zone = visit.office.time_zone
    return {
        "opens_at": wall_clock(visit.was_opens_at, zone),
        "closes_at": wall_clock(visit.was_closes_at, zone),
        "place": visit.was_place,
    }


def _replacement(visit: Visit) -> str | None:
    """The id of the announced visit that stands in for a cancelled one."""
    later = visit.replaced_by
    return later.public_id if later and later.state in PUBLIC else None
