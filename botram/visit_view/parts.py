"""The parts of a view: services, partner agencies, team and crew, the replacement."""

from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from botram.services.models import Service
from botram.services.texts import localized
from botram.visit_view import labels
from botram.visit_view.kinds import Part
from botram.visit_view.view import (
    AboutView,
    BoothView,
    MemberView,
    ReplacementView,
    RequirementView,
    ServiceView,
    TeamView,
)
from botram.visits.models import PUBLIC, OfferReason, OfferState, Visit

OFFER_KEYS = {OfferState.OPEN: "open", OfferState.LIMITED: "limited", OfferState.CLOSED: "shut"}
"""The keys of icons and colours for the states of a service."""


_NO_PARTS: dict[str, Any] = {
    "tags": (), "services": (), "booths": (), "replaced_by": None, "team": None, "crew": ()
}  # fmt: skip
_NOT_ASKED = AboutView(group="", in_person=False, rt_rw_letter=False, requirements=(), mobile_note="")


def part_views(visit: Visit, parts: Part, spoken: str, *, inside: bool) -> dict[str, Any]:
    """Return the requested parts by the names of their fields, and empty values for the others."""
    if not parts:
        return _NO_PARTS
    return {
        "tags": _tags_of(visit, spoken) if Part.TAGS in parts else (),
        "services": _service_views(visit, spoken, about=Part.ABOUT in parts) if Part.SERVICES in parts else (),
        "booths": _booth_views(visit, spoken) if Part.BOOTHS in parts else (),
        "replaced_by": _replacement_of(visit) if Part.REPLACEMENT in parts else None,
        "team": _team_view(visit, spoken) if inside and Part.TEAM in parts else None,
        "crew": _crew_views(visit) if inside and Part.CREW in parts else (),
    }


def _tags_of(visit: Visit, spoken: str) -> tuple[str, ...]:
    """Return the short names of the services, each once."""
    return tuple(dict.fromkeys(localized(offer.service, "short", spoken) for offer in visit.offers))


def _service_views(visit: Visit, spoken: str, *, about: bool) -> tuple[ServiceView, ...]:
    """Return the services in the order of the list. No queue is counted, so all of the quota is left."""
    is_open = OFFER_KEYS[OfferState.OPEN], labels.offer_word(OfferState.OPEN, None, spoken)
    services = []
    for offer in sorted(visit.offers, key=attrgetter("position")):
        service, state, reason, quota = offer.service, offer.state, offer.reason, offer.quota
        key, word = is_open if state is OfferState.OPEN else _standing_of(state, reason, spoken)
        name, told = localized(service, "name", spoken), about_of(service, spoken) if about else _NOT_ASKED
        code = offer.service_code
        services.append(ServiceView(code, service.slug, name, quota, quota, state, reason, key, word, told))
    return tuple(services)


def _standing_of(state: OfferState, reason: OfferReason | None, spoken: str) -> tuple[str, str]:
    """Return key and label of a service that is not open."""
    return OFFER_KEYS[state], labels.offer_word(state, reason, spoken)


def about_of(service: Service, spoken: str = "") -> AboutView:
    """Return the texts of the service list about a service."""
    return AboutView(
        group=localized(service, "group", spoken),
        in_person=service.in_person,
        rt_rw_letter=service.rt_rw_letter,
        requirements=tuple(
            RequirementView(one.code, localized(one, "text", spoken), localized(one, "note", spoken))
            for one in service.requirements
        ),
        mobile_note=localized(service, "mobile_note", spoken),
    )


def _booth_views(visit: Visit, spoken: str) -> tuple[BoothView, ...]:
    """Return the partner agencies that come along."""
    return tuple(
        BoothView(
            agency_id=booth.agency_id,
            agency=booth.agency.name,
            kind=booth.agency.kind,
            contact=booth.agency.contact,
            offers=booth.offers,
            label=booth.label,
            words=labels.booth_line(booth.offers, booth.label, spoken),
        )
        for booth in visit.booths
    )


def _replacement_of(visit: Visit) -> ReplacementView | None:
    """Return the replacement of a cancelled visit; None without one."""
    if visit.replaced_by_id is None or (later := visit.replaced_by) is None:
        return None
    opens_at = later.opens_at.astimezone(ZoneInfo(visit.office.time_zone))
    return ReplacementView(later.public_id, opens_at, public=later.state in PUBLIC)


def _team_view(visit: Visit, spoken: str) -> TeamView:
    """Return the team with its vehicle and equipment."""
    team = visit.team
    carried = labels.equipment(team.enrolment_kit, team.ktp_printer, team.kia_printer, spoken)
    return TeamView(team.id, team.name, team.vehicle, carried)


def _crew_views(visit: Visit) -> tuple[MemberView, ...]:
    """Return the officers of the visit by name."""
    crew = (MemberView(member.account.id, member.account.name) for member in visit.crew)
    return tuple(sorted(crew, key=lambda one: (one.name, one.id)))
