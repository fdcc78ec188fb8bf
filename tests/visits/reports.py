"""Reports of the day for tests, and sending them as a phone does."""

from datetime import datetime
from typing import Any
from uuid import UUID

from botram.visits.field.actions import take_report
from botram.visits.field.receipts import Stored
from botram.visits.field.reports import Report, ServiceReport, StatusReport
from botram.visits.models import DayReportKind, OfferReason, OfferState, Visit, VisitState
from tests.builders import a_visit, asep, moment

TEN = moment("10:00")


def on_the_day(state: VisitState = VisitState.PUBLISHED, **different: Any) -> Visit:
    """A visit of Asep's on the eighth."""
    return a_visit(crew=(asep(),), state=state, **different)


def status(number: int, kind: DayReportKind, at: datetime = TEN, **more: Any) -> StatusReport:
    """A report of a step of the day."""
    return StatusReport(str(UUID(int=number)), kind, at, **more)


def service(number: int, state: OfferState, reason: OfferReason | None, at: datetime = TEN) -> ServiceReport:
    """A report that a service is open, limited or closed."""
    return ServiceReport(str(UUID(int=number)), "KK_NEW", state, reason, at)


def send(visit: Visit, *reports: Report, now: datetime = TEN) -> list[Stored]:
    """What the server says of each report."""
    return [take_report(visit, report, asep(), now=now).status for report in reports]
