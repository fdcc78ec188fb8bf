"""Reports of the day by officers' phones, each with an id of its own."""

from typing import Any

from flask import Response, jsonify

from botram import clock
from botram.visits.field.actions import take_report
from botram.visits.field.reports import Report
from botram.web import access
from botram.web.api import examples
from botram.web.api.day_schemas import Closing, ServiceState, Status
from botram.web.api.results import crew_visit, receipt_facts, written_by_crew


@written_by_crew("status", "day", Status, examples.STATUS, "Receipt")
def status(_query: dict[str, Any], report: Report, public_id: str) -> Response:
    """Report that the team is on its way, open, takes no more into the queue, or has finished

    The same id sent again is taken once. `later`: the visit is not open yet, so keep it and send it again.
    """
    return _receipt_answer(report, public_id)


@written_by_crew("services", "day", ServiceState, examples.SERVICE_STATE, "Receipt")
def service_state(_query: dict[str, Any], report: Report, public_id: str) -> Response:
    """Report that a service can be had, only just, or no longer

    `LIMITED` and `CLOSED` need a reason. A report that is older than the last one of the service changes nothing.
    """
    return _receipt_answer(report, public_id)


@written_by_crew("closing", "day", Closing, examples.CLOSING, "Receipt")
def closing(_query: dict[str, Any], report: Report, public_id: str) -> Response:
    """Report what hindered the team, with a remark for the office

    Residents read the obstacles, never the remark. May be sent again with another id until the visit is verified.
    """
    return _receipt_answer(report, public_id)


def _receipt_answer(report: Report, public_id: str) -> Response:
    """Store a report and return its receipt."""
    receipt = take_report(crew_visit(public_id), report, access.me().account, now=clock.now())
    return jsonify(receipt_facts(receipt))
