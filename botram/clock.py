"""The only place that reads the time: everything else is told what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
"""What Indonesians call their time zones."""


def now() -> datetime:
    """The present moment in UTC, to the second, as tables keep it."""
    return datetime.now(UTC).replace(microsecond=0)


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of a moment on the wall clock of a zone such as ``Asia/Jayapura``."""
    return moment.astimezone(ZoneInfo(zone)).date()


def at_wall_clock(day: date, hour: int, minute: int, zone: str) -> datetime:
    """The UTC moment of a wall-clock time in a zone."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def day_bounds(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """The UTC moments between which the days first to last lie in a zone: start included, end not."""
    start = at_wall_clock(first, 0, 0, zone)
    return start, at_wall_clock(date.fromordinal(last.toordinal() + 1), 0, 0, zone)
