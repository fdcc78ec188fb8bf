"""The layout of the plan board: weeks, days, lanes of teams, cells with chips."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from botram.clock import local_day
from botram.days.queries import day_notes, ramadan_rows
from botram.days.rules import DayKindShown, DayNote, is_fasting_day
from botram.formats import hours
from botram.languages import language
from botram.staff.models import Office, Team
from botram.visit_view import Audience, state_key_of
from botram.visit_view.kinds import StateKey
from botram.visit_view.labels import key_word
from botram.visits.models import ANNOUNCED, Visit, VisitLevel, VisitState
from botram.visits.outlines.models import VisitOutline
from botram.visits.outlines.rules import outline_name

_WEEK = timedelta(days=7)
_SUNDAY = 6
_TAKEN = (VisitState.DRAFT, *ANNOUNCED)
_MOVABLE = frozenset({VisitState.DRAFT, VisitState.PUBLISHED})


@dataclass(frozen=True)
class Span:
    """The weeks that a board shows."""

    first: date  # a Monday
    weeks: int
    month: date | None = None  # its first day, where one month is asked for

    @property
    def last(self) -> date:
        """The last day, a Sunday."""
        return self.first + self.weeks * _WEEK - timedelta(days=1)

    @property
    def days(self) -> list[date]:
        """All days."""
        return [self.first + timedelta(days=n) for n in range(self.weeks * 7)]

    @classmethod
    def of_month(cls, month: date) -> "Span":
        """The weeks that a month touches."""
        first = monday_of(month)
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return cls(first, (monday_of(last) - first).days // 7 + 1, month)


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Chip:
    """A visit on the board."""

    public_id: str
    name: str  # short
    full_name: str
    key: str  # of the state: icon and colours
    word: str
    hours: str
    version: int = 0
    movable: bool = False
    choosable: bool = False
    marked: bool = False  # a rule warns of it
    market: bool = False  # it is on a market day of its village
    role: str = ""  # "origin" or "target" of a change that is looked at

    @property
    def value(self) -> str:
        """What its box sends: the visit in the version that was seen."""
        return f"{self.public_id}.{self.version}"


@dataclass
class Cell:
    """A day of a lane."""

    day: date
    chips: list[Chip] = field(default_factory=list)
    free: bool = False  # nobody is planned, and it is still to come


@dataclass(frozen=True)
class Lane:
    """A team in a week."""

    team_id: int
    team: str
    active: bool
    cells: Sequence[Cell]
    short: str  # the team's name without a first word that all have


@dataclass(frozen=True)
class DayHead:
    """A day above its lanes."""

    day: date
    notes: Sequence[str]  # holidays and the like, in words
    off: bool  # a Sunday or a holiday
    holiday: bool
    today: bool
    other: bool  # of the month before or after
    free: int  # teams with nothing planned; 0 for days that are over


@dataclass(frozen=True)
class Week:
    """Seven days and their lanes."""

    days: Sequence[DayHead]
    lanes: Sequence[Lane]

    @property
    def key(self) -> str:
        """What its address calls it: 2026-W50."""
        return self.days[0].day.strftime("%G-W%V")


Ghosts = Mapping[str, tuple[int, datetime]]
"""Where visits would go: team and opening time by public id."""


def weeks_of(
    span: Span,
    office: Office,
    teams: Sequence[Team],
    visits: Sequence[Visit],
    *,
    now: datetime,
    outlines: Sequence[VisitOutline] = (),
    marked: frozenset[str] = frozenset(),
    ghosts: Ghosts | None = None,
) -> list[Week]:
    """Lay out the visits of a span, a lane for each team. Two statements, for holidays and Ramadan.

    outlines  those with a day and a team stand in their cell
    marked  public ids of visits that a rule warns of
    ghosts  where visits would go: they stand at both places
    """
    today = local_day(now, office.time_zone)
    cells = _cells_of(span, office, visits, now, marked, ghosts or {})
    _place_outlines(cells, outlines, office, ghosts or {})
    shown = [team for team in teams if team.active or any(team.id == one for one, _day in cells)]
    rows = {(team.id, day): Cell(day, cells.get((team.id, day), [])) for team in shown for day in span.days}
    taken = {(one.team_id, one.day) for one in outlines if one.team_id and one.day}
    taken |= {
        (team_id, local_day(visit.opens_at, office.time_zone))
        for visit in visits
        if visit.state in _TAKEN
        for team_id in visit.team_ids
    }
    heads = {one.day: one for one in _heads_of(span, office, today)}
    for (team_id, day), cell in rows.items():
        cell.free = day >= today and (team_id, day) not in taken
    free = {day: sum(rows[team.id, day].free for team in shown if team.active) for day in span.days}
    weeks, shared = [], _shared_word([team.name for team in shown])
    for n in range(span.weeks):
        days = span.days[n * 7 : n * 7 + 7]
        lanes = [
            Lane(one.id, one.name, one.active, [rows[one.id, day] for day in days], one.name.removeprefix(shared))
            for one in shown
        ]
        weeks.append(Week([replace(heads[day], free=free[day]) for day in days], lanes))
    return weeks


def _shared_word(names: Sequence[str]) -> str:
    """The first word with which several names begin and go on; empty without one."""
    words = {name.partition(" ")[0] for name in names if " " in name}
    every = len(names) > 1 and all(" " in name for name in names)
    return f"{words.pop()} " if every and len(words) == 1 else ""


def _cells_of(
    span: Span, office: Office, visits: Iterable[Visit], now: datetime, marked: frozenset[str], ghosts: Ghosts
) -> dict[tuple[int, date], list[Chip]]:
    """Return the chips by team and day. A visit of two teams stands in both lanes, and is moved from the first one."""
    cells = defaultdict[tuple[int, date], list[Chip]](list)
    for visit in visits:
        chip, there = chip_of(visit, now, marked=visit.public_id in marked), ghosts.get(visit.public_id)
        day, second = local_day(visit.opens_at, office.time_zone), visit.second_team_id
        if there is None:
            cells[visit.team_id, day].append(chip)
            if second:
                cells[second, day].append(replace(chip, movable=False, choosable=False))
            continue
        team_id, opens_at = there
        for lane, later in ((visit.team_id, team_id), (second, second)):
            if lane and later:
                cells[lane, day].append(replace(chip, role="origin"))
                target = replace(chip, role="target", movable=False)
                cells[later, local_day(opens_at, office.time_zone)].append(target)
    return cells


def _place_outlines(
    cells: dict[tuple[int, date], list[Chip]], outlines: Iterable[VisitOutline], office: Office, ghosts: Ghosts
) -> None:
    """Add the chips of outlines that have a day and a team, and those that would get one."""
    for outline in outlines:
        chip, there = chip_of_outline(outline, ghosts), ghosts.get(outline.public_id)
        if outline.day and outline.team_id:
            cells.setdefault((outline.team_id, outline.day), []).append(chip)
        if there:
            target = replace(chip, role="target", movable=False)
            cells.setdefault((there[0], local_day(there[1], office.time_zone)), []).append(target)


def chip_of_outline(outline: VisitOutline, ghosts: Ghosts | None = None) -> Chip:
    """Return the chip of an outline: that of a draft without hours."""
    key, name = StateKey.DRAFT, outline_name(outline)
    return Chip(
        outline.public_id,
        outline.village.name if outline.village and outline.level is VisitLevel.VILLAGE else name,
        name,
        key.value,
        key_word(key, language()),
        "",
        outline.version,
        movable=True,
        choosable=True,
        role="origin" if outline.public_id in (ghosts or {}) else "",
    )


def chip_of(visit: Visit, now: datetime, *, marked: bool = False) -> Chip:
    """Return the chip of a visit as its office sees it."""
    key = state_key_of(visit, Audience.OFFICE, now)
    zone = visit.office.time_zone
    return Chip(
        visit.public_id,
        _short_name(visit),
        visit.place_name,
        key.value,
        key_word(key, language()),
        f"{hours(visit.opens_at, zone)}–{hours(visit.closes_at, zone)}",
        visit.version,
        movable=visit.state in _MOVABLE,
        choosable=visit.state is not VisitState.CANCELLED,  # also one that is over can be copied
        marked=marked,
        market=visit.village.has_market_on(local_day(visit.opens_at, zone)),
    )


def _short_name(visit: Visit) -> str:
    """Return the name that fits a chip."""
    if visit.title:
        return visit.title
    if visit.level is VisitLevel.DISTRICT:
        name: str = _("Kec. %(name)s", name=visit.village.district.name)
        return name
    return visit.village.name


def _heads_of(span: Span, office: Office, today: date) -> Iterable[DayHead]:
    """Yield the days with their notes."""
    notes = defaultdict[date, list[DayNote]](list)
    for note in day_notes(office, span.first, span.last):
        notes[note.day].append(note)
    ramadans = ramadan_rows(office, span.first, span.last)
    for day in span.days:
        holidays = [one for one in notes[day] if one.kind is not DayKindShown.WORKDAY]
        words = [one.label for one in notes[day]]
        if is_fasting_day(day, ramadans):
            words.append(_("Ramadan"))
        yield DayHead(
            day,
            words,
            off=bool(holidays) or day.weekday() == _SUNDAY,
            holiday=bool(holidays) or day.weekday() == _SUNDAY,
            today=day == today,
            other=span.month is not None and (day.year, day.month) != (span.month.year, span.month.month),
            free=0,
        )
