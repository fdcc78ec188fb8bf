"""The map of visits, and the list with the same visits in the same order."""

from dataclasses import dataclass, replace
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.database import Page
from botram.maps.features import WEEK_DAYS, when_of
from botram.maps.window import DAYS, MOST, on_the_map
from botram.places.queries import district_boundaries, district_with_code, region_credits, village_boundaries
from botram.services.queries import offered_services
from botram.visit_view import VisitView, card_view
from botram.visits.models import Visit
from botram.visits.search_queries import Search, shut_total, visits_page
from botram.web import access, headers
from botram.web.parameters import takes
from botram.web.residents.blueprint import blueprint
from botram.web.residents.map_labels import ground_words, position_words, visit_words
from botram.web.residents.map_region import opening
from botram.web.residents.schedule import Asked, asked_for, hinted_groups, search_of, villages_moved_to
from botram.web.residents.schedule_form import PARAMETERS, page_number
from botram.web.static_files import static_url
from botram.web.tiles import allowed_tiles

_BOUNDARIES_KEPT = 86_400  # seconds: they change when a region pack is loaded
NO_VISIT, NO_DISTRICT = "00000000", "00.00.00"  # where the script puts an id or a code into an address


@dataclass(frozen=True)
class _MapEntry:
    """A visit in the list: its view, its mark, and the address that opens the map there."""

    visit: VisitView
    when: str
    on_map: str


@blueprint.get("/peta")
@access.everyone
@takes(*PARAMETERS)
def visit_map() -> ResponseReturnValue:
    """Show the map in its frame, its legend, and the list."""
    now, zone = clock.now(), current_app.config["SITE_ZONE"]
    asked = asked_for(offered_services(), now, zone, "residents.visit_map")
    search = on_the_map(search_of(asked, now, zone), now, zone)
    page = _mapped_page(search, page_number(request.args))
    if page.number > page.pages:
        return redirect(asked.address(halaman=page.pages))
    today = clock.local_day(now, zone)
    return render_template(
        "residents/map.html",
        asked=asked,
        form=asked.form,
        page=page.shown(lambda visit: _map_entry(card_view(visit, now), asked)),
        frame_url=_frame_address(asked),
        credits=region_credits(),
        number=page.total,
        hinted_groups=hinted_groups(asked),
        shut=shut_total(search),
        moved_to=villages_moved_to(asked, page),
        past=True,  # some may be over since this morning, so the heading must not announce them
        today=today,
        week=today + timedelta(days=WEEK_DAYS),
        last_day=today + timedelta(days=DAYS),
    )


def _map_entry(visit: VisitView, asked: Asked) -> _MapEntry:
    """Return the list's entry of a visit."""
    return _MapEntry(visit, when_of(visit), _frame_address(asked, visit))


def _mapped_page(search: Search, number: int) -> Page[Visit]:
    """Return one page of exactly the visits that the map shows."""
    page = visits_page(search, number)
    return replace(page, total=min(page.total, MOST))


def _frame_address(asked: Asked, visit: VisitView | None = None) -> str:
    """Return the address of the framed map with the same filters, opened at a visit if one is given."""
    return url_for("residents.map_frame", **asked.kept(), _anchor=visit.public_id if visit else None)


@blueprint.get("/peta/bingkai")
@access.everyone
@takes(*PARAMETERS)
def map_frame() -> Response:
    """Return the map for the frame of the page above. Its script is the only inline one."""
    from botram.maps.drawing import visits_map  # noqa: PLC0415  # folium takes a second to load, and one page needs it

    now, zone, nonce = clock.now(), current_app.config["SITE_ZONE"], token_urlsafe(16)
    offered = offered_services()
    asked = asked_for(offered, now, zone, "residents.visit_map")
    (frame, marked), tiles = opening(asked), allowed_tiles()
    drawing = visits_map(
        frame=frame,
        words=ground_words(),
        ground={
            "districts": url_for("residents.district_outlines"),
            "villages": url_for("residents.village_outlines", code=NO_DISTRICT),
            "asked": sorted(marked),
            "frame": frame,
        },
        visits={
            "data": _data_address(asked),
            "page": url_for("residents.visit", public_id=NO_VISIT),
            "sprite": static_url("icons.svg"),
            "words": visit_words(offered),
        },
        position={"words": position_words()},
        tiles=tiles.url,
        tile_credit=tiles.credit,
        tile_credit_url=tiles.credit_url,
        file_url=static_url,
    )
    answer = make_response(render_template("residents/map_frame.html", drawing=drawing, nonce=nonce))
    answer.headers["Content-Security-Policy"] = headers.content_policy(nonce=nonce, framed_by="'self'", tiles=tiles.url)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _data_address(asked: Asked) -> str:
    """Return the address of the GeoJSON of the visits that match the filters."""
    kept: dict[str, Any] = asked.kept()
    if asked.service:
        kept["layanan"] = asked.service.code
    return url_for("api.visit_map", **kept)


@blueprint.get("/peta/batas.geojson")
@access.everyone
def district_outlines() -> Response:
    """Return the boundaries of all districts as GeoJSON."""
    return _geojson_response(district_boundaries(None))


@blueprint.get("/peta/batas/<code>.geojson")
@access.everyone
def village_outlines(code: str) -> Response:
    """Return the boundaries of the villages of one district as GeoJSON."""
    return _geojson_response(village_boundaries(district_with_code(code).code))


def _geojson_response(text: str) -> Response:
    """Return boundaries with an ETag, to be cached for a day."""
    answer = current_app.response_class(text, mimetype="application/geo+json")
    answer.headers["Cache-Control"] = f"public, max-age={_BOUNDARIES_KEPT}"
    return answer
