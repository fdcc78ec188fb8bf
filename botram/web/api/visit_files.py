"""Many visits in one file: GeoJSON for maps, CSV for spreadsheets."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, current_app, json, request, url_for

from botram import clock
from botram.clock import ZONE_NAMES
from botram.delimited import TableForm, Value, written
from botram.maps.features import feature_collection
from botram.maps.window import MOST, on_the_map
from botram.visit_view import Audience, Part, VisitFacts, facts_of
from botram.visits.fields import EXPORTED
from botram.visits.models import Visit
from botram.visits.queries import codes_to_name
from botram.visits.search_queries import for_lines
from botram.web import access
from botram.web.api.blueprint import blp, may_fail
from botram.web.api.schema_parts import ETAG
from botram.web.api.visit_schemas import VisitFilter, VisitTableQuery
from botram.web.api.visits import one_page, placed, search_from_query
from botram.web.context import absolute
from botram.web.visit.links import permanent_address

GEOJSON, CSV = "application/geo+json", "text/csv"
_TEXTS = tuple(text for text in EXPORTED if not text.office_only)
_COLUMNS = (
    "id", "state", "word", "office", "level", "place", "venue", "address", "village_code", "village", "district_code",
    "district", "latitude", "longitude", "day", "opens", "closes", "zone", "opens_at", "closes_at", "services",
    *(text.name for text in _TEXTS), "reason", "version", "changed_at", "url", "villages",
)  # fmt: skip
_LINK = {"schema": {"type": "string"}, "description": 'The next page, as `<address>; rel="next"`. Missing on the last.'}


@blp.route("/visits.geojson", methods=["GET"], tags=["visits"])
@access.everyone
@blp.arguments(VisitFilter, location="query")
@blp.response(200, "VisitMap", content_type=GEOJSON, headers={"ETag": ETAG})
@may_fail(409)
def visit_map(query: dict[str, Any]) -> Response:
    """Read visits as GeoJSON, from today to 90 days ahead

    At most 1,000, the next ones first; `more` says whether there were others. Visits that are over since this morning
    and cancelled ones are among them. Coordinates are longitude, latitude (RFC 7946).
    """
    now = clock.now()
    search = on_the_map(search_from_query(query), now, current_app.config["SITE_ZONE"])
    found = [visit for _place, visit in placed(search, None, MOST + 1, for_lines())]
    visits, more = found[:MOST], len(found) > MOST
    lines = (facts_of(visit, Audience.RESIDENTS, now, Part.LINE) for visit in visits)
    features = feature_collection(lines, codes_to_name(visits, now), permanent_address, more=more)
    text = json.dumps(features, separators=(",", ":"), sort_keys=False)
    return current_app.response_class(text, content_type=GEOJSON)


@blp.route("/visits.csv", methods=["GET"], tags=["visits"])
@access.everyone
@blp.arguments(VisitTableQuery, location="query")
@blp.response(200, {"type": "string"}, content_type=CSV, headers={"ETag": ETAG, "Link": _LINK})
@may_fail(409)
def visit_table(query: dict[str, Any]) -> Response:
    """Read visits as a table, the next ones first

    As Excel opens it in Indonesia: UTF-8 with a byte order mark, semicolons, decimal commas. With `form=rfc4180` for
    programs: no mark, commas, decimal points. One line of column names. Texts that a spreadsheet would calculate have
    an apostrophe in front. At most 1,000 lines a page; the header `Link` leads to the next.
    """
    visits, after = one_page(search_from_query(query), query, for_lines())
    answer = current_app.response_class(
        written(_rows_of(visits), TableForm(query["form"])), content_type=f"{CSV}; charset=utf-8; header=present"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="kunjungan.csv"'
    if after:
        kept: dict[str, Any] = {**request.args.to_dict(), "cursor": after}
        following = url_for("api.visit_table", **kept)
        answer.headers["Link"] = f'<{absolute(following)}>; rel="next"'
    return answer


def _rows_of(visits: Sequence[Visit]) -> Iterator[Sequence[Value]]:
    """Yield the names of the columns, then the visits."""
    now = clock.now()
    services = codes_to_name(visits, now)
    yield _COLUMNS
    for visit in visits:
        view = facts_of(visit, Audience.RESIDENTS, now, Part.LINE)
        yield _row_of(view, " ".join(services.get(visit.id, ())))


def _row_of(visit: VisitFacts, services: str) -> Sequence[Value]:
    """Return one visit, in the order of the columns."""
    venue, village, opens, closes = visit.venue, visit.village, visit.opens_at, visit.closes_at
    return (
        visit.public_id, visit.state.value, visit.state_key.value, visit.office.name, visit.level.value,
        visit.place_name, venue.name, venue.address, village.code, village.full_name, village.district.code,
        village.district.name, venue.latitude, venue.longitude, f"{opens:%Y-%m-%d}", f"{opens:%H:%M}",
        f"{closes:%H:%M}", ZONE_NAMES[visit.zone], opens.isoformat(), closes.isoformat(), services,
        *(visit.texts[text.name] for text in _TEXTS), visit.reason, visit.version, visit.changed_at.isoformat(),
        permanent_address(visit.public_id), " ".join(one.code for one in visit.villages),
    )  # fmt: skip
