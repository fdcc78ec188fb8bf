"""Adding to the ledger. A batch is written as one set; each entry of it stands alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from botram.database import session, writing
from botram.refusals import Refusal
from botram.results.history import entry_facts
from botram.results.models import ResultEntry, ResultTotal, TakenEntry
from botram.results.queries import (
    chains_of,
    counted_chain,
    entries_with,
    kept_sums,
    known_codes,
    ledger_sums,
)
from botram.results.rules import (
    OPEN_FOR_ENTRIES,
    BadEntry,
    EntryPlan,
    TotalKey,
    check_chain,
    check_entry,
    parts_of,
)
from botram.services.models import Service
from botram.staff.models import Account
from botram.staff.rules import check_free_text
from botram.visits.actions import note
from botram.visits.models import Visit, VisitState
from botram.visits.receipts import Receipt, Stored
from botram.visits.rules import ReasonMissing, WrongState

TRIES = 3  # another process may store the same id at the same moment
SHORTEST_REASON = 3  # letters


def record_results(
    visit: Visit, plans: Sequence[EntryPlan], by: Account, *, device: str, now: datetime
) -> list[Receipt]:
    """Add entries to a visit's ledger; one receipt for each, in their order. An id is stored once, whatever arrives.

    Raises WrongState for a visit that takes no entries at all.
    """
    for attempt in range(TRIES):
        try:
            return record_batch(visit, plans, by, device=device, now=now)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def record_batch(
    visit: Visit, plans: Sequence[EntryPlan], by: Account, *, device: str, now: datetime
) -> list[Receipt]:
    """One try at a whole batch, in one transaction."""
    with writing(visit):
        if visit.state not in (*OPEN_FOR_ENTRIES, VisitState.VERIFIED):
            raise WrongState(_("Kunjungan ini tidak menerima catatan hasil."))
        batch = Batch(visit, by, device, now, plans)
        batch.sort_out()
        batch.write()
    return [batch.receipts[index] for index in range(len(plans))]


class Batch:
    """The entries of one request, sorted into stored, already stored, later and refused."""

    def __init__(
        self, visit: Visit, by: Account, device: str, now: datetime, plans: Sequence[EntryPlan]
    ) -> None:
        self.visit, self.by, self.device, self.now = visit, by, device, now
        self.plans = list(enumerate(plans))
        self.receipts: dict[int, Receipt] = {}
        self.rows: dict[str, dict[str, Any]] = {}
        self.totals: Counter[TotalKey] = Counter()
        named = {plan.id for plan in plans} | {plan.corrects for plan in plans if plan.corrects}
        self.stored = entries_with(named)
        self.chains = chains_of(entry.root for entry in self.stored.values() if entry.visit_id == visit.id)
        self.documents, self.requirements = known_codes()
        codes = {plan.service for plan in plans}
        self.services = set(session().scalars(select(Service.code).where(Service.code.in_(codes))))

    def sort_out(self) -> None:
        """Decide on each entry: originals first, then corrections, as long as another one finds what it corrects."""
        waiting = [(index, plan) for index, plan in self.plans if not self.known(index, plan)]
        progress = True
        while waiting and progress:
            still = [(index, plan) for index, plan in waiting if not self.decide(index, plan)]
            progress, waiting = len(still) < len(waiting), still
        for index, plan in waiting:
            self.receipts[index] = Receipt(plan.id, Stored.LATER, _("Catatan yang dikoreksi belum sampai."))

    def known(self, index: int, plan: EntryPlan) -> bool:
        """Answer for an id that is in the ledger already."""
        if (entry := self.stored.get(plan.id)) is None:
            return False
        self.receipts[index] = self.repeated(plan, same_content(self.visit.id, plan, as_columns(entry)))
        return True

    def repeated(self, plan: EntryPlan, same: bool) -> Receipt:
        """The receipt for an id that was sent before."""
        if same:
            return Receipt(plan.id, Stored.ALREADY)
        return Receipt(plan.id, Stored.REFUSED, _("Nomor catatan ini sudah dipakai untuk isi yang lain."))

    def decide(self, index: int, plan: EntryPlan) -> bool:
        """Store or refuse an entry; False while what it corrects is not here."""
        if before := self.rows.get(plan.id):
            self.receipts[index] = self.repeated(plan, same_content(self.visit.id, plan, before))
            return True
        root = self.root_of(plan)
        if root is None:
            return False
        try:
            self.accept(plan, root)
            self.receipts[index] = Receipt(plan.id, Stored.STORED)
        except Refusal as refusal:
            self.receipts[index] = Receipt(plan.id, Stored.REFUSED, str(refusal))
        return True

    def root_of(self, plan: EntryPlan) -> str | None:
        """The first entry of the chain; None while it is not here. An original is its own."""
        if plan.corrects is None:
            return plan.id
        if row := self.rows.get(plan.corrects):
            return str(row["root"])
        entry = self.stored.get(plan.corrects)
        return entry.root if entry else None

    def accept(self, plan: EntryPlan, root: str) -> None:
        """Check an entry against the rules and its chain, and make it a row. Raises BadEntry."""
        check_entry(plan, self.documents, self.requirements)
        if plan.service not in self.services:
            raise BadEntry(_("Layanan tidak dikenal: %(codes)s.", codes=plan.service), field="service")
        parts = parts_of(plan.service, plan)
        if plan.corrects:
            self.check_correction(plan)
        chain = self.chains.setdefault(root, Counter())
        check_chain(chain, parts)
        chain.update(parts)
        self.rows[plan.id] = self.row(plan, root)
        if not self.rows[plan.id]["waits"]:
            self.totals.update(parts)

    def check_correction(self, plan: EntryPlan) -> None:
        """Raise BadEntry unless the corrected entry is of the same visit and service."""
        row = self.rows.get(plan.corrects or "") or as_columns(self.stored[plan.corrects or ""])
        if row["visit_id"] != self.visit.id or row["service_code"] != plan.service:
            raise BadEntry(_("Koreksi harus untuk kunjungan dan layanan yang sama."), field="corrects")

    def row(self, plan: EntryPlan, root: str) -> dict[str, Any]:
        """The columns of a new entry."""
        visit = self.visit
        return {
            "id": plan.id,
            "visit_id": visit.id,
            "service_code": plan.service,
            "outcome": plan.outcome,
            "requests": plan.requests,
            "issued": dict(plan.issued),
            "missing": dict(plan.missing),
            "note": plan.note,
            "recorded_by": self.by.id,
            "recorded_at": plan.recorded_at,
            "received_at": self.now,
            "device": self.device,
            "corrects": plan.corrects,
            "root": root,
            "late": visit.closed_at is not None and self.now > visit.closed_at,
            "early": visit.opened_at is None or plan.recorded_at < visit.opened_at,
            "waits": visit.state is VisitState.VERIFIED,
        }

    def write(self) -> None:
        """Insert the rows and add them to the totals, two statements for the whole batch."""
        if self.rows:
            session().execute(insert(ResultEntry), list(self.rows.values()))
        add_to_totals(self.visit.id, self.totals)


def as_columns(entry: ResultEntry) -> dict[str, Any]:
    """A stored entry as the columns it was made of."""
    return {column.key: getattr(entry, column.key) for column in entry.__mapper__.column_attrs}


def same_content(visit_id: int, plan: EntryPlan, row: Mapping[str, Any]) -> bool:
    """Whether what was sent again is what is stored."""
    sent = (
        visit_id,
        plan.service,
        plan.outcome,
        plan.requests,
        dict(plan.issued),
        dict(plan.missing),
        plan.note,
    )
    names = ("visit_id", "service_code", "outcome", "requests", "issued", "missing", "note")
    kept = tuple(row[name] for name in names)
    return sent == kept and (plan.recorded_at, plan.corrects) == (row["recorded_at"], row["corrects"])


def add_to_totals(visit_id: int, parts: Mapping[TotalKey, int]) -> None:
    """Add to the kept sums. Inside the transaction that adds the entries, which has locked the visit's row."""
    kept = select(ResultTotal).where(ResultTotal.visit_id == visit_id)
    have = {(total.service_code, total.kind, total.code): total for total in session().scalars(kept)}
    for key, count in parts.items():
        if key in have:
            have[key].count += count
        elif count:
            service, kind, code = key
            session().add(
                ResultTotal(visit_id=visit_id, service_code=service, kind=kind, code=code, count=count)
            )
    session().flush()


