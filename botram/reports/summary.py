"""A report: its headlines and its tables, for a page, a workbook or a CSV file."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from botram.reports.counts import Counts, counts_of
from botram.reports.measures import Count, Figure, ReportScope
from botram.reports.tables import (
    Table,
    districts_table,
    documents_table,
    missing_table,
    months_table,
    outcomes_table,
    services_table,
)
from botram.services.queries import Names


@dataclass(frozen=True)
class Headline:
    """A figure at the top of the report, with the figure that it is a part of, and both of the previous month."""

    label: str
    figure: Figure
    of: Figure | None
    before: Figure | None
    before_of: Figure | None


@dataclass(frozen=True)
class Summary:
    """The report of a scope."""

    scope: ReportScope
    counts: Counts
    names: Names
    districts: dict[str, str]
    headlines: tuple[Headline, ...]
    held: Figure
    verified: Figure
    documents: Table
    services: Table
    outcomes: Table
    missing: Table
    months: Table
    places: Table

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in their order in files."""
        return self.services, self.outcomes, self.documents, self.missing, self.months, self.places


def summary_of(scope: ReportScope, names: Names, districts: Mapping[str, str]) -> Summary:
    """Make the report of a scope. ``districts``: names of the office's districts by code. Three statements."""
    counts = counts_of(scope)
    unknown = sorted(counts.places() - districts.keys() - {""})
    places = dict(districts) | {code: code for code in unknown}
    return Summary(
        scope=scope,
        counts=counts,
        names=names,
        districts=places,
        headlines=_headlines_of(counts),
        held=counts.figure(Count.HELD),
        verified=counts.figure(Count.VERIFIED),
        documents=documents_table(counts, names),
        services=services_table(counts, names),
        outcomes=outcomes_table(counts),
        missing=missing_table(counts, names),
        months=months_table(counts),
        places=districts_table(counts, places),
    )


def _headlines_of(counts: Counts) -> tuple[Headline, ...]:
    """The headlines of a report."""
    return (
        _headline(counts, _("Kunjungan terlaksana"), Count.HELD, Count.PLANNED),
        _headline(counts, _("Dipindah"), Count.MOVED),
        _headline(counts, _("Dibatalkan"), Count.CANCELLED),
        _headline(counts, _("Permohonan"), Count.REQUESTS),
        _headline(counts, _("Dokumen terbit"), Count.ISSUED),
    )


def _headline(counts: Counts, label: str, count: Count, of: Count | None = None) -> Headline:
    """One headline; with the previous month where the period is a single month."""
    period = counts.scope.period
    before = period.first.plus(-1) if period.first == period.last else None
    return Headline(
        label,
        counts.figure(count),
        counts.figure(of) if of else None,
        counts.figure(count, month=before) if before else None,
        counts.figure(of, month=before) if of and before else None,
    )
