"""Calendars over HTTP: a feed that has not changed is answered without being written."""

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.calendars.feed import Feed, entries_of, feed_of
from botram.calendars.file import About, calendar
from botram.calendars.scopes import Scope
from botram.languages import language
from botram.web.context import absolute
from botram.web.residents.visit_page import address_of

CONTENT_TYPE = "text/calendar; charset=utf-8"
PUBLIC_SECONDS = 300


def feed_answer(scope: Scope, *, page: str) -> ResponseReturnValue:
    """The calendar as a file, or 304 for a program that has it already. ``page`` shows the same to people."""
    feed = feed_of(
        scope,
        now=clock.now(),
        language=language(),
        site=current_app.config["PUBLIC_URL"],
    )
    if (known := known_tag(feed)) is not None:
        response = Response(status=304)
        response.set_etag(known)
    else:
        about = About(scope.name, absolute(own_address()), absolute(page))
        entries = entries_of(feed, lambda visit: absolute(address_of(visit)))
        response = Response(calendar(entries, zone=scope.zone, about=about), content_type=CONTENT_TYPE)
        response.set_etag(feed.tag)
    response.last_modified = feed.changed_at
    set_headers(response, public=scope.public)
    return response


def webcal_of(address: str) -> str:
    """The address under which devices know a calendar to follow."""
    return f"webcal://{address.partition('://')[2]}"


def own_address() -> str:
    """The path of this calendar, without what somebody wrote behind it."""
    return url_for(str(request.endpoint), **(request.view_args or {}))


def known_tag(feed: Feed) -> str | None:
    """The tag under which the program has this very state; None when it has to be sent.

    Compressed answers carry the tag with the compression's name behind it, as Flask-Compress writes it.
    """
    asked = request.if_none_match
    if asked:
        same = [tag for tag in asked.as_set(include_weak=True) if tag.partition(":")[0] == feed.tag]
        return same[0] if same else feed.tag if asked.star_tag else None
    since = request.if_modified_since
    return feed.tag if since and since >= feed.changed_at else None


def set_headers(response: Response, *, public: bool) -> None:
    """Public calendars may be kept by anybody for a moment, and read by pages of any site; all others by nobody."""
    if public:
        response.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        response.headers["Cache-Control"] = "private, no-cache"
