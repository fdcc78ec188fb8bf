"""Reports of the day by officers' phones, each with an id of its own."""

from typing import Any

from flask import Response, jsonify

from botram import clock
from botram.staff.models import Role
from botram.visits.field.actions import take_report
from botram.visits.field.reports import Report
from botram.web import access
from botram.web.api import examples
from botram.web.api.blueprint import NoQuery, blp, may_fail
from botram.web.api.day_schemas import Closing, ServiceState, Status
from botram.web.api.results import crew_visit, receipt_facts
from botram.web.api.visit_writes import WITH_TOKEN


@blp.route("/visits/<visit_id:public_id>/status", methods=["POST"], tags=["day"])
@access.only(Role.OFFICER, Role.COORDINATOR)
@blp.arguments(NoQuery, location="query")
@blp.arguments(Status, example=examples.STATUS)
@blp.response(200, "Receipt")
@blp.doc(security=WITH_TOKEN)
@may_fail(401, 403, 404, 413, 415)
def status(_query: dict[str, Any], report: Report, public_id: str) -> Response:
    """Report that the team is on its way, open, takes no more into the queue, or has finished

    The same id sent again is taken once. `later`: the visit is not open yet, so keep it and send it again.
    """
    return _receipt_answer(report, public_id)


@blp.route("/visits/<visit_id:public_id>/services", methods=["POST"], tags=["day"])
@access.only(Role.OFFICER, Role.COORDINATOR)
@blp.arguments(NoQuery, location="query")
@blp.arguments(ServiceState, example=examples.SERVICE_STATE)
@blp.response(200, "Receipt")
@blp.doc(security=WITH_TOKEN)
@may_fail(401, 403, 404, 413, 415)
def service_state(_query: dict[str, Any], report: Report, public_id: str) -> Response:
    """Report that a service can be had, only just, or no longer

    `LIMITED` and `CLOSED` need a reason. A report that is older than the last one of the service changes nothing.
    """
    return _receipt_answer(report, public_id)


@blp.route("/visits/<visit_id:public_id>/closing", methods=["POST"], tags=["day"])
@access.only(Role.OFFICER, Role.COORDINATOR)
@blp.arguments(NoQuery, location="query")
@blp.arguments(Closing, example=examples.CLOSING)
@blp.response(200, "Receipt")
@blp.doc(security=WITH_TOKEN)
@may_fail(401, 403, 404, 413, 415)
def closing(_query: dict[str, Any], report: Report, public_id: str) -> Response:
    """Report what hindered the team, with a remark for the office

    Residents read the obstacles, never the remark. May be sent again with another id until the visit is verified.
    """
    return _receipt_answer(report, public_id)


def _receipt_answer(report: Report, public_id: str) -> Response:
    """Store a report and return its receipt."""
    receipt = take_report(crew_visit(public_id), report, access.me().account, now=clock.now())
    return jsonify(receipt_facts(receipt))
