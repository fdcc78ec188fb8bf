"""The ledger of a visit: entries sent by phones, and read by the office."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Response, jsonify

from botram import clock
from botram.results.actions import record_results
from botram.results.models import Outcome, ResultEntry
from botram.results.queries import entries_after, totals_of
from botram.results.rules import EntryPlan
from botram.staff.models import Role
from botram.visits.field.receipts import Receipt, Stored
from botram.visits.models import Visit, VisitState
from botram.visits.queries import bare_visit_of
from botram.web import access
from botram.web.api import examples
from botram.web.api.blueprint import NoQuery, blp, may_fail
from botram.web.api.field_types import Body
from botram.web.api.moments import local_iso
from botram.web.api.result_schemas import UUID, Batch, EntryQuery, entry_plan
from botram.web.api.schema_parts import (
    FLAG,
    INSTANT,
    PERSON,
    TEXT,
    WHOLE,
    Row,
    Schema,
    Table,
    code,
    described,
    enum_of,
    list_of,
    maybe,
    object_with,
    ref,
)
from botram.web.api.visit_schemas import SERVICE_CODE
from botram.web.api.visit_writes import WITH_TOKEN

_V = TypeVar("_V", bound=Callable[..., Any])
_COUNTS: Schema = {"type": "object", "additionalProperties": WHOLE}
_COUNTS_BY_SERVICE: Schema = {"type": "object", "additionalProperties": _COUNTS}
ENTRY = Table(
    id=code(UUID),
    service=(code(SERVICE_CODE), "service_code"),
    outcome=enum_of(*Outcome),
    requests=WHOLE,
    issued=_COUNTS,
    missing=_COUNTS,
    note=TEXT,
    recorded_by=PERSON.of("officer"),
    recorded_at=INSTANT,
    received_at=INSTANT,
    corrects=maybe(code(UUID)),
    late=described(FLAG, "Arrived after the visit was closed."),
    early=described(FLAG, "Recorded before the visit was opened."),
    waits=described(FLAG, "Arrived after verification: counts only when the head takes it."),
)
_AS_SENT = described(TEXT, "As it was sent, also where it is no UUID and therefore refused.")
RECEIPT = object_with(id=code(UUID), status=enum_of(*Stored), reason_=TEXT)
RECEIPTS = object_with(results=list_of(object_with(id=_AS_SENT, status=enum_of(*Stored), reason_=TEXT)))


def _sums(kind: str, description: str) -> Row:
    """Return the row of totals of a kind, by service and code."""
    return described(_COUNTS_BY_SERVICE, description), lambda totals: _by_service(getattr(totals, kind))


TOTALS = Table(
    requests=_sums("requests", "By service and outcome. What is zero is left out."),
    issued=_sums("issued", "By service and document."),
    missing=_sums("missing", "By service and requirement."),
)
VISIT_TOTALS = {"allOf": [ref("Totals"), object_with(state=enum_of(*VisitState))]}


def written_by_crew(part: str, tag: str, body: type[Body], example: dict[str, Any], answer: str) -> Callable[[_V], _V]:
    """Return the decorator of a view that takes what the crew of a visit sends."""
    decorators = (
        blp.route(f"/visits/<visit_id:public_id>/{part}", methods=["POST"], tags=[tag]),
        access.only(Role.OFFICER, Role.COORDINATOR),
        blp.arguments(NoQuery, location="query"),
        blp.arguments(body, example=example),
        blp.response(200, answer),
        blp.doc(security=WITH_TOKEN),
        may_fail(401, 403, 404, 413, 415),
    )

    def decorated(view: _V) -> _V:
        for decorate in reversed(decorators):
            view = decorate(view)
        return view

    return decorated


@written_by_crew("results", "results", Batch, examples.BATCH, "Receipts")
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
    return jsonify(TOTALS.read(totals_of(visit)) | {"state": visit.state})


def _by_service(counts: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    """Return counts by service, then by outcome, document or requirement, without zeros."""
    found: dict[str, dict[str, int]] = {}
    for (service, counted), count in sorted(counts.items()):
        if count:
            found.setdefault(service, {})[counted] = count
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
    recorded_at, received_at = (local_iso(at, visit.office.time_zone) for at in (entry.recorded_at, entry.received_at))
    return ENTRY.read(entry, recorded_at=recorded_at, received_at=received_at)
