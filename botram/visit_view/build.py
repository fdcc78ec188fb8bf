"""Building the view of a visit from its row, with its parts: services, partner agencies, team, crew, replacement."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from botram.contacts import Contact
from botram.languages import INDONESIAN, language
from botram.places.models import Village
from botram.services.models import Service
from botram.services.texts import localized
from botram.staff.models import Team
from botram.visit_view import labels
from botram.visit_view.kinds import Audience, Part, StateKey
from botram.visit_view.part_views import (
    AboutView,
    BoothView,
    ContactView,
    DistrictView,
    MemberView,
    MoveView,
    OfficeView,
    ReplacementView,
    RequirementView,
    ServiceView,
    TeamView,
    VenueView,
    VillageView,
)
from botram.visit_view.view import VisitFacts, VisitView
from botram.visits.availability import named_codes, standing_of
from botram.visits.fields import TEXTS, has_contact
from botram.visits.former_places import place_of
from botram.visits.models import ANNOUNCED, PUBLIC, Obstacle, OfferReason, OfferState, Visit, VisitState

_AS_IT_IS = (
    "id", "public_id", "place_name", "level", "title", "state", "reason", "revision", "version",
    "replaced_by_id",
)  # fmt: skip
_MOMENTS = (
    "opens_at", "closes_at", "queue_closes_at", "published_at", "cancelled_at", "confirmed_at", "opened_at",
    "queue_closed_at", "closed_at", "changed_at",
)  # fmt: skip
"""The attributes that a view copies from the row: unchanged ones, and moments on the office's wall clock."""

_as_it_is, _moments = attrgetter(*_AS_IT_IS), attrgetter(*_MOMENTS)
_venue = attrgetter(*(field.name for field in fields(VenueView)))

OFFER_KEYS = {OfferState.OPEN: "open", OfferState.LIMITED: "limited", OfferState.CLOSED: "shut"}
"""The keys of icons and colours for the states of a service."""

_NO_PARTS: dict[str, Any] = {
    "tags": (), "shut_tags": (), "services": (), "booths": (), "replaced_by": None, "teams": (), "crew": ()
}  # fmt: skip
_NOT_ASKED = AboutView(group="", in_person=False, rt_rw_letter=False, requirements=(), mobile_note="")


def view_of(visit: Visit, audience: Audience, now: datetime, parts: Part = Part.PAGE) -> VisitView:
    """Return the view of a visit for an audience, in the present language.

    now      from when one looks: whether it is the day, and whether its hours are over
    parts    what of it is wanted; what was not loaded would be looked up visit by visit
    """
    spoken = language()
    facts = facts_of(visit, audience, now, parts, spoken)
    return VisitView(**vars(facts), **labels.view_texts(facts, audience, spoken))


def card_views(visits: Iterable[Visit], now: datetime) -> list[VisitView]:
    """Return the views of visits for their cards."""
    return [card_view(one, now) for one in visits]


def card_view(visit: Visit, now: datetime) -> VisitView:
    """Return the view of a visit for its card, the same on every page."""
    return view_of(visit, Audience.RESIDENTS, now, Part.CARD)


def facts_of(visit: Visit, audience: Audience, now: datetime, parts: Part, spoken: str = INDONESIAN) -> VisitFacts:
    """Return the facts of a visit for programs, without words; texts of the service list are in Indonesian."""
    zone, inside = ZoneInfo(visit.office.time_zone), audience is not Audience.RESIDENTS
    texts = {text.name: text.shown(visit) for text in TEXTS if inside or not text.office_only}
    queue_end, moves = _queue_end_of(visit, now), tuple(_moves_of(visit, zone))
    return VisitFacts(
        **dict(zip(_AS_IT_IS, _as_it_is(visit), strict=True)),
        **{name: at and at.astimezone(zone) for name, at in zip(_MOMENTS, _moments(visit), strict=True)},
        now=now.astimezone(zone),
        office=OfficeView(visit.office.code, visit.office.name, visit.office.time_zone),
        villages=tuple(_village_view(village) for village in visit.villages),
        venue=VenueView(*_venue(visit.venue)),
        queue_end=queue_end and queue_end.astimezone(zone),
        texts=texts,
        contact=_contact_of(visit, texts),
        moves=moves,
        moved=visit.state in ANNOUNCED and any(move.differs for move in (*moves[:1], *moves[-1:])),
        obstacles=tuple(Obstacle(one) for one in visit.obstacles),
        remark=visit.remark if inside else "",
        state_key=_key_of(visit, now, zone, audience),
        **_part_views(visit, now, parts, spoken, inside=inside),
    )


def state_key_of(visit: Visit, audience: Audience, now: datetime) -> StateKey:
    """Return the state of a visit that an audience sees, where that alone is wanted."""
    return _key_of(visit, now, ZoneInfo(visit.office.time_zone), audience)


def _key_of(visit: Visit, now: datetime, zone: ZoneInfo, audience: Audience) -> StateKey:
    """Return the state that readers see: of the row, or by the day while a published visit is unconfirmed."""
    match visit.state:
        case VisitState.DRAFT:
            return StateKey.DRAFT
        case VisitState.PUBLISHED:
            return _key_before_opening(visit, now, zone)
        case VisitState.RUNNING:
            return StateKey.QUEUE_CLOSED if visit.queue_closed_at else StateKey.RUNNING
        case VisitState.CLOSED:
            return StateKey.CLOSED
        case VisitState.VERIFIED:  # others need not know the difference
            return StateKey.VERIFIED if audience is Audience.OFFICE else StateKey.CLOSED
        case VisitState.CANCELLED:
            return StateKey.CANCELLED
    assert_never(visit.state)