def take_entry(entry: ResultEntry, visit: Visit, by: Account, *, reason: str, now: datetime) -> None:
    """Let an entry count that came after verification. Raises WrongState, ReasonMissing or IdentityNumber."""
    if len(cleaned := check_free_text(reason, "reason")) < SHORTEST_REASON:
        raise ReasonMissing(_("Tulis alasannya; kantor ini membacanya di riwayat kunjungan."), field="reason")
    with writing(visit) as current:
        if not entry.waits or current.get(TakenEntry, entry.id) is not None:
            raise WrongState(_("Catatan ini sudah dihitung."))
        parts, counted = parts_of(entry.service_code, entry), counted_chain(entry)
        if any(counted[key] + count < 0 for key, count in parts.items()):
            raise WrongState(_("Catatan ini mengoreksi catatan yang belum dihitung. Hitung yang itu dahulu."))
        current.add(TakenEntry(entry_id=entry.id, account_id=by.id, at=now, reason=cleaned))
        add_to_totals(visit.id, parts)
        note("take_entry", visit, by, now, before={}, after=entry_facts(entry), reason=cleaned)


def check_totals() -> list[tuple[int, str, str, str, int, int]]:
    """Where kept sums differ from the ledger: visit, service, kind, code, kept, and what the ledger gives."""
    ledger, kept = ledger_sums(), kept_sums()
    return [
        (*key[:2], key[2].value, key[3], kept[key], ledger[key])
        for key in sorted(set(ledger) | set(kept))
        if kept[key] != ledger[key]
    ]


def rebuild_totals() -> int:
    """Write the kept sums anew from the ledger; returns how many were wrong."""
    with writing():
        wrong = check_totals()
        for visit_id, service, kind, code, _kept, count in wrong:
            session().merge(
                ResultTotal(visit_id=visit_id, service_code=service, kind=kind, code=code, count=count)
            )
    return len(wrong)
