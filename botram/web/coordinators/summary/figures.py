"""The page of figures of a month or several: the main figures, then charts and tables."""

from flask import render_template
from flask.typing import ResponseReturnValue

from botram import clock
from botram.formats import month_and_year, short_month
from botram.reports.charts import horizontal_bars, stacked_columns
from botram.reports.measures import Count
from botram.reports.periods import Month, month_of
from botram.reports.summary import Summary, summary_of
from botram.reports.tables import period_words
from botram.reports.worksheets import method
from botram.staff.models import Role
from botram.web import access
from botram.web.coordinators.summary.blueprint import blueprint, report_asked

_MONTHS_OFFERED = 36  # of the filter; an older one can be reached month by month
_STACKED = (Count.AS_PLANNED, Count.MOVED_HELD, Count.CANCELLED)


@blueprint.get("/ringkasan")
@access.only(Role.COORDINATOR, Role.HEAD)
def show() -> ResponseReturnValue:
    """Show every figure of the period, each as a link to its visits."""
    wanted, now = report_asked(), clock.now()
    scope = wanted.scope
    summary = summary_of(scope, wanted.names, wanted.districts)
    present, length = month_of(now, scope.office.time_zone), len(scope.period.months)
    return render_template(
        "coordinators/summary/show.html",
        asked=wanted,
        scope=scope,
        summary=summary,
        title=period_words(scope.period),
        today=clock.local_day(now, scope.office.time_zone),
        months=_months_offered(scope.period.first, scope.period.last, present),
        before=scope.period.moved(-length),
        before_query=wanted.moved_filters(-length),
        after=scope.period.moved(length) if scope.period.last < present else None,
        after_query=wanted.moved_filters(length),
        filtered=bool(scope.district or scope.service or scope.verified),
        bars=horizontal_bars(_issued_documents(summary)),
        columns=stacked_columns(_fates(summary)),
        method=method(),
    )


def _issued_documents(summary: Summary) -> list[tuple[str, int]]:
    """Return the count of each issued document, by its short name."""
    figures = [row.figures[0] for row in summary.documents.rows if not row.total]
    return [(summary.names.shorts[figure.measure.code], figure.value) for figure in figures if figure.value]


def _fates(summary: Summary) -> list[tuple[str, list[int]]]:
    """Return the visits of each month by what became of them, as the chart stacks them."""
    counts = summary.counts
    return [
        (short_month(month.first_day), [counts.figure(count, month=month).value for count in _STACKED])
        for month in counts.months
    ]


def _months_offered(first: Month, last: Month, present: Month) -> list[tuple[str, str]]:
    """Return the months to choose from, the newest first: value and name."""
    usual = {present.plus(-turn) for turn in range(_MONTHS_OFFERED)}
    return [(str(month), month_and_year(month.first_day)) for month in sorted(usual | {first, last}, reverse=True)]