def _key_before_opening(visit: Visit, now: datetime, zone: ZoneInfo) -> StateKey:
    """Return the state of a published visit that is not open."""
    if visit.confirmed_at:
        return StateKey.CONFIRMED
    if visit.opens_at.astimezone(zone).date() <= now.astimezone(zone).date():
        return StateKey.WAITING
    return StateKey.MOVED if visit.was_opens_at else StateKey.SCHEDULED


def _queue_end_of(visit: Visit, now: datetime) -> datetime | None:
    """Return until when the queue takes people; None when that is not planned, passed or closed."""
    passed = visit.queue_closes_at is not None and visit.queue_closes_at <= now
    if visit.state is VisitState.RUNNING and (passed or visit.queue_closed_at):
        return None
    return visit.queue_closes_at


def _moves_of(visit: Visit, zone: ZoneInfo) -> Iterator[MoveView]:
    """Yield the visit before each of its moves, the first one first."""
    if visit.was_opens_at is None or visit.was_closes_at is None:
        return
    for plan in visit.earlier_plans or ():
        opened, closed = datetime.fromisoformat(plan["opens_at"]), datetime.fromisoformat(plan["closes_at"])
        yield _move_view(visit, zone, opened, closed, plan["place"], plan["reason"])
    reason = visit.reason if visit.state is not VisitState.CANCELLED else ""
    yield _move_view(visit, zone, visit.was_opens_at, visit.was_closes_at, visit.was_place, reason)


def _move_view(visit: Visit, zone: ZoneInfo, opened: datetime, closed: datetime, place: str, reason: str) -> MoveView:
    """Return a former plan of a visit, compared with the present one."""
    opens_at, closes_at = (at.astimezone(zone) for at in (opened, closed))
    return MoveView(
        opens_at=opens_at,
        closes_at=closes_at,
        place=place,
        reason=reason,
        other_time=(opens_at, closes_at) != (visit.opens_at, visit.closes_at),
        other_day=opens_at.date() != visit.opens_at.astimezone(zone).date(),
        other_place=place not in ("", place_of(visit)),
    )


def _village_view(village: Village) -> VillageView:
    """Return a village with its district."""
    here = DistrictView(village.district.code, village.district.name)
    return VillageView(village.code, village.name, village.full_name, here)


def _contact_of(visit: Visit, texts: Mapping[str, str]) -> ContactView:
    """Return the contact that is shown, of the visit or of its office."""
    shown = Contact(texts["contact"], texts["contact_phone"], texts["contact_whatsapp"])
    return ContactView(shown.words, shown.parts, of_office=not has_contact(visit))


def _part_views(visit: Visit, now: datetime, parts: Part, spoken: str, *, inside: bool) -> dict[str, Any]:
    """Return the requested parts by the names of their fields, and empty values for the others."""
    if not parts:
        return _NO_PARTS
    return {
        **_tags_of(visit, now, spoken, wanted=Part.TAGS in parts),
        "services": _service_views(visit, spoken, about=Part.ABOUT in parts) if Part.SERVICES in parts else (),
        "booths": _booth_views(visit, spoken) if Part.BOOTHS in parts else (),
        "replaced_by": _replacement_of(visit) if Part.REPLACEMENT in parts else None,
        "teams": tuple(_team_view(team, spoken) for team in visit.teams) if inside and Part.TEAM in parts else (),
        "crew": _crew_views(visit) if inside and Part.CREW in parts else (),
    }


def _tags_of(visit: Visit, now: datetime, spoken: str, *, wanted: bool) -> dict[str, tuple[str, ...]]:
    """Return the short names of the services to name, each once, and of those that are shut."""
    offers = visit.offers if wanted else ()
    named = set(named_codes(visit, offers, now))
    short = [(localized(offer.service, "short", spoken), offer.service_code in named) for offer in offers]
    tags = dict.fromkeys(name for name, there in short if there)
    return {"tags": tuple(tags), "shut_tags": tuple(dict.fromkeys(name for name, _there in short if name not in tags))}


def _service_views(visit: Visit, spoken: str, *, about: bool) -> tuple[ServiceView, ...]:
    """Return the services in the order of the list."""
    is_open = OFFER_KEYS[OfferState.OPEN], labels.offer_word(OfferState.OPEN, None, spoken)
    services = []
    for offer in sorted(visit.offers, key=attrgetter("position")):
        service, (state, reason, left) = offer.service, standing_of(offer)
        key, word = is_open if state is OfferState.OPEN else _standing_words(state, reason, spoken)
        name, told = localized(service, "name", spoken), about_of(service, spoken) if about else _NOT_ASKED
        code = offer.service_code
        services.append(ServiceView(code, service.slug, name, offer.quota, left, state, reason, key, word, told))
    return tuple(services)


def _standing_words(state: OfferState, reason: OfferReason | None, spoken: str) -> tuple[str, str]:
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
            contact=booth.agency.asked,
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


def _team_view(team: Team, spoken: str) -> TeamView:
    """Return a team with its vehicle and equipment."""
    carried = labels.equipment(team.enrolment_kit, team.ktp_printer, team.kia_printer, spoken)
    return TeamView(team.id, team.name, team.vehicle, carried)


def _crew_views(visit: Visit) -> tuple[MemberView, ...]:
    """Return the officers of the visit by name."""
    crew = (MemberView(member.account.id, member.account.name) for member in visit.crew)
    return tuple(sorted(crew, key=lambda one: (one.name, one.id)))
