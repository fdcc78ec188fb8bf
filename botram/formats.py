"""How moments, days and figures read, in the language that is spoken.

Pure functions: a moment (aware, UTC) or a day, the name of a time zone, and where words like "besok" are
wanted, the moment from which one looks. Nothing here reads the clock.
"""

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import ngettext

from botram.clock import ZONE_NAMES
from botram.languages import ENGLISH, language

_format_date = lru_cache(maxsize=2_000)(format_date)  # a list has the same days again and again


def local_day(at: datetime | date, zone: str | None = None) -> date:
    """The day on the wall calendar of that zone; a day stays itself."""
    if not isinstance(at, datetime):
        return at
    return _local(at, zone).date()


def long_day(at: datetime | date, zone: str | None = None) -> str:
    """A day in full: "Selasa, 8 Desember 2026"."""
    return _format_date(local_day(at, zone), "EEEE, d MMMM y", language())


def short_day(at: datetime | date, zone: str | None = None) -> str:
    """A day for staff tables only: "Sel, 8 Des 2026"."""
    return _format_date(local_day(at, zone), "EEE, d MMM y", language())


def month_and_year(at: datetime | date, zone: str | None = None) -> str:
    """A month: "Desember 2026"."""
    return _format_date(local_day(at, zone), "MMMM y", language())


def weekday(at: datetime | date, zone: str | None = None) -> str:
    """The name of the weekday: "Selasa"."""
    return _format_date(local_day(at, zone), "EEEE", language())


def month(at: datetime | date, zone: str | None = None) -> str:
    """The name of the month: "Desember"."""
    return _format_date(local_day(at, zone), "MMMM", language())


def short_month(at: datetime | date, zone: str | None = None) -> str:
    """The name of the month in three letters, for charts: "Des"."""
    return _format_date(local_day(at, zone), "MMM", language())


def day_words(at: datetime | date, zone: str | None, now: datetime) -> str:
    """How far the day lies from now: "hari ini", "besok", "lusa", "4 hari lagi", "kemarin", "3 hari lalu"."""
    days = (local_day(at, zone) - local_day(now, zone)).days
    near: dict[int, str] = {-1: _("kemarin"), 0: _("hari ini"), 1: _("besok"), 2: _("lusa")}
    far: str = (
        ngettext("%(num)s hari lagi", "%(num)s hari lagi", days)
        if days > 0
        else ngettext("%(num)s hari lalu", "%(num)s hari lalu", -days)
    )
    return near.get(days, far)


def wall_clock(at: datetime | time, spoken: str = "") -> str:
    """An hour as it stands on the wall clock: "08.00", or "08:00" in English.

    ``spoken`` is the present language, where many hours are wanted and it was looked up already.
    """
    return at.strftime("%H:%M" if (spoken or language()) == ENGLISH else "%H.%M")


def hours(at: datetime, zone: str) -> str:
    """The wall clock of that zone: "08.00", or "08:00" in English."""
    return wall_clock(_local(at, zone))


def hour_range(opens_at: datetime, closes_at: datetime, zone: str) -> str:
    """From opening to closing: "08.00–14.00 WIB"."""
    return f"{hours(opens_at, zone)}–{hours(closes_at, zone)} {zone_word(zone)}"


def times(opens_at: datetime, closes_at: datetime, zone: str) -> str:
    """Day and hours: "Selasa, 8 Desember 2026, 08.00–14.00 WIB"."""
    return f"{long_day(opens_at, zone)}, {hour_range(opens_at, closes_at, zone)}"


def clock_and_zone(at: datetime, zone: str) -> str:
    """An hour with its zone: "13.05 WIB"."""
    return f"{hours(at, zone)} {zone_word(zone)}"


def zone_word(zone: str) -> str:
    """What Indonesians call the zone: "WIB", "WITA" or "WIT"."""
    return ZONE_NAMES[zone]


def moment(at: datetime, zone: str) -> str:
    """Day, hour and zone: "Selasa, 8 Desember 2026, 10.42 WIB"."""
    return f"{long_day(at, zone)}, {hours(at, zone)} {zone_word(zone)}"


def short_moment(at: datetime, zone: str) -> str:
    """Day and hour for staff tables only: "Sel, 8 Des 2026, 10.42"."""
    return f"{short_day(at, zone)}, {hours(at, zone)}"


def iso(at: datetime | date, zone: str | None = None) -> str:
    """For a `datetime` attribute: the day "2026-12-08", or of a moment "2026-12-08T10:42+07:00"."""
    return _local(at, zone).isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


def number(value: float) -> str:
    """A figure with at most one decimal place: "1.046" or "3,8"; "1,046" in English."""
    return format_decimal(value, "#,##0.#", language())


def distance(km: float) -> str:
    """A distance: "3,8 km", "850 m" below one kilometre, whole kilometres from 100."""
    metres = round(km * 20) * 50
    if metres < 1000:
        return f"{metres} m"
    return f"{number(round(km) if km >= 100 else km)} km"


def _local(at: datetime, zone: str | None) -> datetime:
    """The moment on the wall clock. Raises ValueError without a zone, or for a moment that names none itself."""
    if zone is None or at.tzinfo is None:
        raise ValueError("A moment is shown in a zone: an aware moment and the name of the zone are needed.")
    return at.astimezone(ZoneInfo(zone))
