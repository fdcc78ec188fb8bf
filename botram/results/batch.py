"""Sorting the entries that arrive together: stored, already stored, later or refused. Touches no table."""

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
    parts_of,
    takes_no_entries,
    takes_too_much,
)
from botram.visits.field.receipts import Receipt, Stored
from botram.visits.models import Visit


@dataclass(frozen=True)
class Ledger:
    """What has to be known before a batch is sorted."""

    stored: Mapping[str, ResultEntry]  # by id, as far as the batch names them
    chains: dict[str, Counter[TotalKey]]  # what their chains add up to, by the first entry
    codes: KnownCodes


class Batch:
    """The entries of one request. An entry finds what it corrects wherever that stands in the batch."""

    def __init__(self, visit: Visit, ledger: Ledger, plans: Sequence[EntryPlan]) -> None:
        self.visit, self.ledger, self.plans = visit, ledger, plans
        self.accepted: dict[str, tuple[EntryPlan, str]] = {}  # with the root, what is corrected first
        self.totals: Counter[TotalKey] = Counter()
        self.refused: set[str] = set()
        self.open: set[str] = set()  # not decided yet

    def receipts(self) -> list[Receipt]:
        """The word on each entry, in their order. Afterwards ``accepted`` and ``totals`` are to be written."""
        said = dict(self.at_once())
        while left := [number for number in range(len(self.plans)) if number not in said]:
            self.open = {self.plans[number].id for number in left}
            decided = {number: receipt for number in left if (receipt := self.decide(self.plans[number]))}
            said |= decided or self.given_up(left)
        return [said[number] for number in range(len(self.plans))]

    def at_once(self) -> Iterator[tuple[int, Receipt]]:
        """What can be said of entries without looking at others of the batch."""
        no_entries = takes_no_entries(self.visit.state)
        for number, plan in enumerate(self.plans):
            try:
                if before := self.ledger.stored.get(plan.id):
                    yield number, self.repeated(plan, same=_same_content(before, self.visit, plan))
                elif no_entries:
                    yield number, self.no(plan, no_entries)
                else:
                    check_entry(plan, self.ledger.codes)
            except BadEntry as refusal:
                yield number, self.no(plan, str(refusal))

    def decide(self, plan: EntryPlan) -> Receipt | None:
        """The word on an entry; None while another of the batch may make room for it."""
        if before := self.accepted.get(plan.id):
            return self.repeated(plan, same=before[0] == plan)
        root = self.root_of(plan)
        if root is None:
            return None if plan.corrects in self.open else self.orphaned(plan)
        if not self.fits(plan):
            return self.no(plan, _("Koreksi harus untuk kunjungan dan layanan yang sama."))
        chain, parts = self.ledger.chains.setdefault(root, Counter()), parts_of(plan.service, plan)
        if takes_too_much(chain, parts):
            return None
        chain.update(parts)
        self.totals.update(parts)
        self.accepted[plan.id] = (plan, root)
        return Receipt(plan.id, Stored.STORED)

    def root_of(self, plan: EntryPlan) -> str | None:
        """The first entry of the chain; None while what it corrects is not stored. An original is its own."""
        if plan.corrects is None:
            return plan.id
        if before := self.accepted.get(plan.corrects):
            return before[1]
        stored = self.ledger.stored.get(plan.corrects)
        return stored.root if stored else None

    def fits(self, plan: EntryPlan) -> bool:
        """Whether what it corrects is of the same visit and service."""
        if plan.corrects is None:
            return True
        if before := self.accepted.get(plan.corrects):
            return before[0].service == plan.service
        stored = self.ledger.stored[plan.corrects]
        return (stored.visit_id, stored.service_code) == (self.visit.id, plan.service)

    def orphaned(self, plan: EntryPlan) -> Receipt:
        """The word on a correction whose entry is neither stored nor among the others."""
        if plan.corrects in self.refused:
            return self.no(plan, _("Catatan yang dikoreksinya ditolak."))
        return Receipt(plan.id, Stored.LATER, _("Catatan yang dikoreksi belum sampai."))

    def given_up(self, left: Sequence[int]) -> dict[int, Receipt]:
        """The word when nothing moves on: no to what takes too much, later to corrections of one another."""
        plans = {number: self.plans[number] for number in left}
        too_much = {number: plan for number, plan in plans.items() if self.root_of(plan) is not None}
        sentence = _("Jumlahnya akan menjadi kurang dari nol.")
        return {number: self.no(plan, sentence) for number, plan in too_much.items()} or {
            number: self.orphaned(plan) for number, plan in plans.items()
        }

    def no(self, plan: EntryPlan, sentence: str) -> Receipt:
        """A refusal. What corrects this entry has nothing to wait for."""
        self.refused.add(plan.id)
        return Receipt(plan.id, Stored.REFUSED, sentence)

    def repeated(self, plan: EntryPlan, *, same: bool) -> Receipt:
        """The word on an id that was sent before."""
        if same:
            return Receipt(plan.id, Stored.ALREADY)
        return Receipt(plan.id, Stored.REFUSED, _("Nomor catatan ini sudah dipakai untuk isi yang lain."))


def _same_content(entry: ResultEntry, visit: Visit, plan: EntryPlan) -> bool:
    """Whether what was sent again is what is stored."""
    kept = EntryPlan(
        id=entry.id,
        service=entry.service_code,
        outcome=entry.outcome,
        requests=entry.requests,
        recorded_at=entry.recorded_at,
        issued=entry.issued,
        missing=entry.missing,
        corrects=entry.corrects,
        note=entry.note,
    )
    return entry.visit_id == visit.id and kept == plan
