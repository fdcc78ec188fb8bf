"""Reading what an office reviews: visits with sums, entries with their marks, and what waits for the head."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import joinedload

from botram.database import Page, seconds_between, session
from botram.refusals import NotFound
from botram.results.models import EntryDecision, ResultEntry, ResultTotal, TotalKind, WaitingEntry
from botram.results.queries import decided, undecided
from botram.staff.models import Office
from botram.visits.models import Visit, VisitState
from botram.visits.participation.queries import all_teams
from botram.visits.queries import for_line_views

_ENTRY_ID = re.compile("[0-9a-f-]{36}")  # any other text is no id, and needs no query
_PAGE_SIZE = 20
ENTRIES_SIZE = 50
_CLOCK_TOLERANCE = timedelta(minutes=10)  # of a phone's clock


@dataclass(frozen=True)
class Sums:
    """The sums of a visit."""

    requests: int
    issued: int
    late: int  # entries that arrived after it was closed


@dataclass(frozen=True)
class EntryLine:
    """An entry, and the decision on it if there is one."""

    entry: ResultEntry
    decision: EntryDecision | None
    clock_wrong: bool  # the time by the phone is not possible

    @property
    def waiting(self) -> bool:
        """Whether it waits for a decision of the head."""
        return self.entry.waits and self.decision is None


@dataclass(frozen=True)
class Marks:
    """The number of entries of a visit, and of those with each mark."""

    entries: int
    late: int
    early: int
    waiting: int
    declined: int
    clock_wrong: int
    last: int  # the number of the last one by arrival; 0 without any


def _summed(kind: TotalKind) -> ColumnElement[int]:
    """A column with the sum of a visit's totals of one kind."""
    total = select(func.coalesce(func.sum(ResultTotal.count), 0))
    return total.where(ResultTotal.visit_id == Visit.id, ResultTotal.kind == kind).scalar_subquery()


def visits_with_sums(
    office: Office, state: VisitState, number: int = 1, *, newest_first: bool = False
) -> Page[tuple[Visit, Sums]]:
    """One page of an office's visits in a state, by opening time, with their sums. Two statements."""
    mine = (Visit.office_id == office.id, Visit.state == state)
    late = select(func.count()).where(ResultEntry.visit_id == Visit.id, ResultEntry.late).scalar_subquery()
    wanted = select(Visit, _summed(TotalKind.REQUESTS), _summed(TotalKind.ISSUED), late).where(*mine)
    order = (Visit.opens_at.desc(), Visit.id.desc()) if newest_first else (Visit.opens_at.asc(), Visit.id.asc())
    wanted = wanted.order_by(*order).options(*for_line_views(), *all_teams())
    rows = wanted.limit(_PAGE_SIZE).offset((number - 1) * _PAGE_SIZE)
    found = [(visit, Sums(*sums)) for visit, *sums in session().execute(rows)]
    return Page.counted_up_to(found, select(Visit.id).where(*mine), number, _PAGE_SIZE)


def waiting_entries(office: Office, number: int = 1) -> Page[tuple[Visit, ResultEntry]]:
    """One page of the office's entries that wait for a decision, oldest first, with their visits. Two statements."""
    wanted = select(Visit, ResultEntry).select_from(WaitingEntry)  # few rows, so that it comes first
    wanted = wanted.join(ResultEntry, ResultEntry.id == WaitingEntry.entry_id)
    wanted = wanted.join(Visit, Visit.id == ResultEntry.visit_id)
    wanted = wanted.where(WaitingEntry.office_id == office.id).order_by(ResultEntry.number)
    named = (*all_teams(), joinedload(ResultEntry.officer))
    rows = wanted.options(*for_line_views(), *named).limit(_PAGE_SIZE).offset((number - 1) * _PAGE_SIZE)
    total = session().scalar(select(func.count()).where(WaitingEntry.office_id == office.id)) or 0
    return Page([(visit, entry) for visit, entry in session().execute(rows)], total, number, _PAGE_SIZE)


def waiting_count(office: Office) -> int:
    """The number of visits that wait for verification plus that of entries that wait for a decision. One statement."""
    visits = select(func.count()).where(Visit.office_id == office.id, Visit.state == VisitState.CLOSED)
    entries = select(func.count()).where(WaitingEntry.office_id == office.id)
    return session().scalar(select(visits.scalar_subquery() + entries.scalar_subquery())) or 0


def marks_of(visit: Visit) -> Marks:
    """Count the marks of a visit's entries. One statement."""
    columns = (
        func.count(),
        *(func.coalesce(func.sum(case((mark, 1), else_=0)), 0) for mark in _marks(visit)),
        func.coalesce(func.max(ResultEntry.number), 0),
    )
    return Marks(*session().execute(select(*columns).where(ResultEntry.visit_id == visit.id)).one())


def _marks(visit: Visit) -> tuple[ColumnElement[bool], ...]:
    """The conditions for the marks late, early, waiting, declined and clock_wrong."""
    late, early = ResultEntry.late.is_(True), ResultEntry.early.is_(True)
    return late, early, undecided(), decided(counts=False), _clock_wrong(visit)


def _clock_wrong(visit: Visit) -> ColumnElement[bool]:
    """The condition that the time by the phone is after the arrival, or before the visit was announced."""
    after = seconds_between(ResultEntry.received_at, ResultEntry.recorded_at) > _CLOCK_TOLERANCE.total_seconds()
    if visit.published_at is None:
        return after
    return or_(after, ResultEntry.recorded_at < visit.published_at - _CLOCK_TOLERANCE)


def entry_lines(visit: Visit, number: int = 1, *, newest_first: bool = False) -> Sequence[EntryLine]:
    """One page of a visit's entries in the order of arrival, with their officers. One statement."""
    order = ResultEntry.number.desc() if newest_first else ResultEntry.number.asc()
    rows = _entry_line_query(visit).order_by(order).limit(ENTRIES_SIZE).offset((number - 1) * ENTRIES_SIZE)
    return [EntryLine(*row) for row in session().execute(rows)]


def chain_lines(visit: Visit, root: str) -> Sequence[EntryLine]:
    """The entries of a chain in the order of arrival, the declined ones too. One statement."""
    rows = _entry_line_query(visit).where(ResultEntry.root == root).order_by(ResultEntry.number)
    return [EntryLine(*row) for row in session().execute(rows)]


def _entry_line_query(visit: Visit) -> Select[ResultEntry, EntryDecision | None, bool]:
    """The statement for a visit's entries with their decisions, officers and services."""
    wanted = select(ResultEntry, EntryDecision, _clock_wrong(visit)).where(ResultEntry.visit_id == visit.id)
    return wanted.outerjoin(EntryDecision, EntryDecision.entry_id == ResultEntry.id).options(
        joinedload(ResultEntry.officer), joinedload(EntryDecision.head)
    )


def entry_line(visit: Visit, entry_id: str) -> EntryLine:
    """The entry of a visit with this id. Raises NotFound, also for an entry of another visit."""
    wanted = _entry_line_query(visit).where(ResultEntry.id == entry_id)
    row = session().execute(wanted).one_or_none() if _ENTRY_ID.fullmatch(entry_id) else None
    if row is None:
        raise NotFound
    return EntryLine(*row)
