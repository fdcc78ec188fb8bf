"""Public figures of the offices."""

from typing import Any

from flask import Response, current_app, jsonify

from botram import clock
from botram.reports.measures import Count
from botram.reports.periods import month_of, read_period
from botram.reports.public import OfficeFigures, public_figures
from botram.services.queries import names
from botram.web import access
from botram.web.api.blueprint import blp, may_fail
from botram.web.api.field_types import Body, Code
from botram.web.api.schema_parts import (
    COUNT,
    ETAG,
    OFFICE,
    TEXT,
    Row,
    Schema,
    Table,
    code,
    described,
    list_of,
    maybe,
    object_with,
    ref,
)
from botram.web.api.visit_schemas import district_filter

_MONTH = "^20[0-9]{2}-(0[1-9]|1[0-2])$"
_FEW = described(maybe(COUNT), "null for 1 to 4 in a district.")


def _number_of(count: Count, schema: Schema = COUNT) -> Row:
    """Return the row of a number of visits."""
    return schema, lambda figures: figures.visits[count]


STATISTICS = Table(
    office=OFFICE,
    planned=_number_of(Count.PLANNED, described(COUNT, "Visits that were announced, whatever became of them.")),
    held=_number_of(Count.HELD),
    moved=_number_of(Count.MOVED),
    cancelled=_number_of(Count.CANCELLED),
    verified=_number_of(Count.VERIFIED),
    requests=_FEW,
    documents=list_of(object_with(code=TEXT, name=TEXT, count=_FEW)),
)
STATISTICS_LIST = object_with(
    **{"from": code(_MONTH)}, to=code(_MONTH), items=list_of(ref("Statistics")), next={"type": "null"}
)


class StatisticsQuery(Body):
    """The months and the district of the figures."""

    dari = Code(_MONTH, metadata={"description": "First month; the present one if left out.", "examples": ["2026-01"]})
    sampai = Code(_MONTH, metadata={"description": "Last month.", "examples": ["2026-11"]})
    kecamatan = district_filter()


@blp.route("/statistics", methods=["GET"], tags=["figures"])
@access.everyone
@blp.arguments(StatisticsQuery, location="query")
@blp.response(200, "StatisticsList", headers={"ETag": ETAG})
@may_fail(409)
def statistics(query: dict[str, Any]) -> Response:
    """Read what the offices did in a month or several

    Months begin at the site's midnight. At most 24 months; of a longer span the latest are counted. Requests and
    documents are those of visits that the head has verified. With `kecamatan` figures from 1 to 4 of them are null,
    because so few people could be guessed. One page holds all offices that have visits there: `next` is always null.
    """
    zone = current_app.config["SITE_ZONE"]
    period, _cut_short = read_period(query.get("dari", ""), query.get("sampai", ""), month_of(clock.now(), zone))
    found, called = public_figures(period, zone, query.get("kecamatan", "")), names().documents
    items = [_figures_facts(figures, called) for figures in found]
    return jsonify({"from": str(period.first), "to": str(period.last), "items": items, "next": None})


def _figures_facts(figures: OfficeFigures, called: dict[str, str]) -> dict[str, Any]:
    """Return an office with its figures."""
    issued = figures.documents
    documents = [{"code": code, "name": called[code], "count": issued[code]} for code in called if code in issued]
    return STATISTICS.read(figures, documents=documents)
