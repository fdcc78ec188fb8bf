"""The initial values of a visit's form: of a visit, of a template, or of a visit that is replaced."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from botram.places.queries import villages_of
from botram.staff.models import Office
from botram.visits.fields import planned_texts
from botram.visits.models import Visit
from botram.visits.outlines.queries import outline_of
from botram.visits.rules import new_public_id
from botram.visits.templates.rules import Template
from botram.visits.village_queries import usual_venue
from botram.web.coordinators.visits.form import CHOSEN, WHOLE_TEAM
from botram.web.coordinators.visits.usual_inputs import inputs_of
from botram.web.forms import whole_number


def as_it_is(visit: Visit) -> dict[str, Any]:
    """Return the inputs of an existing visit."""
    members = {member.id for team in visit.teams for member in team.members}
    crew = [member.account_id for member in visit.crew]
    zone = ZoneInfo(visit.office.time_zone)
    closes = visit.queue_closes_at
    return {
        "version": visit.version,
        "level": visit.level.value,
        "village": visit.village_code,
        "venue": str(visit.venue_id),
        "second_village": visit.second_village_code or "",
        "team": visit.team_id,
        "second_team": visit.second_team_id or 0,
        "crewing": WHOLE_TEAM if set(crew) == members else CHOSEN,
        "crew": crew,
        "day": visit.opens_at.astimezone(zone).date(),
        "opens": visit.opens_at.astimezone(zone).time(),
        "queue_closes": closes.astimezone(zone).time() if closes else None,
        "closes": visit.closes_at.astimezone(zone).time(),
        "services": {offer.service_code: offer.quota for offer in visit.offers},
        "partners": {booth.agency_id: (booth.offers, booth.label) for booth in visit.booths},
        **planned_texts(visit),
    }


def _still_offered(visit: Visit) -> dict[str, int | None]:
    """Return the services of a visit that are still on the list, with their quotas."""
    return {offer.service_code: offer.quota for offer in visit.offers if offer.service.active}


def in_place_of(cancelled: Visit) -> dict[str, Any]:
    """Return the inputs of a replacement for a cancelled visit: the same without the day."""
    same = {name: value for name, value in as_it_is(cancelled).items() if name not in ("day", "version")}
    new = {"services": _still_offered(cancelled), "replaces": cancelled.public_id, "draft": new_public_id()}
    return same | new


def as_template_has_it(template: Template) -> dict[str, Any]:
    """Return the inputs of a new visit that follows a template."""
    return {**inputs_of(template), "template": template.key, "begun": template.key, "draft": new_public_id()}


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
        known |= {"level": outline.level.value, "draft": outline.public_id}
    village = next((one for one in villages_of(office) if one.code == known["village"]), None)
    venue = usual_venue(office, village) if village else None
    known |= {"village": village and village.code, "venue": str(venue.id) if venue else None}
    return {name: value for name, value in known.items() if value}
