"""A report as tables of cells for spreadsheets, independent of the file format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import pgettext

from botram.formats import moment
from botram.reports.measures import KINDS, Count, Measure, ReportScope, count_word, measure_words
from botram.reports.queries import Share, all_shares, visit_sums
from botram.reports.summary import Summary
from botram.reports.tables import Table, period_words
from botram.services.queries import Names
from botram.visit_view import Audience, Part, VisitView, view_of
from botram.visit_view.labels import state_word
from botram.visits.fields import EXPORTED
from botram.visits.models import VisitState

Cell = str | int | date
Heading = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sheet:
    """One table of cells with its column heads."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


@dataclass(frozen=True)
class Workbook:
    """The heading and the tables of a file."""

    heading: Heading
    sheets: tuple[Sheet, ...]
    made_at: datetime


def first_table(workbook: Workbook) -> list[Sequence[Cell]]:
    """Return the rows of a file with one table: heading, an empty line, column heads, rows."""
    sheet = workbook.sheets[0]
    return [*workbook.heading, (), sheet.heads, *sheet.rows]


def _heading_of(title: str, scope: ReportScope, names: Names, districts: Mapping[str, str], now: datetime) -> Heading:
    """The heading of a file: title, office, period, filters, time of the data and method."""
    zone = scope.office.time_zone
    filters = [
        _("Kecamatan %(name)s", name=districts.get(scope.district, scope.district)) if scope.district else "",
        _("Layanan %(name)s", name=names.services.get(scope.service, scope.service)) if scope.service else "",
        _("Hanya kunjungan terverifikasi") if scope.verified else "",
    ]
    return (
        (_("Laporan"), title),
        (_("Kantor"), scope.office.name),
        (_("Periode"), period_words(scope.period)),
        (_("Saringan"), ", ".join(filter(None, filters)) or _("tidak ada")),
        (_("Keadaan data"), moment(now, zone)),
        (_("Cara hitung"), method()),
    )


def method() -> str:
    """The explanation of how figures are counted, shown on every report."""
    return str(
        _(
            "Kunjungan yang sudah diumumkan masuk ke bulan hari bukanya. Permohonan dan dokumen dihitung terpisah "
            "dari catatan petugas; catatan setelah verifikasi dihitung bila kepala menerimanya."
        )
    )


def summary_workbook(summary: Summary, now: datetime) -> Workbook:
    """A report as a workbook: headlines, a sheet for each table, and the announced visits. Two statements."""
    sums = visit_sums(summary.scope)
    figures = {
        count_word(count): {visit: number for (visit, kind), number in sums.items() if kind is KINDS[count]}
        for count in (Count.REQUESTS, Count.ISSUED)
    }
    visits = _visits_sheet(all_shares(summary.scope, Measure(Count.PLANNED)), figures, now)
    sheets = (_headline_sheet(summary), *(_table_sheet(table) for table in summary.tables), visits)
    return Workbook(_summary_heading(summary, now), sheets, now)


def summary_lines(summary: Summary, now: datetime) -> Workbook:
    """A report as one long table with a row for each figure."""
    lines: list[tuple[Cell, ...]] = [
        (table.title, row.name, column, figure.value)
        for table in summary.tables
        for row in table.rows
        for column, figure in zip(table.columns, row.figures, strict=True)
    ]
    top = _headline_sheet(summary)
    heads = (_("Bagian"), _("Baris"), _("Kolom"), pgettext("figure", "Jumlah"))
    rows: list[tuple[Cell, ...]] = [*((top.name, name, "", value) for name, value in top.rows), *lines]
    return Workbook(_summary_heading(summary, now), (Sheet(_("Angka"), heads, rows),), now)


def _summary_heading(summary: Summary, now: datetime) -> Heading:
    """The heading of a file with a report."""
    return _heading_of(_("Ringkasan hasil"), summary.scope, summary.names, summary.districts, now)


def _headline_sheet(summary: Summary) -> Sheet:
    """The sheet of the headlines."""
    figures = [figure for line in summary.headlines for figure in (line.of, line.figure) if figure]
    rows: list[tuple[Cell, ...]] = [
        (count_word(figure.measure.count), figure.value) for figure in (*figures, summary.verified)
    ]
    return Sheet(_("Ringkasan"), (_("Angka"), pgettext("figure", "Jumlah")), rows)


def _table_sheet(table: Table) -> Sheet:
    """The sheet of a table."""
    rows: list[tuple[Cell, ...]] = [(row.name, *(figure.value for figure in row.figures)) for row in table.rows]
    return Sheet(table.about, (table.about, *table.columns), rows)


def visits_workbook(
    scope: ReportScope, measure: Measure, names: Names, districts: Mapping[str, str], now: datetime
) -> Workbook:
    """The visits behind a figure as a workbook, with the share of each. One statement."""
    shares = all_shares(scope, measure)
    heading = _heading_of(measure_words(measure, names), scope, names, districts, now)
    column = {visit.id: count for visit, count in shares}
    sheet = _visits_sheet(shares, {count_word(measure.count): column} if measure.count in KINDS else {}, now)
    return Workbook(heading, (sheet,), now)


def _visits_sheet(shares: Sequence[Share], figures: Mapping[str, Mapping[int, int]], now: datetime) -> Sheet:
    """The sheet of visits; its last columns are ``figures``, by head and visit id."""
    heads = (
        _("Tanggal"), _("Kunjungan"), _("Kecamatan"), _("Desa"), _("Titik layanan"), _("Tim"), _("Keadaan"),
        _("Alasan pindah atau batal"), *(str(text.label) for text in EXPORTED), _("Nomor"),
    )  # fmt: skip
    states = {state: state_word(state) for state in VisitState}  # once, not for each visit
    rows: list[tuple[Cell, ...]] = [
        (
            *_visit_cells(view_of(visit, Audience.OFFICE, now, Part.TEAM), states),
            *(column.get(visit.id, 0) for column in figures.values()),
        )
        for visit, _count in shares
    ]
    return Sheet(pgettext("menu", "Kunjungan"), (*heads, *figures), rows)


def _visit_cells(visit: VisitView, states: Mapping[VisitState, str]) -> tuple[Cell, ...]:
    """The cells of a visit."""
    return (
        visit.opens_at.date(),
        visit.place_name,
        visit.village.district.name,
        visit.village_names,
        visit.venue.name,
        visit.team_names,
        states[visit.state],
        visit.reason,
        *(visit.texts[text.name] for text in EXPORTED),
        visit.public_id,
    )
