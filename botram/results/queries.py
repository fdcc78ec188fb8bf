"""What the ledger holds."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, union
from sqlalchemy.orm import joinedload

from botram.database import session
from botram.results.batch import Ledger
from botram.results.chains import sum_of
from botram.results.models import EntryDecision, ResultEntry, ResultTotal, TotalKind
from botram.results.rules import EntryPlan, KnownCodes, TotalKey, parts_of
from botram.services.models import Document, Requirement, Service
from botram.staff.models import Account
from botram.visits.models import Visit

VisitSums = Counter[tuple[int, str, TotalKind, str]]
"""Sums by visit, service, kind and code."""


def _known_codes() -> KnownCodes:
    """What an entry may name. One statement."""
    kinds = (("services", Service.code), ("documents", Document.code), ("requirements", Requirement.code))
    codes: dict[str, set[str]] = {kind: set() for kind, _column in kinds}
    for kind, code in session().execute(union(*(select(literal(kind), column) for kind, column in kinds))):
        codes[kind].add(code)
    return KnownCodes(**{kind: frozenset(found) for kind, found in codes.items()})


def ledger_of(plans: Sequence[EntryPlan]) -> Ledger:
    """What has to be known to sort these entries. Three statements at most."""
    stored = entries_with({plan.id for plan in plans} | {plan.corrects for plan in plans if plan.corrects})
    return Ledger(stored, _chains_of(entry.root for entry in stored.values()), _known_codes())


def entries_with(ids: Iterable[str]) -> dict[str, ResultEntry]:
    """The stored entries among these ids."""
    wanted = sorted(set(ids))
    found = session().scalars(select(ResultEntry).where(ResultEntry.id.in_(wanted))) if wanted else ()
    return {entry.id: entry for entry in found}


def _chains_of(roots: Iterable[str]) -> dict[str, Counter[TotalKey]]:
    """What each chain of entries adds up to, by its first entry."""
    return {root: sum_of(entries) for root, entries in entries_of_chains(roots).items()}


def entries_of_chains(roots: Iterable[str]) -> dict[str, list[ResultEntry]]:
    """The entries of each chain in the order of arrival, by its first one. What the head has declined is no part of it.

    What waits for the head is: it may not be taken back twice. One statement.
    """
    wanted = sorted(set(roots))
    found: dict[str, list[ResultEntry]] = {root: [] for root in wanted}
    if wanted:
        rows = select(ResultEntry).where(ResultEntry.root.in_(wanted), ~decided(counts=False))
        for entry in session().scalars(rows.order_by(ResultEntry.number)):
            found[entry.root].append(entry)
    return found


def decided(*, counts: bool | None = None) -> ColumnElement[bool]:
    """The condition that the head has decided on an entry, or has decided so."""
    about = exists().where(EntryDecision.entry_id == ResultEntry.id)
    return about if counts is None else about.where(EntryDecision.counts.is_(counts))


def undecided() -> ColumnElement[bool]:
    """The condition that an entry waits for the head."""
    return and_(ResultEntry.waits, ~decided())


def counted() -> ColumnElement[bool]:
    """The condition that an entry counts: it came before verification, or the head has let it count."""
    return or_(ResultEntry.waits.is_(False), decided(counts=True))


def waiting_in(visit: Visit, root: str) -> Sequence[ResultEntry]:
    """The entries of a chain that wait for the head, in the order of arrival."""
    wanted = select(ResultEntry).where(ResultEntry.visit_id == visit.id, ResultEntry.root == root)
    return session().scalars(wanted.where(undecided()).order_by(ResultEntry.number)).all()


def last_number(visit: Visit) -> int:
    """The number of the entry that arrived last; 0 when there is none."""
    return session().scalar(select(func.max(ResultEntry.number)).where(ResultEntry.visit_id == visit.id)) or 0


def last_of(visit: Visit, by: Account) -> ResultEntry | None:
    """The entry of a visit that somebody recorded last."""
    mine = select(ResultEntry).where(ResultEntry.visit_id == visit.id, ResultEntry.recorded_by == by.id)
    return session().scalar(mine.order_by(ResultEntry.number.desc()).limit(1))


def entries_after(visit: Visit, number: int | None, size: int) -> Sequence[ResultEntry]:
    """A visit's next entries behind a number, in the order of arrival, with who recorded them."""
    wanted = select(ResultEntry).where(ResultEntry.visit_id == visit.id, ResultEntry.number > (number or 0))
    rows = wanted.order_by(ResultEntry.number).limit(size).options(joinedload(ResultEntry.officer))
    return session().scalars(rows).all()


@dataclass(frozen=True)
class VisitTotals:
    """The sums of one visit."""

    requests: Counter[tuple[str, str]]  # (service, outcome)
    issued: Counter[tuple[str, str]]  # (service, document)
    missing: Counter[tuple[str, str]]  # (service, requirement)

    def of_service(self, code: str) -> int:
        """Requests of one service, whatever became of them."""
        return sum(count for (service, _outcome), count in self.requests.items() if service == code)

    @property
    def all_requests(self) -> int:
        """Requests of all services."""
        return sum(self.requests.values())


def totals_of(visit: Visit) -> VisitTotals:
    """The sums of a visit. One statement."""
    return totals_among([visit])[visit.id]


def totals_among(visits: Sequence[Visit]) -> dict[int, VisitTotals]:
    """The sums of several visits, by row number. One statement."""
    found = {visit.id: {kind: Counter[tuple[str, str]]() for kind in TotalKind} for visit in visits}
    for row in session().scalars(select(ResultTotal).where(ResultTotal.visit_id.in_(found))):
        found[row.visit_id][row.kind][(row.service_code, row.code)] = row.count
    return {
        visit: VisitTotals(sums[TotalKind.REQUESTS], sums[TotalKind.ISSUED], sums[TotalKind.MISSING])
        for visit, sums in found.items()
    }


def ledger_sums(visit_id: int | None = None) -> VisitSums:
    """The totals worked out afresh from the counted entries: what the kept ones must equal."""
    wanted = select(ResultEntry).where(counted())
    if visit_id is not None:
        wanted = wanted.where(ResultEntry.visit_id == visit_id)
    sums: VisitSums = Counter()
    for entry in session().scalars(wanted.execution_options(yield_per=1000)):
        for key, count in parts_of(entry.service_code, entry).items():
            sums[(entry.visit_id, *key)] += count
    return sums


def kept_sums(visit_id: int | None = None) -> VisitSums:
    """The totals as they are kept."""
    wanted = select(ResultTotal)
    if visit_id is not None:
        wanted = wanted.where(ResultTotal.visit_id == visit_id)
    rows = session().scalars(wanted)
    return Counter({(row.visit_id, row.service_code, row.kind, row.code): row.count for row in rows})
