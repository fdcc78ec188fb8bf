"""Deciding on the entries of one request: stored, already stored, later or refused. Pure functions."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from botram.results.models import ResultEntry
from botram.results.rules import (
    BadEntry,
    EntryPlan,
    KnownCodes,
    TotalKey,
    check_entry,
    contribution_of,
    plan_of,
    takes_no_entries,
    takes_too_much,
)
from botram.visits.field.receipts import Receipt, Stored
from botram.visits.models import Visit


@dataclass(frozen=True)
class Ledger:
    """The rows of the ledger that the decisions on a batch need."""

    stored: Mapping[str, ResultEntry]  # by id: those that the batch names
    chains: dict[str, Counter[TotalKey]]  # the sums of their chains, by the id of the first entry
    codes: KnownCodes


class Batch:
    """The entries of one request. An entry may correct one that comes later in the batch."""

    def __init__(self, visit: Visit, ledger: Ledger, plans: Sequence[EntryPlan]) -> None:
        self.visit, self.ledger, self.plans = visit, ledger, plans
        self.accepted: dict[str, tuple[EntryPlan, str]] = {}  # by id, with the root of its chain
        self.totals: Counter[TotalKey] = Counter()
        self.refused: set[str] = set()
        self.open: set[str] = set()  # not decided yet

    def receipts(self) -> list[Receipt]:
        """Decide on all entries and return their receipts in order; ``accepted`` and ``totals`` are then complete."""
        receipts = dict(self.independent_receipts())
        while left := [number for number in range(len(self.plans)) if number not in receipts]:
            self.open = {self.plans[number].id for number in left}
            decided = {number: receipt for number in left if (receipt := self.decide(self.plans[number]))}
            receipts |= decided or self.undecidable_receipts(left)
        return [receipts[number] for number in range(len(self.plans))]

    def independent_receipts(self) -> Iterator[tuple[int, Receipt]]:
        """Number and receipt of each entry that can be decided without the others of the batch."""
        no_entries = takes_no_entries(self.visit.state)
        for number, plan in enumerate(self.plans):
            try:
                if before := self.ledger.stored.get(plan.id):
                    same = before.visit_id == self.visit.id and plan_of(before) == plan
                    yield number, self.repeated(plan, same=same)
                elif no_entries:
                    yield number, self.refuse(plan, no_entries)
                else:
                    check_entry(plan, self.ledger.codes)
            except BadEntry as refusal:
                yield number, self.refuse(plan, str(refusal))

    def decide(self, plan: EntryPlan) -> Receipt | None:
        """The receipt of an entry; None while it depends on another entry of the batch."""
        if before := self.accepted.get(plan.id):
            return self.repeated(plan, same=before[0] == plan)
        root = self.root_of(plan)
        if root is None:
            return None if plan.corrects in self.open else self.receipt_without_target(plan)
        if not self.fits(plan):
            return self.refuse(plan, _("Koreksi harus untuk kunjungan dan layanan yang sama."))
        chain, parts = self.ledger.chains.setdefault(root, Counter()), contribution_of(plan.service, plan)
        if takes_too_much(chain, parts):
            return None
        chain.update(parts)
        self.totals.update(parts)
        self.accepted[plan.id] = (plan, root)
        return Receipt(plan.id, Stored.STORED)

    def root_of(self, plan: EntryPlan) -> str | None:
        """The id of the first entry of the chain; None while the entry that this one corrects is not stored."""
        if plan.corrects is None:
            return plan.id
        if before := self.accepted.get(plan.corrects):
            return before[1]
        stored = self.ledger.stored.get(plan.corrects)
        return stored.root if stored else None

    def fits(self, plan: EntryPlan) -> bool:
        """Whether the entry that this one corrects is of the same visit and service."""
        if plan.corrects is None:
            return True
        if before := self.accepted.get(plan.corrects):
            return before[0].service == plan.service
        stored = self.ledger.stored[plan.corrects]
        return (stored.visit_id, stored.service_code) == (self.visit.id, plan.service)

    def receipt_without_target(self, plan: EntryPlan) -> Receipt:
        """The receipt of a correction of an entry that is neither stored nor in the batch."""
        if plan.corrects in self.refused:
            return self.refuse(plan, _("Catatan yang dikoreksinya ditolak."))
        return Receipt(plan.id, Stored.LATER, _("Catatan yang dikoreksi belum sampai."))

    def undecidable_receipts(self, left: Sequence[int]) -> dict[int, Receipt]:
        """The receipts of entries that no other one decides: refused for a negative sum, or later for a cycle."""
        plans = {number: self.plans[number] for number in left}
        negative = {number: plan for number, plan in plans.items() if self.root_of(plan) is not None}
        sentence = _("Jumlahnya akan menjadi kurang dari nol.")
        return {number: self.refuse(plan, sentence) for number, plan in negative.items()} or {
            number: self.receipt_without_target(plan) for number, plan in plans.items()
        }

    def refuse(self, plan: EntryPlan, sentence: str) -> Receipt:
        """The receipt of a refused entry, whose corrections are then refused too."""
        self.refused.add(plan.id)
        return Receipt(plan.id, Stored.REFUSED, sentence)

    def repeated(self, plan: EntryPlan, *, same: bool) -> Receipt:
        """The receipt of an id that was sent before, with the same content or not."""
        if same:
            return Receipt(plan.id, Stored.ALREADY)
        return Receipt(plan.id, Stored.REFUSED, _("Nomor catatan ini sudah dipakai untuk isi yang lain."))
