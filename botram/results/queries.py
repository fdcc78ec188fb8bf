"""Reading the ledger and its totals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, union
from sqlalchemy.orm import joinedload

from botram.database import session
from botram.results.batch import Ledger
from botram.results.chains import sum_of
from botram.results.models import EntryDecision, ResultEntry, ResultTotal, TotalKind
from botram.results.rules import EntryPlan, KnownCodes, contribution_of
from botram.services.models import Document, Requirement, Service
from botram.staff.models import Account
from botram.visits.models import Visit

VisitSums = Counter[tuple[int, str, TotalKind, str]]
"""Sums by visit, service, kind and code."""


def _known_codes() -> KnownCodes:
    """The codes of all services, documents and requirements. One statement."""
    kinds = (("services", Service.code), ("documents", Document.code), ("requirements", Requirement.code))
    codes: dict[str, set[str]] = {kind: set() for kind, _column in kinds}
    for kind, code in session().execute(union(*(select(literal(kind), column) for kind, column in kinds))):
        codes[kind].add(code)
    return KnownCodes(**{kind: frozenset(found) for kind, found in codes.items()})


def ledger_of(plans: Sequence[EntryPlan]) -> Ledger:
    """Read the rows that the decisions on these entries need. At most three statements."""
    stored = entries_with_ids({plan.id for plan in plans} | {plan.corrects for plan in plans if plan.corrects})
    chains = entries_of_chains(entry.root for entry in stored.values())
    return Ledger(stored, {root: sum_of(entries) for root, entries in chains.items()}, _known_codes())


def entries_with_ids(ids: Iterable[str]) -> dict[str, ResultEntry]:
    """The stored entries with these ids, by id."""
    wanted = sorted(set(ids))
    found = session().scalars(select(ResultEntry).where(ResultEntry.id.in_(wanted))) if wanted else ()
    return {entry.id: entry for entry in found}


def entries_of_chains(roots: Iterable[str]) -> dict[str, list[ResultEntry]]:
    """The entries of each chain in the order of arrival, by the id of its first one. One statement.

    Entries that the head has declined are left out. Waiting ones are not: they must not be subtracted twice.
    """
    wanted = sorted(set(roots))
    found: dict[str, list[ResultEntry]] = {root: [] for root in wanted}
    if wanted:
        rows = select(ResultEntry).where(ResultEntry.root.in_(wanted), ~decided(counts=False))
        for entry in session().scalars(rows.order_by(ResultEntry.number)):
            found[entry.root].append(entry)
    return found


def decided(*, counts: bool | None = None) -> ColumnElement[bool]:
    """The condition that there is a decision on an entry; ``counts``: that one."""
    about = exists().where(EntryDecision.entry_id == ResultEntry.id)
    return about if counts is None else about.where(EntryDecision.counts.is_(counts))


def undecided() -> ColumnElement[bool]:
    """The condition that an entry waits for a decision of the head."""
    return and_(ResultEntry.waits, ~decided())


def waiting_in(visit: Visit, root: str) -> Sequence[ResultEntry]:
    """The entries of a chain that wait for a decision, in the order of arrival."""
    wanted = select(ResultEntry).where(ResultEntry.visit_id == visit.id, ResultEntry.root == root)
    return session().scalars(wanted.where(undecided()).order_by(ResultEntry.number)).all()


def last_entry_number(visit: Visit) -> int:
    """The number of a visit's last entry by arrival; 0 without any."""
    return session().scalar(select(func.max(ResultEntry.number)).where(ResultEntry.visit_id == visit.id)) or 0


def last_entry_by(visit: Visit, by: Account) -> ResultEntry | None:
    """The last entry by arrival that an account recorded at a visit; None without any."""
    mine = select(ResultEntry).where(ResultEntry.visit_id == visit.id, ResultEntry.recorded_by == by.id)
    return session().scalar(mine.order_by(ResultEntry.number.desc()).limit(1))


def entries_after(visit: Visit, number: int | None, size: int) -> Sequence[ResultEntry]:
    """A visit's next entries after a number, in the order of arrival, with their officers."""
    wanted = select(ResultEntry).where(ResultEntry.visit_id == visit.id, ResultEntry.number > (number or 0))
    rows = wanted.order_by(ResultEntry.number).limit(size).options(joinedload(ResultEntry.officer))
    return session().scalars(rows).all()


@dataclass(frozen=True)
class VisitTotals:
    """The totals of one visit."""

    requests: Counter[tuple[str, str]]  # (service, outcome)
    issued: Counter[tuple[str, str]]  # (service, document)
    missing: Counter[tuple[str, str]]  # (service, requirement)

    def of_service(self, code: str) -> int:
        """The number of requests of one service, with any outcome."""
        return sum(count for (service, _outcome), count in self.requests.items() if service == code)

    @property
    def all_requests(self) -> int:
        """The number of requests of all services."""
        return sum(self.requests.values())


def totals_of(visit: Visit) -> VisitTotals:
    """The totals of a visit. One statement."""
    return totals_among([visit])[visit.id]


def totals_among(visits: Sequence[Visit]) -> dict[int, VisitTotals]:
    """The totals of several visits, by id. One statement."""
    found = {visit.id: {kind: Counter[tuple[str, str]]() for kind in TotalKind} for visit in visits}
    for row in session().scalars(select(ResultTotal).where(ResultTotal.visit_id.in_(found))):
        found[row.visit_id][row.kind][(row.service_code, row.code)] = row.count
    return {
        visit: VisitTotals(sums[TotalKind.REQUESTS], sums[TotalKind.ISSUED], sums[TotalKind.MISSING])
        for visit, sums in found.items()
    }


def ledger_sums(visit_id: int | None = None) -> VisitSums:
    """Sums calculated from all entries that count, which the stored totals must equal."""
    wanted = select(ResultEntry).where(or_(ResultEntry.waits.is_(False), decided(counts=True)))
    if visit_id is not None:
        wanted = wanted.where(ResultEntry.visit_id == visit_id)
    sums: VisitSums = Counter()
    for entry in session().scalars(wanted.execution_options(yield_per=1000)):
        for key, count in contribution_of(entry.service_code, entry).items():
            sums[(entry.visit_id, *key)] += count
    return sums


def stored_sums(visit_id: int | None = None) -> VisitSums:
    """The stored totals."""
    wanted = select(ResultTotal)
    if visit_id is not None:
        wanted = wanted.where(ResultTotal.visit_id == visit_id)
    rows = session().scalars(wanted)
    return Counter({(row.visit_id, row.service_code, row.kind, row.code): row.count for row in rows})
