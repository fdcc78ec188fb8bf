"""The plan board: a month, some weeks or a list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.clock import local_day
from botram.formats import long_day, month_and_year
from botram.languages import language
from botram.staff.models import Office, Role
from botram.staff.queries import teams_of
from botram.visit_view.kinds import StateKey
from botram.visit_view.labels import key_word
from botram.visits.board_queries import MOST_SHOWN, visits_on_board
from botram.visits.marks.queries import marks_by_visit
from botram.visits.models import Visit, VisitState
from botram.visits.outlines.models import VisitOutline
from botram.visits.outlines.queries import outlines_between
from botram.web import access
from botram.web.coordinators.board.blueprint import blueprint
from botram.web.coordinators.board.grid import Ghosts, Span, chip_of, chip_of_outline, monday_of, weeks_of
from botram.web.parameters import takes

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_WEEKS = 2  # of the view by weeks
MONTH, WEEKS, LIST = "bulan", "minggu", "daftar"
MOST_UNDONE = 60  # drafts that the board undoes with one press: the address names them
_ALL_DRAFTS = "rancangan"
_PICKED = re.compile(r"20\d\d-(\d\d-\d\d|W\d\d)")  # a day or a week


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    view: str
    span: Span
    picked: str = ""  # visits that are chosen from the beginning: all drafts, those of a day or of a week

    @property
    def anchor(self) -> date:
        """The day that stands for it in addresses."""
        return self.span.month or self.span.first

    def address(self, *, steps: int = 0, view: str = "", **more: Any) -> str:
        """The address of this view, or of one some months or weeks later, or of another view of the same days."""
        view = view or self.view
        if view == WEEKS:
            first = self.span.first if self.view == WEEKS else monday_of(self.anchor)
            day = first + timedelta(weeks=_WEEKS * steps)
            return url_for("coordinators.board.show", tampilan=view, hari=day.isoformat(), **more)
        months = self.month.year * 12 + self.month.month - 1 + steps
        month = f"{months // 12:04d}-{months % 12 + 1:02d}"
        shown = None if view == MONTH else view
        return url_for("coordinators.board.show", bulan=month, tampilan=shown, **more)

    def address_of_new(self, team_id: int, day: date) -> str:
        """The address of the form for a visit in a free cell."""
        return url_for("coordinators.board.new", tim=team_id, pada=day.isoformat(), **dict(self.inputs))  # type: ignore[arg-type]  # names of a query

    @property
    def month(self) -> date:
        """The first day of the month, or of that of the first week."""
        return self.span.month or (self.span.first + timedelta(days=3)).replace(day=1)

    @property
    def inputs(self) -> list[tuple[str, str]]:
        """Names and values by which a form leads back here."""
        day = self.anchor.isoformat()
        return [("tampilan", self.view), ("bulan", day[:7]) if self.span.month else ("hari", day)]

    @property
    def title(self) -> str:
        """The days in words."""
        if self.span.month:
            return month_and_year(self.span.month)
        return f"{long_day(self.span.first).partition(', ')[2]} – {long_day(self.span.last).partition(', ')[2]}"


def view_asked(office: Office, values: Mapping[str, str]) -> Asked:
    """Return what an address or a form asks for; without or with a wrong month or day the present ones."""
    today = local_day(clock.now(), office.time_zone)
    picked = values.get("pilih", "")
    if values.get("tampilan") == WEEKS:
        day = _day_in(values.get("hari", "")) or today
        return Asked(WEEKS, Span(monday_of(day), _WEEKS), picked)
    month = _MONTH.fullmatch(values.get("bulan", ""))
    first = date(int(month[1]), int(month[2]), 1) if month else today.replace(day=1)
    return Asked(LIST if values.get("tampilan") == LIST else MONTH, Span.of_month(first), picked)


def _day_in(text: str) -> date | None:
    """The day that an address names; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None


@blueprint.get("")
@access.only(Role.COORDINATOR)
@takes("bulan", "tampilan", "hari", "pilih", "urung")
def show() -> ResponseReturnValue:
    """Show the month, the weeks or the list that the address asks for, and a button that undoes what was just moved."""
    undo = request.args.get("urung", "")
    return board_page(view_asked(access.me().office, request.args), undo=undo if undo.count(".") <= MOST_UNDONE else "")


def board_page(
    asked: Asked, status: int = 200, *, ghosts: Ghosts | None = None, chosen: Sequence[str] = (), **more: Any
) -> ResponseReturnValue:
    """Render the board. ``more``: what stands on the right."""
    office, now = access.me().office, clock.now()
    span = asked.span
    visits = visits_on_board(office, span.first, span.last)
    marks = marks_by_visit([visit.id for visit in visits], now)
    marked = frozenset(visit.public_id for visit in visits if visit.id in marks)
    chosen = [*chosen, *_picked_by(asked.picked, visits)]
    teams, context = teams_of(office), dict(more)
    outlines = _outlines_of(asked)
    if asked.view == LIST:
        names = {team.id: team.name for team in teams}
        context["rows"] = [
            (chip_of(visit, now, marked=visit.public_id in marked), day, names[visit.team_id])
            for visit, day in _of_month(visits, asked)
        ]
        context["rows"] += [(chip_of_outline(one), one.day, names.get(one.team_id or 0, "–")) for one in outlines]
    else:
        weeks = weeks_of(span, office, teams, visits, now=now, outlines=outlines, marked=marked, ghosts=ghosts)
        undated = [chip_of_outline(one, ghosts) for one in outlines if not (one.day and one.team_id)]
        context |= {"weeks": weeks, "undated": undated}
    return render_template(
        "coordinators/board/show.html",
        asked=asked,
        views=(MONTH, WEEKS, LIST),
        chosen=frozenset(chosen),
        legend=[(key.value, key_word(key, language())) for key in StateKey],
        teams=[team for team in teams if team.active],
        total=len(visits),
        drafts=sum(visit.state is VisitState.DRAFT for visit in visits),
        cut=len(visits) >= MOST_SHOWN,
        **context,
    ), status


def _picked_by(picked: str, visits: Sequence[Visit]) -> list[str]:
    """The public ids of the drafts, or of the visits of a day or a week that were not cancelled; none for no such."""
    if picked == _ALL_DRAFTS:
        return [visit.public_id for visit in visits if visit.state is VisitState.DRAFT]
    first = _day_in(picked) if _PICKED.fullmatch(picked) else None
    if first is None:
        return []
    last, zone = first + timedelta(days=6 if "W" in picked else 0), access.me().office.time_zone
    standing = (visit for visit in visits if visit.state is not VisitState.CANCELLED)
    return [visit.public_id for visit in standing if first <= local_day(visit.opens_at, zone) <= last]


def _outlines_of(asked: Asked) -> Sequence[VisitOutline]:
    """The outlines of the month, or of the months that the weeks touch."""
    first, last = (asked.span.month, asked.span.month) if asked.span.month else (asked.span.first, asked.span.last)
    return outlines_between(access.me().office, first, last)


def _of_month(visits: Sequence[Visit], asked: Asked) -> list[tuple[Visit, date]]:
    """The visits of the month itself with their days, without the days around it."""
    month, zone = asked.span.month, access.me().office.time_zone
    days = [(visit, local_day(visit.opens_at, zone)) for visit in visits]
    return [(visit, day) for visit, day in days if month is None or day.replace(day=1) == month]
