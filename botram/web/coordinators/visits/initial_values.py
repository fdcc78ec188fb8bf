"""The initial values of a visit's form: of a visit, for a new one of a level, or for one that replaces another."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from botram.places.queries import villages_of
from botram.staff.models import Office
from botram.visits.fields import TEXTS, planned_texts
from botram.visits.models import Visit, VisitLevel
from botram.visits.outlines.queries import outline_of
from botram.visits.queries import latest_visit_of
from botram.visits.rules import new_public_id
from botram.visits.templates.queries import template_for
from botram.visits.village_queries import usual_venue
from botram.web.coordinators.visits.form import CHOSEN, WHOLE_TEAM
from botram.web.forms import whole_number


def as_it_is(visit: Visit) -> dict[str, Any]:
    """Return the inputs of an existing visit."""
    members = {member.id for member in visit.team.members}
    crew = [member.account_id for member in visit.crew]
    return {
        **_like(visit),
        "version": visit.version,
        "level": visit.level.value,
        "village": visit.village_code,
        "venue": str(visit.venue_id),
        "team": visit.team_id,
        "crewing": WHOLE_TEAM if set(crew) == members else CHOSEN,
        "crew": crew,
        "day": visit.opens_at.astimezone(ZoneInfo(visit.office.time_zone)).date(),
        "services": {offer.service_code: offer.quota for offer in visit.offers},
        "partners": {booth.agency_id: (booth.offers, booth.label) for booth in visit.booths},
        **planned_texts(visit),
    }


def _like(visit: Visit) -> dict[str, Any]:
    """Return the inputs that visits have in common: hours, services, quotas and texts such as the contact."""
    zone = ZoneInfo(visit.office.time_zone)
    closes = visit.queue_closes_at
    return {
        "opens": visit.opens_at.astimezone(zone).time(),
        "closes": visit.closes_at.astimezone(zone).time(),
        "queue_closes": closes.astimezone(zone).time() if closes else None,
        "services": _still_offered(visit),
        **{text.name: getattr(visit, text.name) for text in TEXTS if text.carried_over},
    }


def _still_offered(visit: Visit) -> dict[str, int | None]:
    """Return the services of a visit that are still on the list, with their quotas."""
    return {offer.service_code: offer.quota for offer in visit.offers if offer.service.active}


def in_place_of(cancelled: Visit) -> dict[str, Any]:
    """Return the inputs of a replacement for a cancelled visit: the same without the day."""
    same = {name: value for name, value in as_it_is(cancelled).items() if name not in ("day", "version")}
    new = {"services": _still_offered(cancelled), "replaces": cancelled.public_id, "draft": new_public_id()}
    return same | new


def for_level(office: Office, level: VisitLevel) -> tuple[dict[str, Any], Visit | None]:
    """Return the inputs of a new visit of a level, and the last such visit, whose hours and contact they have."""
    last = latest_visit_of(office, level)
    begun = {"level": level.value, "begun": level.value, "draft": new_public_id()}
    return {**(_like(last) if last else {}), **begun, "services": dict(template_for(office, level).offers)}, last


def handed_over(office: Office, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what an address hands over: an outline (``rancangan``), or village, day and team. Raises NotFound.

    The draft of an outline has its public id and takes its place.
    """
    known: dict[str, Any] = {"village": asked.get("desa"), "team": whole_number(asked.get("tim"))}
    try:
        known["day"] = date.fromisoformat(asked.get("hari", ""))
    except ValueError:
        known["day"] = None
    if public_id := asked.get("rancangan"):
        outline = outline_of(office, public_id)
        known = {"village": outline.village_code, "team": outline.team_id, "day": outline.day, "notes": outline.notes}
        known |= {"level": outline.level.value, "begun": outline.level.value, "draft": outline.public_id}
    village = next((one for one in villages_of(office) if one.code == known["village"]), None)
    venue = usual_venue(office, village) if village else None
    known |= {"village": village and village.code, "venue": str(venue.id) if venue else None}
    return {name: value for name, value in known.items() if value}
