"""Reading lists of visits: searches with filters, orders and pages."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, exists, false, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from botram.clock import day_bounds, local_day
from botram.database import Page, count_of, session
from botram.places.models import Venue, Village
from botram.places.rules import longitude_scale
from botram.staff.models import Office
from botram.visits.availability_queries import has_ended, is_open, offers, takes_people
from botram.visits.departures.models import FeedDeparture
from botram.visits.models import (
    ANNOUNCED,
    FOR_EVERYONE,
    PUBLIC,
    Booth,
    ListKind,
    Visit,
    VisitLevel,
    VisitOfficer,
    VisitState,
)
from botram.visits.participation.queries import all_teams, second_village, serving, villages_in, with_team

_PAGE_SIZE = 20
_FARTHER = 1e6  # more than the square of any distance in degrees: what a rank adds to the sort value
NEAR_TIME = timedelta(days=30)  # what comes later stands behind all that comes before
_ONE_DAY = timedelta(days=1)
Shown = tuple[ExecutableOption, ...]
"""Loader options for visits: what of them is shown."""


def for_lines() -> Shown:
    """The loader options for lines of tables and marks on maps, without offers: one statement."""
    return (
        contains_eager(Visit.village).joinedload(Village.district),
        second_village(),
        contains_eager(Visit.venue),
        joinedload(Visit.office),
    )


def for_lists() -> Shown:
    """The loader options for visit cards: two statements for any number of them."""
    return (*for_lines(), *all_teams(), joinedload(Visit.replaced_by), selectinload(Visit.offers))


def for_programs() -> Shown:
    """The loader options for public answers of the API: three statements."""
    return (
        *for_lines(),
        joinedload(Visit.replaced_by),
        selectinload(Visit.offers),
        selectinload(Visit.booths).joinedload(Booth.agency),
    )


def for_own_programs() -> Shown:
    """The loader options for answers of the API to the visits' own office: six statements."""
    crew = selectinload(Visit.crew).joinedload(VisitOfficer.account)
    return (*for_programs(), *all_teams(), crew, selectinload(Visit.warnings), selectinload(Visit.marks))


@dataclass(frozen=True)
class Search:
    """The filters of a search. Empty ones match all visits."""

    since: datetime | None = None  # visits that close after this moment
    until: datetime | None = None  # and open before this one
    now: datetime | None = None  # when one asks: from then on nothing that has ended, and services only where still had
    open_only: bool = False  # with ``now``: only visits that still take people
    villages: frozenset[str] = field(default_factory=frozenset)
    districts: frozenset[str] = field(default_factory=frozenset)
    nothing: bool = False  # what was typed was not understood: no visit matches
    text: str = ""  # in the title or the venue's name; an alternative to villages and districts
    left_too: bool = False  # also visits that were announced in these villages or districts, and are elsewhere now
    district: str = ""  # a district's code: only there, in addition to the filters above
    service: str = ""  # a service's code
    office: Office | None = None
    states: tuple[VisitState, ...] = PUBLIC
    levels: tuple[VisitLevel, ...] = ()
    team_id: int | None = None
    venue_id: int | None = None
    near: tuple[float, float] | None = None  # latitude, longitude in degrees: the nearest first, see ``order_of``
    soon_until: datetime | None = None  # such a search: what opens from then on stands behind
    newest_first: bool = False
    marked: bool = False  # only those with an open mark


def matching(search: Search) -> Select[Any]:
    """Return the statement for the visits of a search, joined with village and venue."""
    wanted = select(Visit).join(Village, Village.code == Visit.village_code).join(Venue, Venue.id == Visit.venue_id)
    wanted = wanted.where(Visit.state.in_(search.states))
    if search.since:
        # A visit opens and closes on one day, so that the index on opening times can be used.
        wanted = wanted.where(Visit.closes_at > search.since, Visit.opens_at > search.since - _ONE_DAY)
    if search.until:
        wanted = wanted.where(Visit.opens_at < search.until)
    wanted = wanted.where(*_row_conditions(search))
    if search.district:
        here = serving(villages_in([search.district]))
        wanted = wanted.where(here | has_left(villages_in([search.district])) if search.left_too else here)
    wanted = wanted.where(*_still(search))
    if places := _place_conditions(search):
        wanted = wanted.where(or_(*places))
    return wanted


def _still(search: Search) -> Iterator[ColumnElement[bool]]:
    """The conditions on what visits still serve. A search that begins in the past asks for what is over, too."""
    now = search.now
    if now and (search.since is None or search.since >= now):
        yield ~has_ended(now)
    if now and search.open_only:
        yield takes_people(now)
    if search.service:
        still = (or_(Visit.state.not_in(ANNOUNCED), has_ended(now), takes_people(now) & is_open()),) if now else ()
        yield offers([search.service], *still)


