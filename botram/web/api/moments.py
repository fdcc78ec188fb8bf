"""Moments in JSON: ISO 8601 with the offset of the office."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from botram import clock
from botram.web.api.field_types import FIRST_YEAR, LAST_YEAR

FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


def local_iso(moment: datetime, zone: str) -> str:
    """Return a moment on the wall clock of a zone: ``2026-12-08T08:00:00+07:00``."""
    return moment.astimezone(ZoneInfo(zone)).isoformat()


def bounds_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return begin and end of a day in a zone. Days that no visit can be on become the nearest that can."""
    near = min(max(day, FIRST_DAY), LAST_DAY)
    return clock.day_bounds(near, near, zone)
