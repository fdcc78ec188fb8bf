"""The public calendars."""

from collections.abc import Callable, Mapping

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram.calendars import scope_queries
from botram.calendars.scopes import FeedScope
from botram.refusals import NotFound
from botram.web import access
from botram.web.calendar_files import feed_answer
from botram.web.feed_query import refuse, refuse_value
from botram.web.residents.blueprint import blueprint


def site_zone() -> str:
    """Return the time zone of calendars that belong to no single office."""
    return str(current_app.config["SITE_ZONE"])


_FILTERS: Mapping[str, Callable[[str, str], FeedScope]] = {
    "desa": scope_queries.calendar_of_village,
    "kecamatan": scope_queries.calendar_of_district,
    "layanan": scope_queries.calendar_of_service,
    "tingkat": scope_queries.calendar_of_level,
}
"""The filters of the calendar of all visits, each of which is a calendar of its own too."""


@blueprint.get("/kalender/semua.ics")
@access.everyone
def all_feed() -> ResponseReturnValue:
    """All visits of all offices, or those that one filter asks for."""
    return feed_answer(_filtered_scope(), page=url_for("residents.schedule"), known=_FILTERS)


def _filtered_scope() -> FeedScope:
    """Return the calendar that the query asks for. Aborts with 422 for an unknown value, and for two filters."""
    asked = {name: value for name in _FILTERS if (value := request.args.get(name)) is not None}
    if len(asked) > 1:
        refuse(_("Kalender hanya dapat disaring dengan satu hal. Yang diminta: %(names)s.", names=", ".join(asked)))
    for name, value in asked.items():
        try:
            return _FILTERS[name](value, site_zone())
        except NotFound:
            refuse_value(name, value)
    return scope_queries.calendar_of_all(site_zone())


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
    return feed_answer(scope, page=url_for("residents.village", code=scope.key))


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
