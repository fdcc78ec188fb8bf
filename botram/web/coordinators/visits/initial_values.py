"""The initial values of a visit's form: of a visit, of the last one, or of a cancelled one to replace."""

from typing import Any
from zoneinfo import ZoneInfo

from botram.services.queries import offered_services
from botram.staff.models import Office
from botram.visits.fields import TEXTS, planned_texts
from botram.visits.models import Visit
from botram.visits.queries import latest_visit_of
from botram.visits.rules import new_public_id
from botram.web.coordinators.visits.form import CHOSEN, WHOLE_TEAM

_ON_THE_SPOT = "Y"  # a service that a mobile team can finish at the desk


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


def as_last_time(office: Office) -> tuple[dict[str, Any], Visit | None]:
    """Return the inputs like those of the visit planned last, and that visit; without one the usual services."""
    if last := latest_visit_of(office):
        return {**_like(last), "draft": new_public_id()}, last
    usual = {service.code: None for service in offered_services() if service.mobile == _ON_THE_SPOT}
    return {"services": usual, "draft": new_public_id()}, None
