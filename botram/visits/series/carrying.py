"""Carrying a change of one visit over to the others of its series: only what was changed. Pure functions."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from botram import clock
from botram.visits.plans import VisitPlan

_TIMES = ("opens_at", "closes_at", "queue_closes_at")


def carried_plan(plan: VisitPlan, old: VisitPlan, new: VisitPlan, zone: str) -> VisitPlan:
    """Return the plan of another visit with what differs between two plans of one visit.

    The day goes on by as many days as that one's. Hours that were not changed stay those of the other visit, and so
    does each text.
    """
    differs = {one.name for one in fields(VisitPlan) if _comparable(old, one.name) != _comparable(new, one.name)}
    whole = {name: getattr(new, name) for name in differs if name not in (*_TIMES, "texts")}
    texts = {name: text for name, text in new.texts.items() if text != old.text(name)}
    return replace(plan, **whole, **_carried_times(plan, old, new, zone), texts={**plan.texts, **texts})


def _comparable(plan: VisitPlan, name: str) -> Any:
    """One value of a plan, for comparison: without an order, and the crew by name."""
    value = getattr(plan, name)
    if name == "crew":
        teams = (plan.team, *plan.more_teams)
        return {member.id for team in teams for member in team.members} if value is None else set(value)
    return set(value) if isinstance(value, tuple) else value


def _carried_times(plan: VisitPlan, old: VisitPlan, new: VisitPlan, zone: str) -> dict[str, Any]:
    """The times of another visit after the change."""
    here = ZoneInfo(zone)

    def local(moment: datetime) -> datetime:
        return moment.astimezone(here)

    day = local(plan.opens_at).date() + (local(new.opens_at).date() - local(old.opens_at).date())
    found = {}
    for name in _TIMES:
        before, after, own = (getattr(one, name) for one in (old, new, plan))
        kept = own if _clock_time(before, here) == _clock_time(after, here) else after
        found[name] = clock.at_wall_clock(day, *_clock_time(kept, here), zone) if kept else None
    return found


def _clock_time(moment: datetime | None, zone: ZoneInfo) -> tuple[int, int]:
    """Hour and minute on the wall clock; the first of the day for none, at which no queue closes."""
    return (moment.astimezone(zone).hour, moment.astimezone(zone).minute) if moment else (0, 0)
