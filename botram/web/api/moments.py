"""Moments in JSON: ISO 8601 with the offset of the office."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from botram import clock
from botram.web.api.field_types import FIRST_YEAR, LAST_YEAR

FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


def local_iso(moment: datetime, zone: str) -> str:
    """Return a moment on the wall clock of a zone: ``2026-12-08T08:00:00+07:00``."""
    return moment.astimezone(ZoneInfo(zone)).isoformat()


def begin_of(day: date, zone: str) -> datetime:
    """Return the moment at which a day begins in a zone. Days that no visit can be on become the nearest that can."""
    return clock.day_bounds(_near(day), _near(day), zone)[0]


def end_of(day: date, zone: str) -> datetime:
    """Return the moment at which a day ends in a zone."""
    return clock.day_bounds(_near(day), _near(day), zone)[1]


def _near(day: date) -> date:
    """Return the day, or the first or last possible one."""
    return min(max(day, FIRST_DAY), LAST_DAY)
