"""The measures of reports: counts, the visits they cover, their labels. Pure functions."""

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
"""States of visits that take or took place."""


class Count(StrEnum):
    """The kinds of measures, by their value in URLs."""

    PLANNED = "direncanakan"  # every announced visit, in any later state
    HELD = "terlaksana"
    AS_PLANNED = "sesuai-rencana"  # took place and was not moved
    MOVED = "dipindah"  # moved and not cancelled
    MOVED_HELD = "dipindah-terlaksana"
    CANCELLED = "dibatalkan"
    AHEAD = "belum-dibuka"
    VERIFIED = "terverifikasi"
    REQUESTS = "permohonan"
    ISSUED = "dokumen"
    MISSING = "berkas-kurang"


KINDS = {Count.REQUESTS: TotalKind.REQUESTS, Count.ISSUED: TotalKind.ISSUED, Count.MISSING: TotalKind.MISSING}
"""The counts of results and the kind of their totals; all other counts are of visits."""

VISIT_STATES: dict[Count, tuple[tuple[VisitState, ...], bool | None]] = {
    Count.PLANNED: ((VisitState.PUBLISHED, *_HELD, VisitState.CANCELLED), None),
    Count.HELD: (_HELD, None),
    Count.AS_PLANNED: (_HELD, False),
    Count.MOVED: ((VisitState.PUBLISHED, *_HELD), True),
    Count.MOVED_HELD: (_HELD, True),
    Count.CANCELLED: ((VisitState.CANCELLED,), None),
    Count.AHEAD: ((VisitState.PUBLISHED,), None),
    Count.VERIFIED: ((VisitState.VERIFIED,), None),
}
"""The states of the visits of each count, and whether they were moved; None: either."""


@dataclass(frozen=True)
class ReportScope:
    """The visits that a report covers: those of an office that open in a period and pass the filters."""

    office: Office
    period: Period
    district: str = ""  # code
    service: str = ""  # code: visits that offer it, and results of it
    verified: bool = False

    def of(self, *, month: Month | None = None, district: str = "", service: str = "") -> "ReportScope":
        """The scope limited to one month, district or service."""
        return replace(
            self,
            period=Period(month, month) if month else self.period,
            district=district or self.district,
            service=service or self.service,
        )


@dataclass(frozen=True)
class Measure:
    """A measure. ``code``: only this outcome, group of outcomes, document or requirement."""

    count: Count
    code: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of totals that it adds up; none: all."""
        if self.count is Count.REQUESTS and self.code in set(OutcomeGroup):
            return tuple(outcome.value for outcome in GROUPS[OutcomeGroup(self.code)])
        return (self.code,) if self.code else ()


@dataclass(frozen=True)
class Figure:
    """A number with its measure and its scope."""

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
    """The label of a count."""
    return str(_COUNT_WORDS[count])


def measure_words(measure: Measure, names: Names) -> str:
    """The full label of a measure: "Dokumen terbit: KTP-el"."""
    count, code = count_word(measure.count), measure.code
    if not code:
        return count
    return str(_("%(count)s: %(code)s", count=count, code=_code_words(measure, names)))


def _code_words(measure: Measure, names: Names) -> str:
    """The label of a measure's code; the code itself when it is unknown."""
    code = measure.code
    if measure.count is Count.ISSUED:
        return names.documents.get(code, code)
    if measure.count is Count.MISSING:
        return names.requirements.get(code, code)
    if code in set(OutcomeGroup):
        return group_word(OutcomeGroup(code))
    return outcome_word(Outcome(code)) if code in set(Outcome) else code
