"""Sums over an office's visits, and the visits behind a sum. The number of statements never depends on the rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, select
from sqlalchemy.orm import contains_eager, joinedload

from botram.database import session
from botram.places.models import Village
from botram.reports.measures import FATES, KINDS, Measure, ReportScope
from botram.reports.periods import Month, Period
from botram.results.models import ResultTotal, TotalKind
from botram.visits.models import PUBLIC, Offer, Visit, VisitState

_PAGE_SIZE = 50


@dataclass(frozen=True)
class Share:
    """A visit, and how much of a sum comes from it."""

    visit: Visit
    count: int


@dataclass(frozen=True)
class Shares:
    """One page of the visits behind a sum, and the whole sum."""

    items: Sequence[Share]
    visits: int
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.visits // _PAGE_SIZE))


def _within(scope: ReportScope) -> list[ColumnElement[bool]]:
    """The conditions that a visit is in the scope, but for the service."""
    start, end = scope.period.bounds(scope.office.time_zone)
    conditions = [Visit.office_id == scope.office.id, Visit.opens_at >= start, Visit.opens_at < end]
    conditions.append(Visit.state == VisitState.VERIFIED if scope.verified else Visit.state.in_(PUBLIC))
    if scope.district:
        there = select(Village.code).where(Village.district_code == scope.district)
        conditions.append(Visit.village_code.in_(there))
    return conditions


def _offering(scope: ReportScope) -> list[ColumnElement[bool]]:
    """The condition that a visit offers the scope's service, if it names one."""
    if not scope.service:
        return []
    return [Visit.id.in_(select(Offer.visit_id).where(Offer.service_code == scope.service))]


def _summing(scope: ReportScope) -> list[ColumnElement[bool]]:
    """The condition that a total is of the scope's service, if it names one."""
    return [ResultTotal.service_code == scope.service] if scope.service else []


def _turn_of(scope: ReportScope) -> ColumnElement[int]:
    """Which month of the period a visit opens in, counted from 0. Every database can compare moments."""
    months = scope.period.months
    ends = [Period(month, month).bounds(scope.office.time_zone)[1] for month in months[:-1]]
    last = literal(len(ends))
    return (
        case(*((Visit.opens_at < end, turn) for turn, end in enumerate(ends)), else_=last) if ends else last
    )


def visit_counts(scope: ReportScope) -> Counter[tuple[Month, str, VisitState, bool]]:
    """How many visits of which month and district are in which state, and have moved or not. One statement."""
    moved = case((Visit.was_opens_at.is_not(None), 1), else_=0)
    keys = (_turn_of(scope), Village.district_code, Visit.state, moved)
    found = select(*_named(keys)).join(Village, Village.code == Visit.village_code)
    rows = found.where(*_within(scope), *_offering(scope)).subquery()
    grouped = session().execute(_grouped_by(list(rows.c), func.count()))
    months = scope.period.months
    return Counter(
        {(months[turn], district, state, moved == 1): n for turn, district, state, moved, n in grouped}
    )


def result_counts(scope: ReportScope) -> Counter[tuple[Month, TotalKind, str, str]]:
    """The sums of totals by month, kind, service and code. One statement."""
    keys = (_turn_of(scope), ResultTotal.kind, ResultTotal.service_code, ResultTotal.code)
    found = select(*_named(keys), ResultTotal.count).join(Visit, Visit.id == ResultTotal.visit_id)
    rows = found.where(*_within(scope), *_summing(scope)).subquery()
    grouped = session().execute(_grouped_by(list(rows.c)[:-1], func.sum(rows.c["count"])))
    months = scope.period.months
    return Counter({(months[turn], kind, service, code): n for turn, kind, service, code, n in grouped})


def _grouped_by(keys: list[Any], figure: ColumnElement[int]) -> Select[Any]:
    """The statement for a figure by its keys."""
    columns: list[Any] = [*keys, figure]
    return select(*columns).group_by(*keys)


def _named(columns: tuple[Any, ...]) -> list[Any]:
    """Columns with names of their own: PostgreSQL groups by a name, not by an expression with bounds in it."""
    return [column.label(f"part_{number}") for number, column in enumerate(columns)]


def district_counts(scope: ReportScope) -> Counter[tuple[str, TotalKind]]:
    """The sums of totals by district and kind. One statement."""
    keys = (Village.district_code, ResultTotal.kind)
    grouped = (
        select(*keys, func.sum(ResultTotal.count))
        .join(Visit, Visit.id == ResultTotal.visit_id)
        .join(Village, Village.code == Visit.village_code)
        .where(*_within(scope), *_summing(scope))
        .group_by(*keys)
    )
    return Counter({(district, kind): count for district, kind, count in session().execute(grouped)})


def visit_sums(scope: ReportScope) -> Counter[tuple[int, TotalKind]]:
    """The sums of totals by visit and kind. One statement."""
    keys = (ResultTotal.visit_id, ResultTotal.kind)
    grouped = select(*keys, func.sum(ResultTotal.count)).join(Visit, Visit.id == ResultTotal.visit_id)
    grouped = grouped.where(*_within(scope), *_summing(scope)).group_by(*keys)
    return Counter({(visit, kind): count for visit, kind, count in session().execute(grouped)})


def counted(scope: ReportScope, measure: Measure) -> Select[int, int]:
    """Visit and share, for each visit that a measure counts in a scope."""
    if kind := KINDS.get(measure.count):
        share = func.sum(ResultTotal.count)
        wanted = select(ResultTotal.visit_id, share.label("share"))
        wanted = wanted.join(Visit, Visit.id == ResultTotal.visit_id)
        wanted = wanted.where(*_within(scope), *_summing(scope), ResultTotal.kind == kind)
        if measure.codes:
            wanted = wanted.where(ResultTotal.code.in_(measure.codes))
        return wanted.group_by(ResultTotal.visit_id).having(share > 0)
    states, moved = FATES[measure.count]
    wanted = select(Visit.id.label("visit_id"), literal(1).label("share"))
    wanted = wanted.where(*_within(scope), *_offering(scope), Visit.state.in_(states))
    if moved is not None:
        wanted = wanted.where(Visit.was_opens_at.is_not(None) if moved else Visit.was_opens_at.is_(None))
    return wanted


def shares_page(scope: ReportScope, measure: Measure, number: int = 1) -> Shares:
    """One page of the visits that a measure counts, in order of time. Two statements."""
    behind = counted(scope, measure).subquery()
    sums = select(func.count(), func.coalesce(func.sum(behind.c.share), 0)).select_from(behind)
    visits, total = session().execute(sums).one()
    rows = _shares(behind).limit(_PAGE_SIZE).offset((number - 1) * _PAGE_SIZE)
    return Shares([Share(*row) for row in session().execute(rows)], visits, total, number)


def all_shares(scope: ReportScope, measure: Measure) -> Sequence[Share]:
    """All visits that a measure counts, in order of time. One statement."""
    behind = counted(scope, measure).subquery()
    return [Share(*row) for row in session().execute(_shares(behind))]


def _shares(behind: Subquery) -> Select[Visit, int]:
    """The visits of a subquery of shares, with what lists of them show."""
    wanted: Select[Visit, int] = select(Visit, behind.c.share).join(behind, behind.c.visit_id == Visit.id)
    wanted = wanted.join(Visit.village).options(
        contains_eager(Visit.village).joinedload(Village.district),
        joinedload(Visit.venue),
        joinedload(Visit.team),
        joinedload(Visit.office),
        joinedload(Visit.replaced_by),
    )
    return wanted.order_by(Visit.opens_at, Visit.id)
