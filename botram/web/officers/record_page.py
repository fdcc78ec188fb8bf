"""Recording results: a tile for each service with its count, and the entry forms behind the tiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from botram import clock
from botram.results.anomalies import served_requests
from botram.results.by_hand import needs_reason
from botram.results.queries import VisitTotals, totals_of
from botram.results.rules import takes_no_entries
from botram.services.models import Service
from botram.services.queries import all_documents, services_with_codes
from botram.staff.models import Role
from botram.visit_view import Part, VisitView
from botram.visit_view.part_views import ServiceView
from botram.visits.field.reports import day_has_come
from botram.visits.models import Visit, VisitState
from botram.web import access
from botram.web.officers.blueprint import back_to_day, blueprint, own_visit, view_for_crew
from botram.web.officers.entry_form import entry_form_of, fresh
from botram.web.officers.labels import progress_sentence
from botram.web.officers.last_entry import last_entry


@dataclass(frozen=True)
class _Tile:
    """A service with its count."""

    service: Service
    requests: int
    offered: ServiceView | None  # None: it was recorded although it is not
    quota: int | None
    left: int | None  # of the quota, below zero when it was passed; None without a quota


@blueprint.get("/kunjungan/<public_id>/catat")
@access.only(Role.OFFICER, Role.COORDINATOR)
def record(public_id: str) -> ResponseReturnValue:
    """Show the counts so far, service by service."""
    visit, now = own_visit(public_id), clock.now()
    if sentence := why_not(visit, now):
        return back_to_day(visit, sentence, "warning")
    totals, papers, late = totals_of(visit), all_documents(), needs_reason(visit)
    view = view_for_crew(visit, Part.SERVICES)
    tiles = _tiles_of(visit, view, totals)
    return render_template(
        "officers/record.html",
        visit=view,
        tiles=tiles,
        entry_forms=[
            entry_form_of(tile.service, fresh(tile.service, papers), totals, papers, needs_reason=late)
            for tile in tiles
        ],
        total=totals.all_requests,
        last=last_entry(visit, request.args.get("terakhir", "")),
        needs_reason=late,
        account_id=access.me().account.id,
    )


def why_not(visit: Visit, now: datetime) -> str:
    """Return the reason why nothing can be recorded on these pages; empty when it can."""
    if visit.state is VisitState.PUBLISHED and not day_has_come(visit, now):
        return progress_sentence(view_for_crew(visit))
    return takes_no_entries(visit.state)


def _tiles_of(visit: Visit, view: VisitView, totals: VisitTotals) -> list[_Tile]:
    """Return a tile for each service that the visit offers or has results of."""
    offered = {service.code: service for service in view.services}
    quotas = {code: service.quota for code, service in offered.items() if service.quota is not None}
    return [
        _Tile(
            service=one,
            requests=totals.of_service(one.code),
            offered=offered.get(one.code),
            quota=quotas.get(one.code),
            left=quotas[one.code] - served_requests(totals, one.code) if one.code in quotas else None,
        )
        for one in recordable_services(visit, totals)
    ]


def recordable_services(visit: Visit, totals: VisitTotals) -> Sequence[Service]:
    """Return the services of a visit: those it offers, in order, then others with results."""
    offered = [offer.service for offer in visit.offers]
    known = {service.code for service in offered}
    besides = {code for (code, _outcome), count in totals.requests.items() if count} - known
    return [*offered, *(services_with_codes(besides) if besides else ())]
