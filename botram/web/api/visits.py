"""Reading visits: lists, and one of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, current_app, jsonify

from botram import clock
from botram.refusals import NotFound
from botram.services.queries import offered_services
from botram.staff.models import Office, Role
from botram.visits.models import ANNOUNCED, PUBLIC, Visit, VisitState
from botram.visits.queries import public_visit, visit_of
from botram.visits.search_queries import (
    Search,
    Shown,
    for_own_programs,
    for_programs,
    nearby_after,
    soon_until,
    visits_after,
)
from botram.visits.typed_search import Reading, narrowed, read_search
from botram.visits.warnings import warnings_of
from botram.web import access
from botram.web.api.blueprint import blp, may_fail
from botram.web.api.cursor import Place, read_cursor
from botram.web.api.moments import bounds_of
from botram.web.api.read_as import search_read
from botram.web.api.schema_parts import ETAG
from botram.web.api.visit_facts import own_facts, public_facts
from botram.web.api.visit_schemas import OneVisitQuery, VisitQuery

_SEE_DRAFTS = (Role.COORDINATOR, Role.HEAD)


@blp.route("/visits", methods=["GET"], tags=["visits"])
@access.everyone
@blp.arguments(VisitQuery, location="query")
@blp.response(200, "VisitList", headers={"ETag": ETAG})
@may_fail(401, 403, 409)
def visit_list(query: dict[str, Any]) -> Response:
    """List visits, the next ones first

    With `lat` and `lon` the nearest first: those of the next 30 days, then the later ones, last those that take nobody
    any more. Cancelled visits stay in the list, visits that are over do not, unless `dari` lies in the past. With
    `layanan` only visits where the service is still to be had.
    """
    if query["scope"] == "office":
        return _office_visit_list(query)
    search, reading = _asked(query, PUBLIC, None)
    visits, after = one_page(search, query, for_programs())
    return jsonify(items=[public_facts(visit) for visit in visits], next=after, **search_read(reading))


@access.signed_in
def _office_visit_list(query: dict[str, Any]) -> Response:
    """Return the list for people of the office."""
    search, reading = _asked(query, _states_for_me(), access.me().office)
    visits, after = one_page(search, query, for_own_programs())
    return jsonify(items=[own_facts(visit) for visit in visits], next=after, **search_read(reading))


def _states_for_me() -> tuple[VisitState, ...]:
    """Return the states of visits that the person may see: drafts are for coordinators and heads."""
    return tuple(VisitState) if access.me().may(*_SEE_DRAFTS) else PUBLIC


def search_from_query(query: dict[str, Any]) -> Search:
    """Return the public search for a query. Words are searched as in the schedule."""
    return _asked(query, PUBLIC, None)[0]


def _asked(query: dict[str, Any], states: tuple[VisitState, ...], office: Office | None) -> tuple[Search, Reading]:
    """Return the search for a query, and how its words were read."""
    zone = office.time_zone if office else current_app.config["SITE_ZONE"]
    now, text = clock.now(), query.get("q", "").strip()
    reading = read_search(text, offered_services() if text else (), clock.local_day(now, zone))
    search = Search(
        since=bounds_of(query["dari"], zone)[0] if "dari" in query else now,
        now=now,
        left_too=True,
        until=bounds_of(query["sampai"], zone)[1] if "sampai" in query else None,
        district=query.get("kecamatan", ""),
        service=query.get("layanan", ""),
        office=office,
        states=states,
        near=(query["lat"], query["lon"]) if "lat" in query else None,
        soon_until=soon_until(now, zone),
    )
    return narrowed(search, reading, now, zone, dated="dari" in query or "sampai" in query), reading


def one_page(search: Search, query: dict[str, Any], show: Shown) -> tuple[Sequence[Visit], str | None]:
    """Return the visits after the cursor, and the cursor of the next page."""
    after = read_cursor(query["cursor"]) if "cursor" in query else None
    size = query["limit"]
    found = placed(search, after, size + 1, show)
    more = found[size - 1][0].cursor() if len(found) > size else None
    return [visit for _place, visit in found[:size]], more


def placed(search: Search, after: Place | None, size: int, show: Shown) -> list[tuple[Place, Visit]]:
    """Return visits with their positions in the list."""
    if search.near:
        behind = (after.away, after.opens_at, after.row) if after else None
        rows = nearby_after(search, behind, size, show)
        return [(Place(away, visit.opens_at, visit.id), visit) for away, visit in rows]
    visits = visits_after(search, (after.opens_at, after.row) if after else None, size, show)
    return [(Place(0.0, visit.opens_at, visit.id), visit) for visit in visits]


@blp.route("/visits/<visit_id:public_id>", methods=["GET"], tags=["visits"])
@access.everyone
@blp.arguments(OneVisitQuery, location="query")
@blp.response(200, "Visit", headers={"ETag": ETAG})
@may_fail(401, 403, 404)
def one_visit(query: dict[str, Any], public_id: str) -> Response:
    """Read one visit

    Its ETag is its version; `If-Match` of a change takes it.
    """
    if query["scope"] == "office":
        return _one_office_visit(public_id)
    visit = public_visit(public_id)
    return _tagged(jsonify(public_facts(visit)), visit)


@access.signed_in
def _one_office_visit(public_id: str) -> Response:
    """Return the visit for people of the office, with its present warnings."""
    visit = visit_of(access.me().office, public_id)
    if visit.state not in _states_for_me():
        raise NotFound
    return own_answer(visit, clock.now())


def own_answer(visit: Visit, now: datetime, **more: Any) -> Response:
    """Return a visit as its office reads it; with present warnings while it may still change."""
    warnings = warnings_of(visit, now=now) if visit.state in (VisitState.DRAFT, *ANNOUNCED) else None
    return _tagged(jsonify({**own_facts(visit, warnings), **more}), visit)


def _tagged(response: Response, visit: Visit) -> Response:
    """Return the answer with the version as its ETag, and what quotas have used, which is no new version."""
    used = sum(offer.used for offer in visit.offers if offer.quota is not None)
    response.set_etag(f"v{visit.version}.{used}" if used else f"v{visit.version}")
    return response
