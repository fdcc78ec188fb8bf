"""The tables of a report: what stands below a column is what stands in it."""

import pytest
from flask import Flask

from botram.database import session
from botram.reports.measures import ReportScope
from botram.reports.periods import Month, Period
from botram.reports.summary import summary_of
from botram.results.actions import record_results
from botram.results.models import Outcome
from botram.services.queries import names
from botram.visits.models import VisitState
from tests.builders import NOW, asep, bekasi
from tests.reports.builders import a_year, entry

MONTHS = {"may": Month(2026, 5), "november": Month(2026, 11), "december": Month(2026, 12)}


@pytest.mark.parametrize(("first", "last"), [("december", "december"), ("november", "december"), ("may", "may")])
def test_every_column_adds_up_to_its_last_row(app: Flask, first: str, last: str) -> None:
    november = a_year()["november"]
    november.state = VisitState.CLOSED
    session().commit()
    only_then = entry("IKD", Outcome.ISSUED_DIGITAL, 7, issued={"IKD": 7})  # in no other month
    record_results(november, [only_then], asep(), device="ponsel", now=NOW)
    scope = ReportScope(bekasi(), Period(MONTHS[first], MONTHS[last]))
    tables = [table for table in summary_of(scope, names(), {}).tables if table.rows and table.rows[-1].total]
    assert "per-dokumen" in {table.key for table in tables}
    for table in tables:
        *rows, total = table.rows
        sums = [sum(row.figures[column].value for row in rows) for column in range(len(table.columns))]
        assert sums == [figure.value for figure in total.figures], table.key
