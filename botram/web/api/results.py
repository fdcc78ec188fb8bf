"""The ledger of a visit: entries sent by phones, and read by the office."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify

from botram import clock
from botram.results.actions import record_results
from botram.results.models import ResultEntry
from botram.results.queries import VisitTotals, entries_after, totals_of
from botram.results.rules import EntryPlan
from botram.staff.models import Role
from botram.visits.field.receipts import Receipt, Stored
from botram.visits.models import Visit
from botram.visits.queries import bare_visit_of
from botram.web import access
from botram.web.api import examples
from botram.web.api.blueprint import NoQuery, blp, may_fail
from botram.web.api.moments import local_iso
from botram.web.api.result_schemas import Batch, EntryQuery, entry_plan
from botram.web.api.visit_writes import WITH_TOKEN


@blp.route("/visits/<visit_id:public_id>/results", methods=["POST"], tags=["results"])
@access.only(Role.OFFICER, Role.COORDINATOR)
@blp.arguments(NoQuery, location="query")
@blp.arguments(Batch, example=examples.BATCH)
@blp.response(200, "Receipts")
@blp.doc(security=WITH_TOKEN)
@may_fail(401, 403, 404, 413, 415)
def record(_query: dict[str, Any], body: dict[str, Any], public_id: str) -> Response:
    """Add entries to the ledger

    Each entry stands alone: one that is refused holds up no other. The same id sent again is stored once. `later`:
    keep it and send it again, mostly because what it corrects is not here yet.
    """
    visit, by = crew_visit(public_id), access.me().account
    read = [entry_plan(sent) for sent in body["entries"]]
    plans = [plan for plan in read if isinstance(plan, EntryPlan)]
    stored = iter(record_results(visit, plans, by, device=body["device"], now=clock.now()))
    receipts = [
        next(stored) if isinstance(plan, EntryPlan) else Receipt(sent["id"], Stored.REFUSED, plan)
        for sent, plan in zip(body["entries"], read, strict=True)
    ]
    return jsonify(results=[receipt_facts(receipt) for receipt in receipts])


@blp.route("/visits/<visit_id:public_id>/results", methods=["GET"], tags=["results"])
@access.only(Role.OFFICER, Role.COORDINATOR, Role.HEAD)
@blp.arguments(EntryQuery, location="query")
@blp.response(200, "EntryList")
@blp.doc(security=[{"signIn": []}])
@may_fail(401, 403, 404)
def entries(query: dict[str, Any], public_id: str) -> Response:
    """List the entries of a visit, the first stored first, for the office's own people"""
    visit = crew_visit(public_id)
    found = entries_after(visit, query.get("cursor"), query["limit"] + 1)
    page, more = found[: query["limit"]], len(found) > query["limit"]
    return jsonify(items=[_entry_facts(visit, entry) for entry in page], next=str(page[-1].number) if more else None)


@blp.route("/visits/<visit_id:public_id>/totals", methods=["GET"], tags=["results"])
@access.only(Role.OFFICER, Role.COORDINATOR, Role.HEAD)
@blp.arguments(NoQuery, location="query")
@blp.response(200, "VisitTotals")
@blp.doc(security=[{"signIn": []}])
@may_fail(401, 403, 404)
def totals(_query: dict[str, Any], public_id: str) -> Response:
    """Read what the counted entries of a visit add up to, for the office's own people"""
    visit = crew_visit(public_id)
    return jsonify(totals_facts(totals_of(visit)) | {"state": visit.state.value})


def totals_facts(sums: VisitTotals) -> dict[str, dict[str, dict[str, int]]]:
    """Return the totals of a visit by service, then by outcome, document or requirement, without zeros."""
    kinds = {"requests": sums.requests, "issued": sums.issued, "missing": sums.missing}
    return {kind: _by_service(counts) for kind, counts in kinds.items()}


def _by_service(counts: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    """Return counts by service and code."""
    found: dict[str, dict[str, int]] = {}
    for (service, code), count in sorted(counts.items()):
        if count:
            found.setdefault(service, {})[code] = count
    return found


def crew_visit(public_id: str) -> Visit:
    """Return the office's visit; for officers only their own ones. Raises NotFound."""
    me = access.me()
    return bare_visit_of(me.office, public_id, crew=me.account if me.may(Role.OFFICER) else None)


def receipt_facts(receipt: Receipt) -> dict[str, str]:
    """Return the receipt of one entry or report."""
    facts = {"id": receipt.id, "status": receipt.status.value}
    return facts | ({"reason": receipt.reason} if receipt.reason else {})


def _entry_facts(visit: Visit, entry: ResultEntry) -> dict[str, Any]:
    """Return an entry with its officer and its moments."""
    zone = visit.office.time_zone
    return {
        "id": entry.id,
        "service": entry.service_code,
        "outcome": entry.outcome.value,
        "requests": entry.requests,
        "issued": entry.issued,
        "missing": entry.missing,
        "note": entry.note,
        "recorded_by": {"id": entry.officer.id, "name": entry.officer.name},
        "recorded_at": local_iso(entry.recorded_at, zone),
        "received_at": local_iso(entry.received_at, zone),
        "corrects": entry.corrects,
        "late": entry.late,
        "early": entry.early,
        "waits": entry.waits,
    }
