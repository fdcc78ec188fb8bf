"""Building the view of a visit from its row."""

import re
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import assert_never
from zoneinfo import ZoneInfo

from botram.languages import INDONESIAN, language
from botram.visit_view import labels
from botram.visit_view.kinds import Audience, Part, StateKey
from botram.visit_view.parts import part_views
from botram.visit_view.view import (
    ContactView,
    DistrictView,
    MoveView,
    OfficeView,
    VenueView,
    VillageView,
    VisitFacts,
    VisitView,
)
from botram.visits.fields import TEXTS
from botram.visits.models import ANNOUNCED, Obstacle, Visit, VisitState

_PHONE = re.compile(r"\+?\d[\d\s().-]{5,18}\d")
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


def view_of(visit: Visit, audience: Audience, now: datetime, parts: Part = Part.PAGE) -> VisitView:
    """Return the view of a visit for an audience, in the present language.

    now      from when one looks: whether it is the day, and whether its hours are over
    parts    what of it is wanted; what was not loaded would be looked up visit by visit
    """
    spoken = language()
    facts = facts_of(visit, audience, now, parts, spoken)
    return VisitView(**vars(facts), **labels.view_texts(facts, audience, spoken))


def facts_of(visit: Visit, audience: Audience, now: datetime, parts: Part, spoken: str = INDONESIAN) -> VisitFacts:
    """Return the facts of a visit for programs, without words; texts of the service list are in Indonesian."""
    zone, inside = ZoneInfo(visit.office.time_zone), audience is not Audience.RESIDENTS
    texts = {text.name: text.shown(visit) for text in TEXTS if inside or not text.office_only}
    queue_end, move = _queue_end_of(visit, now), _move_of(visit, zone)
    return VisitFacts(
        **dict(zip(_AS_IT_IS, _as_it_is(visit), strict=True)),
        **{name: at and at.astimezone(zone) for name, at in zip(_MOMENTS, _moments(visit), strict=True)},
        now=now.astimezone(zone),
        office=OfficeView(visit.office.code, visit.office.name, visit.office.time_zone),
        village=_village_of(visit),
        venue=VenueView(*_venue(visit.venue)),
        queue_end=queue_end and queue_end.astimezone(zone),
        texts=texts,
        contact=_contact_of(texts["contact"], of_office=not visit.contact),
        move=move,
        moved=bool(move and (move.other_time or move.other_place)) and visit.state in ANNOUNCED,
        obstacles=tuple(Obstacle(one) for one in visit.obstacles),
        remark=visit.remark if inside else "",
        state_key=_key_of(visit, now, zone, audience),
        **part_views(visit, parts, spoken, inside=inside),
    )


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


def _move_of(visit: Visit, zone: ZoneInfo) -> MoveView | None:
    """Return the visit before its last move; None without one."""
    if visit.was_opens_at is None or visit.was_closes_at is None:
        return None
    opens_at, closes_at = (at.astimezone(zone) for at in (visit.was_opens_at, visit.was_closes_at))
    return MoveView(
        opens_at=opens_at,
        closes_at=closes_at,
        place=visit.was_place,
        other_time=(opens_at, closes_at) != (visit.opens_at, visit.closes_at),
        other_day=opens_at.date() != visit.opens_at.astimezone(zone).date(),
        other_place=visit.was_place not in ("", f"{visit.venue.name}, {visit.village.full_name}"),
    )


def _village_of(visit: Visit) -> VillageView:
    """Return the village with its district."""
    village, district = visit.village, visit.village.district
    here = DistrictView(district.code, district.name)
    return VillageView(village.code, village.name, village.full_name, here)


@lru_cache(maxsize=200)
def _contact_of(words: str, *, of_office: bool) -> ContactView:
    """Return the contact, with a link for its first phone number."""
    number = _PHONE.search(words)
    link = "tel:" + re.sub(r"[^\d+]", "", number[0]) if number else None
    return ContactView(words, link, of_office)
