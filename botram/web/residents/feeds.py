"""The public calendars."""

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

from botram.calendars import scope_queries
from botram.web import access
from botram.web.calendar_files import feed_answer
from botram.web.residents.blueprint import blueprint


def site_zone() -> str:
    """Return the time zone of calendars that belong to no single office."""
    return str(current_app.config["SITE_ZONE"])


@blueprint.get("/kalender/semua.ics")
@access.everyone
def all_feed() -> ResponseReturnValue:
    """All visits of all offices."""
    return feed_answer(scope_queries.calendar_of_all(site_zone()), page=url_for("residents.schedule"))


@blueprint.get("/kalender/kecamatan/<code>.ics")
@access.everyone
def district_feed(code: str) -> ResponseReturnValue:
    """The visits of a district."""
    scope = scope_queries.calendar_of_district(code, site_zone())
    return feed_answer(scope, page=url_for("residents.district", code=code))


@blueprint.get("/kalender/desa/<code>.ics")
@access.everyone
def village_feed(code: str) -> ResponseReturnValue:
    """The visits of a village."""
    scope = scope_queries.calendar_of_village(code, site_zone())
    return feed_answer(scope, page=url_for("residents.village", code=code))


@blueprint.get("/kalender/tingkat/<level>.ics")
@access.everyone
def level_feed(level: str) -> ResponseReturnValue:
    """The visits for villages, districts, schools or institutions."""
    scope = scope_queries.calendar_of_level(level, site_zone())
    return feed_answer(scope, page=url_for("residents.schedule"))


@blueprint.get("/kalender/layanan/<slug>.ics")
@access.everyone
def service_feed(slug: str) -> ResponseReturnValue:
    """The visits that offer a service."""
    scope = scope_queries.calendar_of_service(slug, site_zone())
    return feed_answer(scope, page=url_for("residents.service", slug=slug))
