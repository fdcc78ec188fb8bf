"""The list of all visits of the office, with drafts."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
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
from botram.web.coordinators.filters import filter_asked, filter_refused
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.visits.blueprint import blueprint
from botram.web.coordinators.visits.labels import warning_word
from botram.web.forms import page_asked
from botram.web.parameters import kept_arguments, numbered_address, takes

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"20\d\d")
_FIRST_YEAR = 2000
MONTHS_BACK, MONTHS_AHEAD = 12, 12
_EVERYTHING = "semua"
_ALL = re.compile(_EVERYTHING)
_GOOD_MATCH = 75  # of 100


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD)
@takes("bulan", "keadaan", "tim", "q", "tanda", "halaman")
def index() -> ResponseReturnValue:
    """List a page of visits: from today on, of a month or a year, or all; filtered by state, team and words."""
    office, now = access.me().office, clock.now()
    teams, today = teams_of(office), clock.local_day(now, office.time_zone)
    search = _search_asked(office, {str(team.id) for team in teams}, today)
    page = visits_page(search, page_asked(), past=search.since is None)
    return render_template(
        "coordinators/visits/index.html",
        page=page.shown(office_view),
        marks=_mark_words(page.items, now),
        asked=request.args,
        query=kept_arguments(),
        filtered=any(request.args.get(name) for name in ("bulan", "keadaan", "tim", "q", "tanda")),
        months=_months_around(today),
        words_in=_words_in(request.args, today),
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


def _search_asked(office: Office, teams: Set[str], today: date) -> Search:
    """Return the search for the filters in the address; of nothing for an unknown one. ``teams``: their ids."""
    wanted: dict[str, Any] = {"office": office, "states": tuple(VisitState)}
    span = filter_asked(
        "bulan", lambda value: value == _EVERYTHING or _MONTH.fullmatch(value) or _YEAR.fullmatch(value)
    )
    if month := _MONTH.fullmatch(span):
        first = date(int(month[1]), int(month[2]), 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        wanted["since"], wanted["until"] = clock.day_bounds(first, last, office.time_zone)
    elif _YEAR.fullmatch(span):
        wanted["since"], wanted["until"] = clock.day_bounds(
            date(int(span), 1, 1), date(int(span), 12, 31), office.time_zone
        )
        wanted["newest_first"] = True
    elif span == _EVERYTHING:
        if request.args.get("q", "").strip():
            wanted["since"] = clock.at_wall_clock(_words_since(today), 0, 0, office.time_zone)
        wanted["newest_first"] = True
    else:
        wanted["since"] = clock.at_wall_clock(today, 0, 0, office.time_zone)
    if state := filter_asked("keadaan", set(VisitState)):
        wanted["states"] = (VisitState(state),)
    wanted["marked"] = bool(filter_asked("tanda", {"1"}))
    if team := filter_asked("tim", teams):
        wanted["team_id"] = int(team)
    wanted["nothing"] = filter_refused()
    return Search(**wanted, **_places_asked(office, request.args.get("q", "").strip()))


@dataclass(frozen=True)
class _WordsIn:
    """The period in which words are looked for, where it is not the whole that was asked for, and the year before."""

    since: date | None  # None: in one year
    year: int
    older: int | None


def _words_in(args: Any, today: date) -> _WordsIn | None:
    """Return the period in which the words of the address are looked for. Titles of all years are no longer read."""
    asked = args.get("bulan", "")
    if not args.get("q", "").strip():
        return None
    if asked == _EVERYTHING:
        since = _words_since(today)
        return _WordsIn(since, since.year, since.year)
    if _YEAR.fullmatch(asked):
        return _WordsIn(None, int(asked), int(asked) - 1 if int(asked) > _FIRST_YEAR else None)
    return None


def _words_since(today: date) -> date:
    """Return the day from which on words are looked for: the first of the months that can be chosen."""
    first = today.year * 12 + today.month - 1 - MONTHS_BACK
    return date(first // 12, first % 12 + 1, 1)


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
