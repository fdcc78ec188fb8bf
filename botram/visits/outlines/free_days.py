"""Free days for an outline: those of its month on which a team and its people are free at the usual hours."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from botram.clock import local_day
from botram.staff.models import Office
from botram.visits.changes.queries import crews_of, reservations
from botram.visits.changes.slots import Crew, Reservations, Slot, open_slots
from botram.visits.models import VisitLevel
from botram.visits.templates.queries import template_for

_NOBODY = Crew(0, "")


def free_days_of(
    office: Office,
    level: VisitLevel,
    month: date,
    now: datetime,
    *,
    day: date | None = None,
    team_id: int | None = None,
) -> list[Slot]:
    """Return the first free days of a month. ``day``: of that day alone; ``team_id``: of that team alone."""
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    template, crews = template_for(office, level), crews_of(office)
    asked = [one for one in crews if team_id in (None, one.team_id)]
    return _slots_among(
        (month, last),
        day,
        (template.opens, template.closes),
        asked,
        reservations(office, month, last),
        today=local_day(now, office.time_zone),
        zone=office.time_zone,
    )


def _slots_among(
    month: tuple[date, date],
    day: date | None,
    hours: tuple[time, time],
    crews: Iterable[Crew],
    taken: Reservations,
    *,
    today: date,
    zone: str,
    most: int = 4,
) -> list[Slot]:
    """Return the first free days, each with one team; of a single day all free teams.

    month   its first and last day
    hours   opening and closing time on the wall clock
    """
    if day is not None:
        there = open_slots((day, *hours), _NOBODY, crews, taken, today=today, zone=zone, most=most)
        return [one for one in there if one.day == day]
    before = max(month[0] - timedelta(days=1), today)
    found = defaultdict[date, list[Slot]](list)
    for crew in crews:
        for slot in open_slots((before, *hours), crew, (), taken, today=before, zone=zone, most=most):
            if slot.day <= month[1]:
                found[slot.day].append(slot)
    named, offered = Counter[int](), []
    for one in sorted(found)[:most]:  # each team in turn
        offered.append(min(found[one], key=lambda slot: named[slot.team_id]))
        named[offered[-1].team_id] += 1
    return offered
