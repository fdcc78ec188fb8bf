"""The tables of a report: rows of figures with their measures and scopes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext

from botram.formats import month_and_year
from botram.reports.counts import Counts
from botram.reports.measures import Count, Figure, count_word
from botram.reports.periods import Month, Period
from botram.results.models import Outcome
from botram.results.outcomes import OutcomeGroup, group_word, outcome_word
from botram.services.queries import Names


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    name: str
    figures: tuple[Figure, ...]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A table of figures by one criterion. ``key`` is its id on a page."""

    key: str
    title: str
    about: str  # the head of the first column
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def period_words(period: Period) -> str:
    """The label of a period: one month, or "Juni 2026 sampai November 2026"."""
    first, last = month_and_year(period.first.first_day), month_and_year(period.last.first_day)
    return first if period.first == period.last else str(_("%(first)s sampai %(last)s", first=first, last=last))


def _rows(
    lines: Mapping[str, str], figures_of: Callable[[str], tuple[Figure, ...]], *, by_size: bool = False
) -> tuple[Row, ...]:
    """The rows of a table with their total, when there is more than one.

    lines       the names of the rows, by code
    figures_of  returns the figures of a code; of "" those of the total
    by_size     the largest first, in place of the order of ``lines``
    """
    rows = [Row(name, figures_of(code)) for code, name in lines.items()]
    if by_size:
        rows.sort(key=lambda row: -row.figures[0].value)
    total = [Row(_("Jumlah"), figures_of(""), total=True)] if len(rows) > 1 else []
    return (*rows, *total)


def documents_table(counts: Counts, names: Names) -> Table:
    """Issued documents by kind, the most frequent first; a single month beside the previous one."""
    single = counts.scope.period.first == counts.scope.period.last
    months: tuple[Month | None, ...] = (None, counts.scope.period.first.plus(-1)) if single else (None,)

    def figures_of(code: str) -> tuple[Figure, ...]:
        return tuple(counts.figure(Count.ISSUED, code, month=month) for month in months)

    issued = counts.codes(Count.ISSUED, months)
    lines = {code: name for code, name in names.documents.items() if code in issued}
    columns = (pgettext("documents", "Terbit"), *(month_and_year(month.first_day) for month in months if month))
    heads = (_("Dokumen terbit menurut jenis"), pgettext("one", "Dokumen"))
    return Table("per-dokumen", *heads, columns, _rows(lines, figures_of, by_size=True))


def services_table(counts: Counts, names: Names) -> Table:
    """Requests by service and group of outcomes, and the issued documents."""

    def figures_of(service: str) -> tuple[Figure, ...]:
        requests = [counts.figure(Count.REQUESTS, group.value, service=service) for group in OutcomeGroup]
        return (*requests, *(counts.figure(count, service=service) for count in (Count.REQUESTS, Count.ISSUED)))

    found = counts.services()
    lines = {code: name for code, name in names.services.items() if code in found}
    groups = tuple(group_word(group) for group in OutcomeGroup)
    return Table(
        "per-layanan",
        _("Permohonan menurut layanan"),
        pgettext("one", "Layanan"),
        (*groups, _("Permohonan"), _("Dokumen terbit")),
        _rows(lines, figures_of),
    )


def outcomes_table(counts: Counts) -> Table:
    """Requests by outcome."""
    words = {outcome.value: outcome_word(outcome) for outcome in Outcome}
    return _codes_table(
        counts, Count.REQUESTS, "per-hasil", _("Hasil permohonan"), (pgettext("one", "Hasil"), _("Permohonan")), words
    )


def missing_table(counts: Counts, names: Names) -> Table:
    """Requests with a missing requirement, by requirement."""
    texts = names.requirements
    return _codes_table(
        counts, Count.MISSING, "per-berkas", _("Berkas yang kurang"), (_("Berkas"), _("Kali kurang")), texts
    )


def _codes_table(
    counts: Counts, count: Count, key: str, title: str, heads: tuple[str, str], words: Mapping[str, str]
) -> Table:
    """A table with one figure for each code of a count, the largest first."""
    lines = {code: words.get(code, code) for code in sorted(counts.codes(count))}
    return Table(
        key, title, heads[0], heads[1:], _rows(lines, lambda code: (counts.figure(count, code),), by_size=True)
    )


_MONTH_COUNTS = (
    Count.PLANNED,
    Count.AS_PLANNED,
    Count.MOVED_HELD,
    Count.CANCELLED,
    Count.AHEAD,
    Count.REQUESTS,
    Count.ISSUED,
)


def months_table(counts: Counts) -> Table:
    """Visits by what became of them, requests and documents by month, with the months before a short period."""
    rows = [
        Row(month_and_year(month.first_day), tuple(counts.figure(count, month=month) for count in _MONTH_COUNTS))
        for month in counts.months
    ]
    return Table("per-bulan", _("Menurut bulan"), _("Bulan"), _short_words(_MONTH_COUNTS), tuple(rows))


_DISTRICT_COUNTS = (Count.HELD, Count.CANCELLED, Count.REQUESTS, Count.ISSUED)


def districts_table(counts: Counts, districts: Mapping[str, str]) -> Table:
    """Visits, requests and documents by district, with districts that had no visit."""
    lines = {code: name for code, name in districts.items() if counts.scope.district in ("", code)}
    rows = _rows(lines, lambda code: tuple(counts.figure(count, district=code) for count in _DISTRICT_COUNTS))
    heads = (_("Menurut kecamatan"), _("Kecamatan"))
    return Table("per-kecamatan", *heads, _short_words(_DISTRICT_COUNTS), rows)


_SHORT_WORDS = {
    Count.PLANNED: _l("Direncanakan"),
    Count.HELD: _l("Terlaksana"),
    Count.AS_PLANNED: _l("Sesuai rencana"),
    Count.CANCELLED: _l("Dibatalkan"),
    Count.AHEAD: _l("Belum dibuka"),
}
"""Short labels of counts for heads of columns; the others have short labels anyway."""


def _short_words(counts: Iterable[Count]) -> tuple[str, ...]:
    """The labels of counts as heads of columns."""
    return tuple(str(_SHORT_WORDS.get(count, count_word(count))) for count in counts)
