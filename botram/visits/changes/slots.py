"""Free days and teams: the ways out that are offered beside a clash."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEARCHED_DAYS = 28  # before and after the wanted day
_SUNDAY = 6
_Times = tuple[datetime, datetime]


@dataclass(frozen=True)
class Slot:
    """A team that is free on a day."""

    day: date
    team_id: int
    team: str


@dataclass(frozen=True)
class Crew:
    """A team of the office with the people who serve in it."""

    team_id: int
    name: str
    people: frozenset[int] = frozenset()  # account ids
    second: "Crew | None" = None  # the second team of the same visit


@dataclass(frozen=True)
class Reservations:
    """When teams and officers are taken, and the days on which nobody goes out."""

    teams: Mapping[int, Sequence[_Times]] = field(default_factory=dict)
    officers: Mapping[int, Sequence[_Times]] = field(default_factory=dict)
    days_off: frozenset[date] = frozenset()

    def are_free(self, crew: Crew, opens_at: datetime, closes_at: datetime) -> bool:
        """Whether a team, the second one and all their people are free at a time. Touching ends are free."""
        if crew.second and not self.are_free(crew.second, opens_at, closes_at):
            return False
        taken = [*self.teams.get(crew.team_id, ()), *(t for one in crew.people for t in self.officers.get(one, ()))]
        return not any(opens_at < closed and opened < closes_at for opened, closed in taken)


def open_slots(
    wanted: tuple[date, time, time],
    crew: Crew,
    others: Iterable[Crew],
    taken: Reservations,
    *,
    today: date,
    zone: str,
    most: int = 3,
) -> list[Slot]:
    """The nearest ways out for a visit whose team or crew is taken.

    wanted   day, opening and closing time on the wall clock
    crew     the wanted team; first come other teams of that day, then the nearest days of this one
    most     of either kind
    """
    day, opens, closes = wanted

    def free(one: Crew, on: date) -> bool:
        moments = (datetime.combine(on, hour, ZoneInfo(zone)) for hour in (opens, closes))
        return taken.are_free(one, *moments)

    own = {crew.team_id, *([crew.second.team_id] if crew.second else [])}
    alternatives = (replace(one, second=crew.second) for one in others if one.team_id not in own)
    same_day = [Slot(day, one.team_id, one.name) for one in alternatives if free(one, day)]
    days = (day + timedelta(days=n * side) for n in range(1, SEARCHED_DAYS + 1) for side in (1, -1))
    open_days = (one for one in days if one > today and one.weekday() != _SUNDAY and one not in taken.days_off)
    other_days: list[Slot] = []
    for one in open_days:
        if free(crew, one):
            other_days.append(Slot(one, crew.team_id, crew.name))
        if len(other_days) == most:
            break
    return [*same_day[:most], *other_days]
