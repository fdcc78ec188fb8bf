"""The rules for entries of the ledger, and what they add to the totals. Pure functions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from flask_babel import gettext as _

from botram.identity_numbers import holds_identity_number
from botram.refusals import Refusal
from botram.results.models import Outcome, ResultEntry, TotalKind
from botram.results.outcomes import GROUPS, OutcomeGroup
from botram.visits.models import VisitState

MOST_REQUESTS = 500  # of one entry: more is a typing error
LONGEST_NOTE = 500
SHORTEST_REASON = 3  # letters
TotalKey = tuple[str, TotalKind, str]  # service, kind, code
NOTHING_ISSUED = frozenset(Outcome) - {*GROUPS[OutcomeGroup.DONE], *GROUPS[OutcomeGroup.FOLLOWS]}
"""Outcomes without issued documents: an entry with both is refused."""


class BadEntry(Refusal):
    """A value of the entry is not valid."""


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


def plan_of(entry: ResultEntry) -> EntryPlan:
    """The plan with the content of a stored entry."""
    figures = (entry.requests, entry.recorded_at, entry.issued, entry.missing)
    return EntryPlan(entry.id, entry.service_code, entry.outcome, *figures, entry.corrects, entry.note)


@dataclass(frozen=True)
class KnownCodes:
    """The codes that an entry may have."""

    services: frozenset[str]
    documents: frozenset[str]
    requirements: frozenset[str]


def takes_no_entries(state: VisitState) -> str:
    """The reason why a visit in this state accepts no entries; empty when it does."""
    match state:
        case VisitState.DRAFT:
            return str(_("Kunjungan ini belum diterbitkan, jadi belum menerima catatan hasil."))
        case VisitState.CANCELLED:
            return str(_("Kunjungan ini dibatalkan dan tidak menerima catatan. Hubungi koordinator."))
        case VisitState.PUBLISHED | VisitState.RUNNING | VisitState.CLOSED | VisitState.VERIFIED:
            return ""
        case _:
            assert_never(state)


def check_entry(plan: EntryPlan, known: KnownCodes) -> None:
    """Raise BadEntry for a value that is not valid, whatever the ledger holds."""
    _check_figures(plan)
    if plan.service not in known.services:
        raise BadEntry(_("Layanan tidak dikenal: %(codes)s.", codes=plan.service), field="service")
    if unknown := set(plan.issued) - known.documents:
        raise BadEntry(_("Dokumen tidak dikenal: %(codes)s.", codes=", ".join(sorted(unknown))), field="issued")
    if unknown := set(plan.missing) - known.requirements:
        raise BadEntry(_("Syarat tidak dikenal: %(codes)s.", codes=", ".join(sorted(unknown))), field="missing")
    if plan.corrects == plan.id:
        raise BadEntry(_("Catatan tidak dapat mengoreksi dirinya sendiri."), field="corrects")
    if len(plan.note) > LONGEST_NOTE:
        raise BadEntry(_("Catatan paling panjang 500 huruf."), field="note")
    if holds_identity_number(plan.note):
        raise BadEntry(_("Jangan tulis NIK atau nomor KK dalam catatan."), field="note")


def _check_figures(plan: EntryPlan) -> None:
    """Raise BadEntry for figures that are not valid."""
    figures = [plan.requests, *plan.issued.values(), *plan.missing.values()]
    if any(abs(figure) > MOST_REQUESTS for figure in figures):
        raise BadEntry(_("Satu catatan paling banyak 500. Periksa angkanya."), field="requests")
    if plan.corrects is None and any(figure < 0 for figure in figures):
        raise BadEntry(_("Angka kurang dari nol hanya untuk koreksi."), field="requests")
    if not any(figures):
        raise BadEntry(_("Catatan ini tidak menghitung apa pun."), field="requests")
    if plan.outcome in NOTHING_ISSUED and any(pieces > 0 for pieces in plan.issued.values()):
        raise BadEntry(_("Hasil ini tidak menerbitkan dokumen, tetapi dokumennya terhitung."), field="issued")
    if plan.corrects is None and any(count > plan.requests for count in plan.missing.values()):
        raise BadEntry(_("Berkas yang kurang tidak dapat lebih banyak daripada permohonannya."), field="missing")
    if plan.requests == 0 and not any(plan.issued.values()) and plan.corrects is None:
        raise BadEntry(_("Jumlah permohonan nol hanya bila ada dokumen yang terbit."), field="requests")


def contribution_of(service: str, entry: EntryPlan | ResultEntry) -> Counter[TotalKey]:
    """Return what an entry adds to the totals by service, kind and code, below 0 for a correction; zeros left out."""
    parts: Counter[TotalKey] = Counter()
    parts[(service, TotalKind.REQUESTS, entry.outcome.value)] += entry.requests
    for document, pieces in entry.issued.items():
        parts[(service, TotalKind.ISSUED, document)] += pieces
    for requirement, requests in entry.missing.items():
        parts[(service, TotalKind.MISSING, requirement)] += requests
    return Counter({key: count for key, count in parts.items() if count})


def takes_too_much(holds: Counter[TotalKey], parts: Mapping[TotalKey, int]) -> bool:
    """Whether a correction subtracts more than the sums of its chain hold."""
    return any(holds[key] + count < 0 for key, count in parts.items())
