"""The figures and lists as files for spreadsheets."""

from flask import Response
from flask_babel import pgettext

from botram import clock
from botram.reports.csv_file import as_csv
from botram.reports.measures import ReportScope
from botram.reports.queries import all_shares
from botram.reports.summary import Summary, summary_of
from botram.reports.workbook import as_xlsx
from botram.reports.worksheets import Workbook, summary_lines, summary_workbook, visits_workbook
from botram.staff.models import Role
from botram.web import access
from botram.web.coordinators.summary.blueprint import blueprint, measure_asked, report_asked

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv; charset=utf-8"


@blueprint.get("/ringkasan.xlsx")
@access.only(Role.COORDINATOR, Role.HEAD)
def summary_xlsx() -> Response:
    """Return all tables and the visits as a workbook."""
    summary = _summary_asked()
    made = as_xlsx(summary_workbook(summary, clock.now()))
    return _download(made, _XLSX, _file_name(pgettext("file", "ringkasan"), summary.scope, "xlsx"))


@blueprint.get("/ringkasan.csv")
@access.only(Role.COORDINATOR, Role.HEAD)
def summary_csv() -> Response:
    """Return all figures as one table."""
    summary = _summary_asked()
    made = as_csv(summary_lines(summary, clock.now()))
    return _download(made, _CSV, _file_name(pgettext("file", "ringkasan"), summary.scope, "csv"))


@blueprint.get("/ringkasan/kunjungan.xlsx")
@access.only(Role.COORDINATOR, Role.HEAD)
def visits_xlsx() -> Response:
    """Return the visits behind a figure as a workbook."""
    workbook, scope = _visits_asked()
    return _download(as_xlsx(workbook), _XLSX, _file_name(pgettext("file", "kunjungan"), scope, "xlsx"))


@blueprint.get("/ringkasan/kunjungan.csv")
@access.only(Role.COORDINATOR, Role.HEAD)
def visits_csv() -> Response:
    """Return the visits behind a figure as a table."""
    workbook, scope = _visits_asked()
    return _download(as_csv(workbook), _CSV, _file_name(pgettext("file", "kunjungan"), scope, "csv"))


def _summary_asked() -> Summary:
    """Return the summary of the scope in this address."""
    wanted = report_asked()
    return summary_of(wanted.scope, wanted.names, wanted.districts)


def _visits_asked() -> tuple[Workbook, ReportScope]:
    """Return the list in this address, and its scope."""
    measure, wanted = measure_asked(), report_asked()
    shares = all_shares(wanted.scope, measure)
    made = visits_workbook(wanted.scope, measure, shares, wanted.names, wanted.districts, clock.now())
    return made, wanted.scope


def _file_name(what: str, scope: ReportScope, ending: str) -> str:
    """Return the name of a file: "ringkasan-2026-11.xlsx", or "summary-2026-11.xlsx"."""
    first, last = scope.period.first, scope.period.last
    return f"{what}-{first}{'' if first == last else f'-{last}'}.{ending}"


def _download(content: bytes, kind: str, name: str) -> Response:
    """Return an answer that the browser saves as a file."""
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
