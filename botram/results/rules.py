"""What makes an entry of the ledger acceptable, and what it adds up to. Touches nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from flask_babel import gettext as _

from botram.refusals import Refusal
from botram.results.models import Outcome, TotalKind
from botram.staff.rules import holds_identity_number
from botram.visits.models import VisitState

MOST_REQUESTS = 500  # of one entry: more is a slip of the thumb
LONGEST_NOTE = 500
OPEN_FOR_ENTRIES = (VisitState.PUBLISHED, VisitState.RUNNING, VisitState.CLOSED)
TotalKey = tuple[str, TotalKind, str]  # service, kind, code


class BadEntry(Refusal):
    """An entry cannot be what it says."""


@dataclass(frozen=True)
class EntryPlan:
    """One entry as a phone sends it."""

    id: str  # UUID, lower case
    service: str
    outcome: Outcome
    requests: int
    recorded_at: datetime
    issued: Mapping[str, int] = field(default_factory=dict)  # document code to pieces
    missing: Mapping[str, int] = field(default_factory=dict)  # requirement code to requests
    corrects: str | None = None
    note: str = ""


class Counted(Protocol):
    """Whatever has an entry's figures: a plan or a row."""

    @property
    def outcome(self) -> Outcome: ...
    @property
    def requests(self) -> int: ...
    @property
    def issued(self) -> Mapping[str, int]: ...
    @property
    def missing(self) -> Mapping[str, int]: ...


def check_entry(plan: EntryPlan, documents: Iterable[str], requirements: Iterable[str]) -> None:
    """Raise BadEntry for figures that cannot be, whatever else is in the ledger."""
    figures = [plan.requests, *plan.issued.values(), *plan.missing.values()]
    if any(abs(figure) > MOST_REQUESTS for figure in figures):
        raise BadEntry(_("Satu catatan paling banyak 500. Periksa angkanya."), field="requests")
    if plan.corrects is None and any(figure < 0 for figure in figures):
        raise BadEntry(_("Angka kurang dari nol hanya untuk koreksi."), field="requests")
    if not any(figures):
        raise BadEntry(_("Catatan ini tidak menghitung apa pun."), field="requests")
    if plan.requests == 0 and not any(plan.issued.values()) and plan.corrects is None:
        raise BadEntry(_("Jumlah permohonan nol hanya bila ada dokumen yang terbit."), field="requests")
    if unknown := set(plan.issued) - set(documents):
        raise BadEntry(
            _("Dokumen tidak dikenal: %(codes)s.", codes=", ".join(sorted(unknown))), field="issued"
        )
    if unknown := set(plan.missing) - set(requirements):
        raise BadEntry(
            _("Syarat tidak dikenal: %(codes)s.", codes=", ".join(sorted(unknown))), field="missing"
        )
    if len(plan.note) > LONGEST_NOTE:
        raise BadEntry(_("Catatan paling panjang 500 huruf."), field="note")
    if holds_identity_number(plan.note):
        raise BadEntry(_("Jangan tulis NIK atau nomor KK dalam catatan."), field="note")


def parts_of(service: str, entry: Counted) -> Counter[TotalKey]:
    """What an entry adds to the totals; a correction may take away."""
    parts: Counter[TotalKey] = Counter()
    parts[(service, TotalKind.REQUESTS, entry.outcome.value)] += entry.requests
    for document, pieces in entry.issued.items():
        parts[(service, TotalKind.ISSUED, document)] += pieces
    for requirement, requests in entry.missing.items():
        parts[(service, TotalKind.MISSING, requirement)] += requests
    return Counter({key: count for key, count in parts.items() if count})


def check_chain(holds: Counter[TotalKey], parts: Counter[TotalKey]) -> None:
    """Raise BadEntry when a correction takes away more than its chain of entries holds."""
    if any(holds[key] + count < 0 for key, count in parts.items()):
        raise BadEntry(_("Jumlahnya akan menjadi kurang dari nol."), field="requests")
