"""Reading sums over an office's visits, and the visits behind a sum. The number of statements is constant."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from botram.database import Page, session
from botram.places.models import Village
from botram.reports.measures import KINDS, VISIT_STATES, Measure, ReportScope
from botram.reports.periods import Month, Period
from botram.results.models import ResultTotal, TotalKind
from botram.visits.availability_queries import offers
from botram.visits.models import PUBLIC, Visit, VisitState
from botram.visits.participation.queries import all_teams, second_village

_PAGE_SIZE = 50


Share = tuple[Visit, int]
"""A visit, and its share of a sum."""


def _in_scope(scope: ReportScope) -> list[ColumnElement[bool]]:
    """The conditions that a visit is in a scope, without the one on the service."""
    start, end = scope.period.bounds(scope.office.time_zone)
    conditions = [Visit.office_id == scope.office.id, Visit.opens_at >= start, Visit.opens_at < end]
    conditions.append(Visit.state == VisitState.VERIFIED if scope.verified else Visit.state.in_(PUBLIC))
    if scope.district:
        there = select(Village.code).where(Village.district_code == scope.district)
        conditions.append(Visit.village_code.in_(there))
    return conditions


def _offering(scope: ReportScope) -> list[ColumnElement[bool]]:
    """The condition that a visit offers the service of a scope, if there is one."""
    if not scope.service:
        return []
    return [offers([scope.service])]


def _summing(scope: ReportScope) -> list[ColumnElement[bool]]:
    """The condition that a total is of the service of a scope, if there is one."""
    return [ResultTotal.service_code == scope.service] if scope.service else []


def _month_index(scope: ReportScope) -> ColumnElement[int]:
    """A column with the index of the month that a visit opens in, from 0. Compares moments, as both databases can."""
    months = scope.period.months
    ends = [Period(month, month).bounds(scope.office.time_zone)[1] for month in months[:-1]]
    last = literal(len(ends))
    index = case(*((Visit.opens_at < end, index) for index, end in enumerate(ends)), else_=last) if ends else last
    return index.label("month")


def visit_counts(scope: ReportScope) -> Counter[tuple[Month, str, VisitState, bool]]:
    """The numbers of visits by month, district, state, and whether they were moved. One statement."""
    moved = case((Visit.was_opens_at.is_not(None), 1), else_=0).label("moved")
    wanted = select(_month_index(scope), Village.district_code, Visit.state, moved, literal(1).label("visits"))
    found = wanted.join(Village, Village.code == Visit.village_code).where(*_in_scope(scope), *_offering(scope))
    return Counter({(month, place, state, moved == 1): n for month, place, state, moved, n in _by_month(scope, found)})


def result_counts(scope: ReportScope) -> Counter[tuple[Month, TotalKind, str, str]]:
    """The sums of totals by month, kind, service and code. One statement."""
    keys = (_month_index(scope), ResultTotal.kind, ResultTotal.service_code, ResultTotal.code)
    found = select(*keys, ResultTotal.count).join(Visit, Visit.id == ResultTotal.visit_id)
    rows = _by_month(scope, found.where(*_in_scope(scope), *_summing(scope)))
    return Counter({(month, kind, service, code): n for month, kind, service, code, n in rows})


def _by_month(scope: ReportScope, found: Select[*tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The sums of the last column by all before it, the first of which is the index of a month.

    The grouping is a statement around: PostgreSQL cannot group by an expression with bound parameters.
    """
    *keys, figure = found.subquery().c
    months = scope.period.months
    for index, *others, total in session().execute(select(*keys, func.sum(figure)).group_by(*keys)):
        yield (months[index], *others, total)


def district_counts(scope: ReportScope) -> Counter[tuple[str, TotalKind]]:
    """The sums of totals by district and kind. One statement."""
    grouped = _totals(scope, Village.district_code).join(Village, Village.code == Visit.village_code)
    return Counter({(district, kind): count for district, kind, count in session().execute(grouped)})


def visit_sums(scope: ReportScope) -> Counter[tuple[int, TotalKind]]:
    """The sums of totals by visit and kind. One statement."""
    grouped = session().execute(_totals(scope, ResultTotal.visit_id))
    return Counter({(visit, kind): count for visit, kind, count in grouped})


def _totals(scope: ReportScope, key: InstrumentedAttribute[Any]) -> Select[Any, TotalKind, int]:
    """The statement for the sums of totals by a key and kind."""
    found = select(key, ResultTotal.kind, func.sum(ResultTotal.count)).join(Visit, Visit.id == ResultTotal.visit_id)
    return found.where(*_in_scope(scope), *_summing(scope)).group_by(key, ResultTotal.kind)


def _visits_counted(scope: ReportScope, measure: Measure) -> Select[int, int]:
    """The statement for id and share of each visit that a measure counts in a scope."""
    if kind := KINDS.get(measure.count):
        share = func.sum(ResultTotal.count)
        wanted = select(ResultTotal.visit_id, share.label("share"))
        wanted = wanted.join(Visit, Visit.id == ResultTotal.visit_id)
        wanted = wanted.where(*_in_scope(scope), *_summing(scope), ResultTotal.kind == kind)
        if measure.codes:
            wanted = wanted.where(ResultTotal.code.in_(measure.codes))
        return wanted.group_by(ResultTotal.visit_id).having(share > 0)
    states, moved = VISIT_STATES[measure.count]
    wanted = select(Visit.id.label("visit_id"), literal(1).label("share"))
    wanted = wanted.where(*_in_scope(scope), *_offering(scope), Visit.state.in_(states))
    if moved is not None:
        wanted = wanted.where(Visit.was_opens_at.is_not(None) if moved else Visit.was_opens_at.is_(None))
    return wanted


def shares_page(scope: ReportScope, measure: Measure, number: int = 1) -> tuple[Page[Share], int]:
    """One page of the visits that a measure counts, by opening time, and the sum over all pages. Two statements."""
    counted = _visits_counted(scope, measure).subquery()
    sums = select(func.count(), func.coalesce(func.sum(counted.c.share), 0)).select_from(counted)
    visits, total = session().execute(sums).one()
    rows = _shares(counted).limit(_PAGE_SIZE).offset((number - 1) * _PAGE_SIZE)
    return Page([(visit, share) for visit, share in session().execute(rows)], visits, number, _PAGE_SIZE), total


def all_shares(scope: ReportScope, measure: Measure) -> Sequence[Share]:
    """All visits that a measure counts, by opening time. One statement."""
    counted = _visits_counted(scope, measure).subquery()
    return [(visit, share) for visit, share in session().execute(_shares(counted))]


def _shares(counted: Subquery) -> Select[Visit, int]:
    """The statement for the visits of a subquery of shares, with the rows that lists show."""
    wanted: Select[Visit, int] = select(Visit, counted.c.share).join(counted, counted.c.visit_id == Visit.id)
    wanted = wanted.join(Visit.village).options(
        contains_eager(Visit.village).joinedload(Village.district),
        joinedload(Visit.venue),
        second_village(),
        *all_teams(),
        joinedload(Visit.office),
        joinedload(Visit.replaced_by),
    )
    return wanted.order_by(Visit.opens_at, Visit.id)
