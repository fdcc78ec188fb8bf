"""Villages with their last and next visits."""

from datetime import datetime
from typing import Any

from flask import Response, jsonify

from botram import clock
from botram.places.finding import find
from botram.places.found import Found
from botram.places.models import Village, VillageKind
from botram.places.queries import LONGEST_SEARCH, villages_after
from botram.staff.models import Office
from botram.staff.queries import offices
from botram.visits.models import Visit
from botram.visits.village_queries import last_and_next_visits
from botram.web import access
from botram.web.api.blueprint import blp, may_fail
from botram.web.api.field_types import Body, Code, Text, WholeInQuery
from botram.web.api.moments import local_iso
from botram.web.api.read_as import places_read
from botram.web.api.schema_parts import (
    COUNT,
    DISTRICT,
    ETAG,
    INSTANT,
    NUMBER,
    OFFICE,
    TEXT,
    URL,
    VISIT_PAGE,
    Table,
    code,
    enum_of,
    maybe,
)
from botram.web.api.visit_schemas import MOST, USUAL, VILLAGE_CODE, VISIT_ID, district_filter
from botram.web.context import absolute

_MENTION = Table(id=(code(VISIT_ID), "public_id"), opens_at=INSTANT, url=VISIT_PAGE)
VILLAGE = Table(
    code=code(VILLAGE_CODE),
    name=TEXT,
    kind=enum_of(*VillageKind),
    district=DISTRICT,
    office=OFFICE,
    lat=(maybe(NUMBER), "latitude"),
    lon=(maybe(NUMBER), "longitude"),
    last_visit=maybe(_MENTION.schema),
    days_since_last_visit=maybe(COUNT),
    next_visit=maybe(_MENTION.schema),
    url=(URL, lambda village: absolute(f"/desa/{village.code}")),
)


class VillageQuery(Body):
    """The filters of the list."""

    q = Text(
        longest=LONGEST_SEARCH,
        metadata={"description": "Name of a village or district, or an address, as people type it."},
    )
    kecamatan = district_filter()
    cursor = Code(VILLAGE_CODE, metadata={"description": "`next` of the page before."})
    limit = WholeInQuery(1, MOST, load_default=USUAL)


@blp.route("/villages", methods=["GET"], tags=["places"])
@access.everyone
@blp.arguments(VillageQuery, location="query")
@blp.response(200, "VillageList", headers={"ETag": ETAG})
@may_fail(409)
def village_list(query: dict[str, Any]) -> Response:
    """List villages by code, with their last and next visits"""
    size, now = query["limit"], clock.now()
    text = query.get("q", "").strip()
    meant = find(text) if text else None
    found = _villages_found(query, size + 1, meant)
    villages = found[:size]
    visits = last_and_next_visits([village.code for village in villages], now)
    by_code = {office.code: office for office in offices()}
    items = [
        _village_facts(village, by_code[village.office_code], visits.get(village.code, (None, None)), now)
        for village in villages
    ]
    how = {"read_as": places_read(meant)} if text else {}
    return jsonify(items=items, next=villages[-1].code if len(found) > size else None, **how)


def _villages_found(query: dict[str, Any], size: int, meant: Found | None) -> list[Village]:
    """Return the villages that match the query; none for a search that finds no place."""
    codes, districts = None, None
    if query.get("q", "").strip():
        if meant is None:
            return []
        codes, districts = meant.villages, meant.districts
    return list(
        villages_after(
            query.get("cursor", ""), size, district=query.get("kecamatan", ""), codes=codes, districts=districts
        )
    )


def _village_facts(
    village: Village, office: Office, visits: tuple[Visit | None, Visit | None], now: datetime
) -> dict[str, Any]:
    """Return a village, with the days since its last visit."""
    last, coming = visits
    zone = office.time_zone
    return VILLAGE.read(
        village,
        office=OFFICE.read(office),
        last_visit=_visit_mention(last, zone),
        days_since_last_visit=(clock.local_day(now, zone) - clock.local_day(last.opens_at, zone)).days
        if last
        else None,
        next_visit=_visit_mention(coming, zone),
    )


def _visit_mention(visit: Visit | None, zone: str) -> dict[str, str] | None:
    """Return a visit by id and time; None without one."""
    return _MENTION.read(visit, opens_at=local_iso(visit.opens_at, zone)) if visit else None
