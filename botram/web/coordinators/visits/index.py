"""The list of all visits of the office, with drafts."""

import re
from collections.abc import Sequence, Set
from datetime import date, datetime, timedelta
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from botram import clock
from botram.formats import month_and_year
from botram.places.lookup import locations_of
from botram.staff.models import Office, Role
from botram.staff.queries import teams_of
from botram.visit_view.labels import state_word
from botram.visits.marks.queries import marks_by_visit
from botram.visits.models import Visit, VisitState
from botram.visits.search_queries import Search, visits_page
from botram.web import access
from botram.web.coordinators.filters import filter_asked
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.visits.blueprint import blueprint
from botram.web.coordinators.visits.labels import warning_word
from botram.web.forms import page_asked
from botram.web.parameters import numbered_address, takes

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
MONTHS_BACK, MONTHS_AHEAD = 12, 12
_EVERYTHING = "semua"
_GOOD_MATCH = 75  # of 100


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD)
@takes("bulan", "keadaan", "tim", "q", "tanda", "halaman")
def index() -> ResponseReturnValue:
    """List a page of visits: from today on, of a month, or all; filtered by state, team and words."""
    office, now = access.me().office, clock.now()
    teams = teams_of(office)
    search = _search_asked(office, {str(team.id) for team in teams})
    page = visits_page(search, page_asked(), past=search.since is None)
    return render_template(
        "coordinators/visits/index.html",
        page=page.shown(office_view),
        marks=_mark_words(page.items, now),
        asked=request.args,
        filtered=any(request.args.get(name) for name in ("bulan", "keadaan", "tim", "q", "tanda")),
        months=_months_around(clock.local_day(now, office.time_zone)),
        states=[(state.value, state_word(state)) for state in VisitState],
        teams=teams,
        zone=office.time_zone,
        now=now,
        url_of=numbered_address,
        may_plan=access.me().may(Role.COORDINATOR),
    )


def _mark_words(visits: Sequence[Visit], now: datetime) -> dict[str, list[str]]:
    """Return the labels of the open marks of visits, by public id."""
    marks = marks_by_visit([visit.id for visit in visits], now)
    return {visit.public_id: [warning_word(one.code) for one in marks.get(visit.id, ())] for visit in visits}


def _search_asked(office: Office, teams: Set[str]) -> Search:
    """Return the search for the filters in the address, without unknown ones. ``teams``: their ids."""
    wanted: dict[str, Any] = {"office": office, "states": tuple(VisitState)}
    span = filter_asked("bulan", lambda value: value == _EVERYTHING or _MONTH.fullmatch(value))
    if month := _MONTH.fullmatch(span):
        first = date(int(month[1]), int(month[2]), 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        wanted["since"], wanted["until"] = clock.day_bounds(first, last, office.time_zone)
    elif span == _EVERYTHING:
        wanted["newest_first"] = True
    else:
        today = clock.local_day(clock.now(), office.time_zone)
        wanted["since"] = clock.at_wall_clock(today, 0, 0, office.time_zone)
    if state := filter_asked("keadaan", set(VisitState)):
        wanted["states"] = (VisitState(state),)
    wanted["marked"] = bool(filter_asked("tanda", {"1"}))
    if team := filter_asked("tim", teams):
        wanted["team_id"] = int(team)
    return Search(**wanted, **_places_asked(office, request.args.get("q", "").strip()))


def _places_asked(office: Office, text: str) -> dict[str, Any]:
    """Return the villages, districts and words that match a typed text."""
    if not text:
        return {}
    found = [one.raw for one in locations_of(text, office=office) if one.raw["score"] >= _GOOD_MATCH]
    return {
        "text": "".join(letter for letter in text if letter.isprintable()),
        "villages": frozenset(one["code"] for one in found if one["kind"] == "village"),
        "districts": frozenset(one["code"] for one in found if one["kind"] == "district"),
    }


def _months_around(today: date) -> list[tuple[str, str]]:
    """Return the months of the filter: value and name."""
    first = today.year * 12 + today.month - 1
    days = [date(n // 12, n % 12 + 1, 1) for n in range(first + MONTHS_AHEAD, first - MONTHS_BACK - 1, -1)]
    return [(f"{day:%Y-%m}", month_and_year(day)) for day in days]
