"""The public news feeds: new and changed visits, the newest first."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from flask import current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.calendars import scope_queries
from botram.calendars.scopes import FeedScope
from botram.languages import language
from botram.news.feed import news_feed, news_file
from botram.news.file import TYPE, About
from botram.places.queries import LONGEST_SEARCH
from botram.services.queries import offered_services
from botram.visits.search_queries import Search
from botram.web import access
from botram.web.context import absolute
from botram.web.feed_answers import answer_once
from botram.web.feed_query import check_query, refuse
from botram.web.parameters import takes
from botram.web.residents.blueprint import blueprint
from botram.web.residents.feeds import site_zone
from botram.web.residents.schedule import asked_for, search_of
from botram.web.residents.schedule_form import NAMES
from botram.web.visit.links import address_of


@blueprint.get("/jadwal.atom")
@access.everyone
@takes(*NAMES)
def schedule_news() -> ResponseReturnValue:
    """Return the news of the visits that the schedule shows with the same filters; 422 for a wrong one."""
    check_query(*NAMES)
    today = _today_in(site_zone())
    asked = asked_for(offered_services(), clock.now(), site_zone(), "residents.schedule")
    if wrong := [f"{name}: {sentence}" for name, sentences in asked.form.errors.items() for sentence in sentences]:
        refuse("\n".join(wrong))
    if asked.form.cut:
        refuse(_("q: paling banyak %(most)s huruf.", most=LONGEST_SEARCH))
    search = replace(search_of(asked, today, site_zone()), now=None, left_too=False)
    return _news_answer(search, asked.title, today, "schedule", **asked.filters())


@blueprint.get("/kecamatan/<code>.atom")
@access.everyone
def district_news(code: str) -> ResponseReturnValue:
    """Return the news of the visits of a district."""
    scope = scope_queries.calendar_of_district(code, site_zone())
    return _news_of_place(scope, Search(districts=frozenset((code,))), "district")


@blueprint.get("/desa/<code>.atom")
@access.everyone
def village_news(code: str) -> ResponseReturnValue:
    """Return the news of the visits of a village."""
    scope = scope_queries.calendar_of_village(code, site_zone())
    return _news_of_place(scope, Search(villages=frozenset((scope.key,))), "village")


def _news_of_place(scope: FeedScope, search: Search, page: str) -> ResponseReturnValue:
    """Return the news of the visits of a place from today on, under the name of its calendar."""
    check_query()
    today = _today_in(scope.zone)
    return _news_answer(replace(search, since=today), scope.name, today, page, code=scope.key)


def _today_in(zone: str) -> datetime:
    """Return the first moment of the day in a zone: a feed stays the same until midnight."""
    day = clock.local_day(clock.now(), zone)
    return clock.day_bounds(day, day, zone)[0]


def _news_answer(search: Search, name: str, today: datetime, page: str, **values: Any) -> ResponseReturnValue:
    """Return the feed of a page, or 304 for a client that has its present state."""
    path = url_for(f"residents.{page}_news", **values)
    about = About(
        name=name,
        path=path,
        source=absolute(path),
        page=absolute(url_for(f"residents.{page}", **values)),
        author=current_app.config["SITE_NAME"],
        language=language(),
    )
    feed = news_feed(search, about, today)
    write = partial(news_file, feed, address_of)
    return answer_once(feed.tag, feed.changed_at, write, content_type=f"{TYPE}; charset=utf-8", public=True)
