"""Lists of visits: which ones are wanted, in which order, and what a card of them shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from botram.database import Page, session
from botram.places.models import Venue, Village
from botram.places.rules import longitude_scale
from botram.services.models import Service
from botram.staff.models import Office
from botram.visits.models import (
    ANNOUNCED,
    FOR_EVERYONE,
    PUBLIC,
    Booth,
    Offer,
    OfferState,
    Visit,
    VisitLevel,
    VisitOfficer,
    VisitState,
)

_PAGE_SIZE = 20
_ONE_DAY = timedelta(days=1)
NEAR_TIME = timedelta(days=30)  # how much later a visit elsewhere is still of use
Shown = tuple[ExecutableOption, ...] | None
"""What of visits is read together with them; None: all that the API says."""


def for_lists() -> tuple[ExecutableOption, ...]:
    """What a visit card shows, in two statements however many cards there are."""
    return (
        contains_eager(Visit.village).joinedload(Village.district),
        joinedload(Visit.venue),
        joinedload(Visit.office),
        joinedload(Visit.team),
        joinedload(Visit.replaced_by),
        selectinload(Visit.offers).joinedload(Offer.service),
    )


def for_lines() -> tuple[ExecutableOption, ...]:
    """What a line of a table or a mark on a map says, in one statement: all but what is offered."""
    return (
        contains_eager(Visit.village).joinedload(Village.district),
        contains_eager(Visit.venue),
        joinedload(Visit.office),
    )


@dataclass(frozen=True)
class Search:
    """Which visits a list wants. Empty means all."""

    since: datetime | None = None  # visits that close after this moment
    until: datetime | None = None  # and open before this one
    villages: frozenset[str] = field(default_factory=frozenset)
    districts: frozenset[str] = field(default_factory=frozenset)
    text: str = ""  # in the title or the venue's name; beside villages and districts, either may match
    district: str = ""  # a district's code: only there, wherever else the words above lead
    service: str = ""  # a service's code
    office: Office | None = None
    states: tuple[VisitState, ...] = PUBLIC
    levels: tuple[VisitLevel, ...] = ()
    team_id: int | None = None
    venue_id: int | None = None
    near: tuple[float, float] | None = None  # latitude, longitude: nearest first in place of soonest first
    newest_first: bool = False


def matching(search: Search) -> Select[Any]:
    """The visits that a search wants, joined with their village and venue."""
    wanted = (
        select(Visit)
        .join(Village, Village.code == Visit.village_code)
        .join(Venue, Venue.id == Visit.venue_id)
    )
    wanted = wanted.where(Visit.state.in_(search.states))
    if search.since:
        # A visit opens and closes on one day, so the index on opening moments skips all years before.
        wanted = wanted.where(Visit.closes_at > search.since, Visit.opens_at > search.since - _ONE_DAY)
    if search.until:
        wanted = wanted.where(Visit.opens_at < search.until)
    if search.levels:
        wanted = wanted.where(Visit.level.in_(search.levels))
    if search.office:
        wanted = wanted.where(Visit.office_id == search.office.id)
    if search.team_id:
        wanted = wanted.where(Visit.team_id == search.team_id)
    if search.venue_id:
        wanted = wanted.where(Visit.venue_id == search.venue_id)
    if search.district:
        wanted = wanted.where(Village.district_code == search.district)
    if search.service:
        offered = select(Offer.visit_id).where(Offer.service_code == search.service)
        wanted = wanted.where(Visit.id.in_(offered))
    if places := _place_conditions(search):
        wanted = wanted.where(or_(*places))
    return wanted


def _place_conditions(search: Search) -> list[ColumnElement[bool]]:
    """The ways in which a visit can be at the place that a search names."""
    ways: list[ColumnElement[bool]] = []
    if search.villages:
        ways.append(Visit.village_code.in_(search.villages))
    if search.districts:
        ways.append(Village.district_code.in_(search.districts))
    if search.text:
        ways.append(Visit.title.icontains(search.text, autoescape=True))
        ways.append(Venue.name.icontains(search.text, autoescape=True))
    return ways


def _order_of(search: Search) -> list[SQLColumnExpression[Any]]:
    """Nearest, soonest or newest first; the row number settles ties, so that paging never skips one."""
    if search.near:
        latitude, longitude = search.near
        # Near enough for the order of the distances that cards show: on a few degrees the earth is flat.
        east = (Venue.longitude - longitude) * longitude_scale(latitude)
        north = Venue.latitude - latitude
        return [north * north + east * east, Visit.opens_at, Visit.id]
    if search.newest_first:
        return [Visit.opens_at.desc(), Visit.id.desc()]
    return [Visit.opens_at, Visit.id]


def visits_page(search: Search, number: int = 1, size: int = _PAGE_SIZE) -> Page[Visit]:
    """One page of visits with what their cards show. Three statements."""
    wanted = matching(search)
    rows = wanted.order_by(*_order_of(search)).limit(size).offset((number - 1) * size).options(*for_lists())
    return Page(session().scalars(rows).unique().all(), visits_total(search), number, size)


def visits_total(search: Search) -> int:
    """How many visits a search finds. One statement."""
    found = matching(search).with_only_columns(Visit.id).subquery()
    return session().scalar(select(func.count()).select_from(found)) or 0


def visits_after(
    search: Search,
    after: tuple[datetime, int] | None,
    size: int,
    show: Shown = None,
) -> Sequence[Visit]:
    """The next visits behind a place in the list (opening moment and row number), soonest first."""
    wanted = matching(search)
    if after:
        opens_at, row = after
        wanted = wanted.where(or_(Visit.opens_at > opens_at, (Visit.opens_at == opens_at) & (Visit.id > row)))
    rows = wanted.order_by(Visit.opens_at, Visit.id).limit(size).options(*(show or _for_programs()))
    return session().scalars(rows).unique().all()


def nearby_after(
    search: Search,
    after: tuple[float, datetime, int] | None,
    size: int,
    show: Shown = None,
) -> Sequence[tuple[float, Visit]]:
    """The next visits behind a place in a list sorted by distance, each with the figure that it is sorted by."""
    away = _order_of(search)[0]
    wanted = matching(search).add_columns(away)
    if after:
        far, opens_at, row = after
        later = or_(Visit.opens_at > opens_at, (Visit.opens_at == opens_at) & (Visit.id > row))
        wanted = wanted.where(or_(away > far, (away == far) & later))
    rows = wanted.order_by(*_order_of(search)).limit(size).options(*(show or _for_programs()))
    return [(away, visit) for visit, away in session().execute(rows)]


def _for_programs() -> tuple[ExecutableOption, ...]:
    """What the API says, a card and more; of the services only their names, which a list repeats a thousand times."""
    return (
        *for_lists(),
        selectinload(Visit.offers).joinedload(Offer.service).load_only(Service.slug, Service.name),
        selectinload(Visit.booths).joinedload(Booth.agency),
        joinedload(Visit.replaced_by),
        selectinload(Visit.crew).joinedload(VisitOfficer.account),
        selectinload(Visit.warnings),
    )


def open_to_all(since: datetime, until: datetime | None = None) -> Search:
    """Announced visits that can be named to anybody who looks for another one."""
    return Search(since=since, until=until, states=ANNOUNCED, levels=FOR_EVERYONE)


def nearest_visits(
    point: tuple[float, float],
    since: datetime,
    *,
    limit: int,
    but: Sequence[int] = (),
    services: Collection[str] = (),
) -> Sequence[Visit]:
    """Visits of the weeks from a moment on that anybody may come to, the nearest to a point first.

    but         row numbers to leave out
    services    codes of which one at least can be had there; empty: whatever is offered
    """
    search = replace(open_to_all(since, since + NEAR_TIME), near=point)
    wanted = matching(search).where(Visit.id.not_in(but))
    if services:
        there = select(Offer.visit_id).where(Offer.service_code.in_(services))
        wanted = wanted.where(Visit.id.in_(there.where(Offer.state != OfferState.CLOSED)))
    wanted = wanted.order_by(*_order_of(search)).limit(limit)
    return session().scalars(wanted.options(*for_lists())).unique().all()


def alternatives_to(visit: Visit, now: datetime, limit: int = 2) -> Sequence[Visit]:
    """The nearest visits for somebody who cannot come to this one, the sooner first.

    They offer one of its services, and take place neither before now nor before it.
    """
    offered = [offer.service_code for offer in visit.offers]
    if not offered:
        return []
    point = (visit.venue.latitude, visit.venue.longitude)
    near = nearest_visits(point, max(now, visit.opens_at), limit=limit, but=(visit.id,), services=offered)
    return sorted(near, key=lambda one: one.opens_at)


def next_in_village_of(visit: Visit, now: datetime) -> Visit | None:
    """The next visit to the village of this one that anybody may come to, other than itself. One statement."""
    search = replace(open_to_all(now), villages=frozenset((visit.village_code,)))
    wanted = matching(search).where(Visit.id != visit.id).order_by(*_order_of(search)).limit(1)
    found: Visit | None = session().scalar(wanted.options(*for_lines()))
    return found


def visits_in_village(village_code: str, now: datetime, *, coming: bool, limit: int = 10) -> Sequence[Visit]:
    """Announced visits to one village, coming soonest first or past newest first."""
    return _visits_at(Search(villages=frozenset((village_code,))), now, coming=coming, limit=limit)


def visits_in_district(
    district_code: str, now: datetime, *, coming: bool, limit: int = 10
) -> Sequence[Visit]:
    """Announced visits to one district, coming soonest first or past newest first."""
    return _visits_at(Search(districts=frozenset((district_code,))), now, coming=coming, limit=limit)


def _visits_at(search: Search, now: datetime, *, coming: bool, limit: int) -> Sequence[Visit]:
    """Announced visits that a search wants, before or after now."""
    if coming:
        wanted = matching(replace(search, since=now)).order_by(Visit.opens_at, Visit.id)
    else:
        past = matching(search).where(Visit.closes_at <= now)
        wanted = past.order_by(Visit.opens_at.desc(), Visit.id.desc())
    wanted = wanted.limit(limit)
    return session().scalars(wanted.options(*for_lists())).unique().all()