def _row_conditions(search: Search) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on columns of the visit itself, and on its marks."""
    if search.levels:
        yield Visit.level.in_(search.levels)
    if search.office:
        yield Visit.office_id == search.office.id
    if search.team_id:
        yield with_team([search.team_id])
    if search.venue_id:
        yield Visit.venue_id == search.venue_id
    if search.marked:
        yield Visit.state.in_((VisitState.DRAFT, *ANNOUNCED)) & Visit.marks.any()


def _place_conditions(search: Search) -> list[ColumnElement[bool]]:
    """The conditions of which a visit has to meet one, if the search has any: villages, districts, text."""
    if search.nothing:
        return [false()]
    ways: list[ColumnElement[bool]] = []
    if search.villages:
        ways.append(serving(search.villages))
    if search.districts:
        ways.append(serving(villages_in(search.districts)))
    if search.left_too and search.villages:
        ways.append(has_left(search.villages))
    if search.left_too and search.districts:
        ways.append(has_left(villages_in(search.districts)))
    if search.text:
        ways.append(Visit.title.icontains(search.text, autoescape=True))
        ways.append(Venue.name.icontains(search.text, autoescape=True))
    return ways


def has_left(villages: Collection[str] | Select[str]) -> ColumnElement[bool]:
    """The condition that a visit was announced in one of these villages, and has left it."""
    return left_list(ListKind.VILLAGE, villages)


def left_list(kind: ListKind, keys: Collection[str] | Select[str]) -> ColumnElement[bool]:
    """The condition that a visit was once on one of these lists. It is asked of each visit that is found otherwise."""
    left = exists().where(FeedDeparture.visit_id == Visit.id, FeedDeparture.kind == kind, FeedDeparture.key.in_(keys))
    return left.correlate(Visit)


def order_of(search: Search) -> list[SQLColumnExpression[Any]]:
    """The order: soonest, newest or by distance, then by id, so that it is unique for paging.

    By distance: those of the next 30 days first, since the nearest one in half a year helps nobody now, then the later
    ones, last those that take nobody any more; of each the nearest first.
    """
    if search.near:
        latitude, longitude = search.near
        # Near enough for the order of the distances that cards show: on a few degrees the earth is flat.
        east = (Venue.longitude - longitude) * longitude_scale(latitude)
        north = Venue.latitude - latitude
        return [_rank(search) * _FARTHER + (north * north + east * east), Visit.opens_at, Visit.id]
    if search.newest_first:
        return [Visit.opens_at.desc(), Visit.id.desc()]
    return [Visit.opens_at, Visit.id]


def soon_until(now: datetime, zone: str) -> datetime:
    """Return where the near time of a search by distance ends: with a day, so that it stays while one pages."""
    today = local_day(now, zone)
    return day_bounds(today, today + NEAR_TIME, zone)[1]


def _rank(search: Search) -> ColumnElement[Any]:
    """0 for visits in the near time, 1 for later ones, 2 for those that take nobody any more."""
    ranks: list[tuple[ColumnElement[bool], int]] = [(~takes_people(search.now), 2)] if search.now else []
    if search.soon_until:
        ranks.append((Visit.opens_at >= search.soon_until, 1))
    return case(*ranks, else_=0) if ranks else literal(0)


def visits_page(search: Search, number: int = 1, size: int = _PAGE_SIZE, *, past: bool = False) -> Page[Visit]:
    """One page of the visits of a search, for cards. Three statements.

    past    the search goes back any number of years, so that not all it finds are counted
    """
    wanted = matching(search)
    rows = wanted.order_by(*order_of(search)).limit(size).offset((number - 1) * size).options(*for_lists())
    items = session().scalars(rows).unique().all()
    if past:
        return Page.counted_up_to(items, matching(search).with_only_columns(Visit.id), number, size)
    return Page(items, visits_total(search), number, size)


def visits_total(search: Search) -> int:
    """The number of visits of a search. One statement."""
    return count_of(matching(search).with_only_columns(Visit.id))


def shut_total(search: Search) -> int:
    """The number of coming visits that offer the service of a search but serve it no more. One statement."""
    if search.now is None or not search.service:
        return 0
    planned = matching(replace(search, service="", states=ANNOUNCED)).where(~has_ended(search.now))
    served = offers([search.service], takes_people(search.now), is_open())
    shut = planned.where(offers([search.service]), ~served)
    return count_of(shut.with_only_columns(Visit.id))


def visits_after(search: Search, after: tuple[datetime, int] | None, size: int, show: Shown) -> Sequence[Visit]:
    """The next visits of a search after a position (opening time and id), soonest first."""
    wanted = matching(search)
    if after:
        opens_at, row = after
        wanted = wanted.where(or_(Visit.opens_at > opens_at, (Visit.opens_at == opens_at) & (Visit.id > row)))
    rows = wanted.order_by(Visit.opens_at, Visit.id).limit(size).options(*show)
    return session().scalars(rows).unique().all()


def nearby_after(
    search: Search, after: tuple[float, datetime, int] | None, size: int, show: Shown
) -> Sequence[tuple[float, Visit]]:
    """The next visits of a search after a position (sort value, opening time, id), nearest first, with sort values.

    The sort value is a squared distance in degrees of latitude, behind a rank, see ``order_of``.
    """
    away = order_of(search)[0]
    wanted = matching(search).add_columns(away)
    if after:
        far, opens_at, row = after
        later = or_(Visit.opens_at > opens_at, (Visit.opens_at == opens_at) & (Visit.id > row))
        wanted = wanted.where(or_(away > far, (away == far) & later))
    rows = wanted.order_by(*order_of(search)).limit(size).options(*show)
    return [(away, visit) for visit, away in session().execute(rows)]


def open_to_all(now: datetime, since: datetime | None = None, until: datetime | None = None) -> Search:
    """Return the search for visits that still take all residents. ``since``: from another moment on than now."""
    return Search(since=since or now, until=until, now=now, open_only=True, states=ANNOUNCED, levels=FOR_EVERYONE)
