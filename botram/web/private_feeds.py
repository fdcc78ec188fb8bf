"""Calendars at secret addresses, for people of the office."""

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from botram import clock
from botram.calendars.actions import TooManyGuesses, open_calendar
from botram.visits.models import ListKind
from botram.web import access
from botram.web.calendar_files import feed_answer
from botram.web.sign_in import network_of

blueprint = Blueprint("private_feeds", __name__, url_prefix="/kalender")

_ENDPOINTS = {ListKind.TEAM: "team", ListKind.OFFICER: "officer", ListKind.OFFICE: "office"}
_BRAKE_SECONDS = 60


@blueprint.get("/tim/<token>.ics")
@access.by_secret
def team(token: str) -> ResponseReturnValue:
    """Return the visits of a team."""
    return _private_feed(ListKind.TEAM, token, page=url_for("coordinators.calendars.index"))


@blueprint.get("/petugas/<token>.ics")
@access.by_secret
def officer(token: str) -> ResponseReturnValue:
    """Return the visits with an officer in the crew."""
    return _private_feed(ListKind.OFFICER, token, page=url_for("own_calendars.index"))


@blueprint.get("/kantor/<token>.ics")
@access.by_secret
def office(token: str) -> ResponseReturnValue:
    """Return all published visits of an office."""
    return _private_feed(ListKind.OFFICE, token, page=url_for("coordinators.calendars.index"))


def _private_feed(kind: ListKind, token: str, *, page: str) -> ResponseReturnValue:
    """Return the calendar of a token. An unknown one is 404; too many of those are 429."""
    try:
        scope = open_calendar(kind, token, network_of(request.remote_addr or ""), now=clock.now())
    except TooManyGuesses as guesses:
        raise TooManyRequests(retry_after=_BRAKE_SECONDS) from guesses
    return feed_answer(scope, page=page)


@blueprint.after_request
def _hide_address(response: Response) -> Response:
    """Keep the secret address from other sites and search engines, also one that was ended."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def path_of(kind: ListKind, token: str) -> str:
    """Return the path of a token's calendar."""
    return url_for(f"private_feeds.{_ENDPOINTS[kind]}", token=token)
