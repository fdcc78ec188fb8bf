"""Calendars over HTTP."""

from collections.abc import Collection

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.calendars.feed import entries_of, feed_of
from botram.calendars.file import About, calendar
from botram.calendars.scopes import FeedScope
from botram.languages import language
from botram.web.context import absolute
from botram.web.feed_answers import answer_once
from botram.web.feed_query import check_query
from botram.web.visit.links import address_of

_CONTENT_TYPE = "text/calendar; charset=utf-8"


def feed_answer(scope: FeedScope, *, page: str, known: Collection[str] = ()) -> ResponseReturnValue:
    """Return the calendar as a file, or 304 for an unchanged one; 422 for a filter that it does not heed.

    page     shows the same visits to people
    known    the names of the filters that the scope was chosen by
    """
    check_query(*known)
    feed = feed_of(scope, now=clock.now(), language=language(), site=current_app.config["PUBLIC_URL"])

    def write() -> bytes:
        source = url_for(str(request.endpoint), **(request.view_args or {}))  # without a query
        about = About(scope.name, absolute(source), absolute(page))
        return calendar(entries_of(feed, address_of), zone=scope.zone, about=about)

    return answer_once(feed.tag, feed.changed_at, write, content_type=_CONTENT_TYPE, public=scope.public)
