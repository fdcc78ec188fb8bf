"""The figures and lists as files for spreadsheets."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import pgettext

from botram import clock
from botram.delimited import TableForm, written
from botram.reports.summary import summary_of
from botram.reports.workbook import as_xlsx
from botram.reports.worksheets import Workbook, first_table, summary_lines, summary_workbook, visits_workbook
from botram.staff.models import Role
from botram.web import access
from botram.web.coordinators.filters import filter_refused
from botram.web.coordinators.summary.blueprint import Asked, blueprint, measure_asked, report_asked

_KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
"""The endings of files, and their media types."""


@blueprint.get("/ringkasan.<any(xlsx, csv):ending>")
@access.only(Role.COORDINATOR, Role.HEAD)
def summary_file(ending: str) -> ResponseReturnValue:
    """Return all tables and the visits as a workbook, or all figures as one table."""
    wanted, now = report_asked(), clock.now()
    summary = summary_of(wanted.scope, wanted.names, wanted.districts)
    workbook = summary_workbook(summary, now) if ending == "xlsx" else summary_lines(summary, now)
    return _download(workbook, pgettext("file", "ringkasan"), wanted, ending)


@blueprint.get("/ringkasan/kunjungan.<any(xlsx, csv):ending>")
@access.only(Role.COORDINATOR, Role.HEAD)
def visits_file(ending: str) -> ResponseReturnValue:
    """Return the visits behind a figure as a workbook or a table."""
    measure, wanted = measure_asked(), report_asked()
    workbook = visits_workbook(wanted.scope, measure, wanted.names, wanted.districts, clock.now())
    return _download(workbook, pgettext("file", "kunjungan"), wanted, ending)


def _download(workbook: Workbook, what: str, wanted: Asked, ending: str) -> ResponseReturnValue:
    """Return an answer that the browser saves as "ringkasan-2026-11.xlsx", or in English "summary-2026-11.xlsx".

    For a filter that is not known it redirects to the page, which says so: a file of everything would mislead.
    """
    if filter_refused():
        return redirect(url_for(".show", **wanted.filters(wanted.scope)))
    period = wanted.scope.period
    months = dict.fromkeys((str(period.first), str(period.last)))
    content = as_xlsx(workbook) if ending == "xlsx" else written(first_table(workbook), TableForm.OFFICE)
    answer = Response(content, content_type=_KINDS[ending])
    answer.headers["Content-Disposition"] = f'attachment; filename="{"-".join((what, *months))}.{ending}"'
    return answer
