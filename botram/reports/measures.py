"""What can be counted, over which visits, and what it is called. Touches nothing."""

from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from botram.reports.periods import Month, Period
from botram.results.models import Outcome, TotalKind
from botram.results.outcomes import GROUPS, OutcomeGroup, group_word, outcome_word
from botram.services.queries import Names
from botram.staff.models import Office
from botram.visits.models import VisitState

_HELD = (VisitState.RUNNING, VisitState.CLOSED, VisitState.VERIFIED)
"""States of visits that took place, or do right now."""


class Count(StrEnum):
    """What a figure counts, by the word that addresses use."""

    PLANNED = "direncanakan"  # every visit that was announced, whatever became of it
    HELD = "terlaksana"
    AS_PLANNED = "sesuai-rencana"  # took place and never moved
    MOVED = "dipindah"  # moved and not cancelled
    MOVED_HELD = "dipindah-terlaksana"
    CANCELLED = "dibatalkan"
    AHEAD = "belum-dibuka"
    VERIFIED = "terverifikasi"
    REQUESTS = "permohonan"
    ISSUED = "dokumen"
    MISSING = "berkas-kurang"


KINDS = {
    Count.REQUESTS: TotalKind.REQUESTS,
    Count.ISSUED: TotalKind.ISSUED,
    Count.MISSING: TotalKind.MISSING,
}
"""The counts that are sums of results; all others count visits."""

FATES: dict[Count, tuple[tuple[VisitState, ...], bool | None]] = {
    Count.PLANNED: ((VisitState.PUBLISHED, *_HELD, VisitState.CANCELLED), None),
    Count.HELD: (_HELD, None),
    Count.AS_PLANNED: (_HELD, False),
    Count.MOVED: ((VisitState.PUBLISHED, *_HELD), True),
    Count.MOVED_HELD: (_HELD, True),
    Count.CANCELLED: ((VisitState.CANCELLED,), None),
    Count.AHEAD: ((VisitState.PUBLISHED,), None),
    Count.VERIFIED: ((VisitState.VERIFIED,), None),
}
"""For each count of visits the states that they are in, and whether they moved, where that matters."""


@dataclass(frozen=True)
class ReportScope:
    """Which visits are counted: those of an office that open in a period, as far as the filters let them through."""

    office: Office
    period: Period
    district: str = ""  # code
    service: str = ""  # code; of visits: they offer it
    verified: bool = False

    def of(self, *, month: Month | None = None, district: str = "", service: str = "") -> "ReportScope":
        """The same, for one month, district or service of it."""
        return replace(
            self,
            period=Period(month, month) if month else self.period,
            district=district or self.district,
            service=service or self.service,
        )


@dataclass(frozen=True)
class Measure:
    """What is counted. ``code``: only this outcome or group of outcomes, document or missing paper."""

    count: Count
    code: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the totals that it takes together; none: all."""
        if self.count is Count.REQUESTS and self.code in set(OutcomeGroup):
            return tuple(outcome.value for outcome in GROUPS[OutcomeGroup(self.code)])
        return (self.code,) if self.code else ()


@dataclass(frozen=True)
class Figure:
    """A number, and what it counts over which visits."""

    value: int
    scope: ReportScope
    measure: Measure


_COUNT_WORDS = {
    Count.PLANNED: _l("Kunjungan direncanakan"),
    Count.HELD: _l("Kunjungan terlaksana"),
    Count.AS_PLANNED: _l("Terlaksana sesuai rencana"),
    Count.MOVED: _l("Kunjungan dipindah"),
    Count.MOVED_HELD: _l("Dipindah, terlaksana"),
    Count.CANCELLED: _l("Kunjungan dibatalkan"),
    Count.AHEAD: _l("Kunjungan belum dibuka"),
    Count.VERIFIED: _l("Kunjungan terverifikasi"),
    Count.REQUESTS: _l("Permohonan"),
    Count.ISSUED: _l("Dokumen terbit"),
    Count.MISSING: _l("Berkas kurang"),
}


def count_word(count: Count) -> str:
    """What a count is called."""
    return str(_COUNT_WORDS[count])


def measure_words(measure: Measure, names: Names) -> str:
    """What a measure is called in full: "Dokumen terbit: KTP-el"."""
    count, code = count_word(measure.count), measure.code
    if not code:
        return count
    return str(_("%(count)s: %(code)s", count=count, code=_code_words(measure, names)))


def _code_words(measure: Measure, names: Names) -> str:
    """What the code of a measure is called; the code itself when nobody knows it."""
    code = measure.code
    if measure.count is Count.ISSUED:
        return names.documents.get(code, code)
    if measure.count is Count.MISSING:
        return names.requirements.get(code, code)
    if code in set(OutcomeGroup):
        return group_word(OutcomeGroup(code))
    return outcome_word(Outcome(code)) if code in set(Outcome) else code
