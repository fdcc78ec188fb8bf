"""The clock: the only module that reads the time. All others take it as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
"""The time zones of Indonesia and their names."""


def now() -> datetime:
    """Return the present moment in UTC, in whole seconds as tables store it."""
    return datetime.now(UTC).replace(microsecond=0)


def local_time(at: datetime, zone: str | None) -> datetime:
    """Return a moment in a time zone such as ``Asia/Jayapura``. Raises ValueError for a naive one or without a zone."""
    if zone is None or at.tzinfo is None:
        raise ValueError("A moment is shown in a zone: an aware moment and the name of the zone are needed.")
    return at.astimezone(ZoneInfo(zone))


def local_day(at: datetime | date, zone: str | None = None) -> date:
    """Return the calendar day of a moment in a time zone; a day stays itself."""
    return local_time(at, zone).date() if isinstance(at, datetime) else at


def at_wall_clock(day: date, hour: int, minute: int, zone: str) -> datetime:
    """Return the UTC moment of a wall-clock time in a time zone."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def day_bounds(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """Return the UTC moments of the start (included) and the end (excluded) of days first to last in a time zone."""
    start = at_wall_clock(first, 0, 0, zone)
    return start, at_wall_clock(date.fromordinal(last.toordinal() + 1), 0, 0, zone)
