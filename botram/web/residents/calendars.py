"""The page about calendar subscriptions, and the calendars to subscribe to."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram.calendars import scope_queries
from botram.places.finding import find
from botram.places.found import Found
from botram.places.queries import LONGEST_SEARCH, district_with_code, searchable, standing_village
from botram.services.queries import offered_services
from botram.services.texts import localized
from botram.visit_view.labels import level_name
from botram.web import access
from botram.web.context import absolute
from botram.web.parameters import takes
from botram.web.residents.blueprint import blueprint
from botram.web.visit.links import webcal_of

_MOST_PLACES = 8
_GOOGLE = "https://calendar.google.com/calendar/r"


@dataclass(frozen=True)
class Followed:
    """A calendar to subscribe to, with its links."""

    name: str
    address: str
    news: str = ""  # path of the news feed that tells of the same visits

    @property
    def webcal(self) -> str:
        """The webcal address that phones and computers open with their calendar."""
        return webcal_of(self.address)

    @property
    def google(self) -> str:
        """The page of Google Calendar that adds the calendar."""
        return f"{_GOOGLE}?{urlencode({'cid': self.webcal})}"


def _calendar_to_follow(name: str, endpoint: str, news: str = "", **values: Any) -> Followed:
    """Return the calendar at an endpoint, with the news feed of another one where it is given."""
    news_path = url_for(f"residents.{news}", **values) if news else ""
    return Followed(name, absolute(url_for(f"residents.{endpoint}", **values)), news_path)


def followed_place(kind: str, name: str, code: str) -> Followed:
    """Return the calendar of a village or a district. ``kind`` is one of these words."""
    return _calendar_to_follow(name, f"{kind}_feed", f"{kind}_news", code=code)


@blueprint.get("/kalender")
@access.everyone
@takes("q", "desa", "kecamatan")
def calendars() -> ResponseReturnValue:
    """Show the calendars: of a place that is searched for, of everything, of a level, of a service."""
    query = searchable(request.args.get("q", "")).strip()
    found = find(query) if query else None
    return render_template(
        "residents/calendars.html",
        query=query,
        longest=LONGEST_SEARCH,
        places=_places_named() or _places_found(found),
        found=found,
        everything=_calendar_to_follow(_("Semua jadwal"), "all_feed", "schedule_news"),
        levels=[
            _calendar_to_follow(level_name(level), "level_feed", level=word)
            for word, level in scope_queries.LEVELS.items()
        ],
        services=[
            _calendar_to_follow(localized(one, "name"), "service_feed", slug=one.slug) for one in offered_services()
        ],
    )


def _places_named() -> list[Followed]:
    """Return the calendar of the village or district that the address names by code. Raises NotFound."""
    if code := request.args.get("desa"):
        village = standing_village(code)
        return [followed_place("village", village.full_name, village.code)]
    if code := request.args.get("kecamatan"):
        name = district_with_code(code).name
        return [followed_place("district", _("Kecamatan %(name)s", name=name), code)]
    return []


def _places_found(found: Found | None) -> list[Followed]:
    """Return the calendars of the villages and districts that a search names."""
    places = found.places[:_MOST_PLACES] if found else ()
    return [followed_place(*place) for place in places]
