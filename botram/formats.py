"""Formatting moments, days and figures in the present language.

Pure functions of an aware moment or a day and the name of a time zone; for words like "besok" also of the present
moment.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import ngettext

from botram.clock import ZONE_NAMES, local_day, local_time
from botram.languages import ENGLISH, language

_A_MONDAY = date(2024, 1, 1)
_format_date = lru_cache(maxsize=2_000)(format_date)  # lists repeat the same days


def long_day(at: datetime | date, zone: str | None = None) -> str:
    """Return a day in full: "Selasa, 8 Desember 2026"."""
    return _format_date(local_day(at, zone), "EEEE, d MMMM y", language())


def short_day(at: datetime | date, zone: str | None = None) -> str:
    """Return a day for staff tables only: "Sel, 8 Des 2026"."""
    return _format_date(local_day(at, zone), "EEE, d MMM y", language())


def board_day(at: datetime | date, zone: str | None = None) -> str:
    """Return a day for the plan board, where the month stands above: "Sel 8"."""
    return _format_date(local_day(at, zone), "EEE d", language())


def month_and_year(at: datetime | date, zone: str | None = None) -> str:
    """Return a month: "Desember 2026"."""
    return _format_date(local_day(at, zone), "MMMM y", language())


def weekday(at: datetime | date, zone: str | None = None) -> str:
    """Return the name of the weekday: "Selasa"."""
    return _format_date(local_day(at, zone), "EEEE", language())


def weekday_name(number: int) -> str:
    """Return the name of a day of the week: 0 for Monday to 6 for Sunday."""
    return weekday(_A_MONDAY + timedelta(days=number))


def month(at: datetime | date, zone: str | None = None) -> str:
    """Return the name of the month: "Desember"."""
    return _format_date(local_day(at, zone), "MMMM", language())


def short_month(at: datetime | date, zone: str | None = None) -> str:
    """Return the name of the month in three letters, for charts: "Des"."""
    return _format_date(local_day(at, zone), "MMM", language())


def both(names: Iterable[str]) -> str:
    """Return one name, or two names joined: "Desa Jatimulya dan Desa Lambangsari". The same name only once."""
    first, *more = dict.fromkeys(names)
    return str(_("%(first)s dan %(second)s", first=first, second=more[0])) if more else first


def day_words(at: datetime | date, zone: str | None, now: datetime) -> str:
    """The distance of a day from today: "hari ini", "besok", "lusa", "4 hari lagi", "kemarin", "3 hari lalu"."""
    days = (local_day(at, zone) - local_day(now, zone)).days
    near: dict[int, str] = {-1: _("kemarin"), 0: _("hari ini"), 1: _("besok"), 2: _("lusa")}
    far: str = (
        ngettext("%(num)s hari lagi", "%(num)s hari lagi", days)
        if days > 0
        else ngettext("%(num)s hari lalu", "%(num)s hari lalu", -days)
    )
    return near.get(days, far)


def wall_clock(at: datetime | time, spoken: str = "") -> str:
    """A time of day: "08.00", or "08:00" in English.

    ``spoken`` is the present language, where a caller with many times has looked it up already.
    """
    return at.strftime("%H:%M" if (spoken or language()) == ENGLISH else "%H.%M")


def hours(at: datetime, zone: str) -> str:
    """The time of day: "08.00", or "08:00" in English."""
    return wall_clock(local_time(at, zone))


def day_and_hours(opens_at: datetime, closes_at: datetime, zone: str) -> str:
    """Day and hours without the zone: "Selasa, 8 Desember 2026, 08.00–14.00"."""
    return f"{long_day(opens_at, zone)}, {hours(opens_at, zone)}–{hours(closes_at, zone)}"


def times(opens_at: datetime, closes_at: datetime, zone: str) -> str:
    """Day, hours and zone: "Selasa, 8 Desember 2026, 08.00–14.00 WIB"."""
    return f"{day_and_hours(opens_at, closes_at, zone)} {zone_word(zone)}"


def clock_and_zone(at: datetime, zone: str) -> str:
    """The time of day with the zone: "13.05 WIB"."""
    return f"{hours(at, zone)} {zone_word(zone)}"


def zone_word(zone: str) -> str:
    """The name of a time zone: "WIB", "WITA" or "WIT"."""
    return ZONE_NAMES[zone]


def moment(at: datetime, zone: str) -> str:
    """Return day, hour and zone: "Selasa, 8 Desember 2026, 10.42 WIB"."""
    return f"{long_day(at, zone)}, {hours(at, zone)} {zone_word(zone)}"


def short_moment(at: datetime, zone: str) -> str:
    """Return day and hour for staff tables only: "Sel, 8 Des 2026, 10.42"."""
    return f"{short_day(at, zone)}, {hours(at, zone)}"


def iso(at: datetime | date, zone: str | None = None) -> str:
    """ISO 8601 for a `datetime` attribute: "2026-12-08" for a day, "2026-12-08T10:42+07:00" for a moment."""
    return local_time(at, zone).isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


def number(value: float) -> str:
    """Return a figure with at most one decimal place: "1.046" or "3,8"; "1,046" in English."""
    return format_decimal(value, "#,##0.#", language())


def distance(km: float) -> str:
    """Return a distance: "3,8 km", "850 m" below one kilometre, whole kilometres from 100."""
    metres = round(km * 20) * 50
    if metres < 1000:
        return f"{metres} m"
    return f"{number(round(km) if km >= 100 else km)} km"
