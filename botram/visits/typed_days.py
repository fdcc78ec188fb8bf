"""Days as people write them into a search: today, next week, a weekday, a date. In both languages. Pure functions."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from botram.places.rules import plain_text

_ONE = timedelta(days=1)
_WEEKDAYS = {
    "senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum at": 4, "sabtu": 5, "minggu": 6, "ahad": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_MONTHS = {
    **dict.fromkeys(("januari", "january", "jan"), 1), **dict.fromkeys(("februari", "february", "feb"), 2),
    **dict.fromkeys(("maret", "march", "mar"), 3), **dict.fromkeys(("april", "apr"), 4),
    **dict.fromkeys(("mei", "may"), 5), **dict.fromkeys(("juni", "june", "jun"), 6),
    **dict.fromkeys(("juli", "july", "jul"), 7), **dict.fromkeys(("agustus", "august", "agt", "agu", "aug"), 8),
    **dict.fromkeys(("september", "sept", "sep"), 9), **dict.fromkeys(("oktober", "october", "okt", "oct"), 10),
    **dict.fromkeys(("november", "nov"), 11), **dict.fromkeys(("desember", "december", "des", "dec"), 12),
}  # fmt: skip
_YEAR_OF_NEXT = 30  # days: a date without a year that passed longer ago is next year's
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


@dataclass(frozen=True)
class Days:
    """The first and the last day that are meant, both included."""

    first: date
    last: date


_Reader = Callable[[date, re.Match[str]], Days | None]


def days_in(query: str, today: date) -> tuple[Days | None, str]:
    """Return the days that a search text names, and its other words; None leaves it as it is."""
    plain = plain_text(query)
    for pattern, read in _PATTERNS:
        found = pattern.search(plain)
        if found and (days := read(today, found)):
            return days, f"{plain[: found.start()]} {plain[found.end() :]}".strip()
    return None, query


def _day(ahead: int) -> _Reader:
    return lambda today, _found: Days(today + ahead * _ONE, today + ahead * _ONE)


def _week(ahead: int) -> _Reader:
    """Return a reader of a week from Monday to Sunday; of the present one what is left."""

    def read(today: date, _found: re.Match[str]) -> Days:
        monday = today - today.weekday() * _ONE + 7 * ahead * _ONE
        return Days(max(today, monday), monday + 6 * _ONE)

    return read


def _weekend(today: date, _found: re.Match[str]) -> Days:
    saturday = today + max(5 - today.weekday(), 0) * _ONE
    return Days(max(today, saturday), today + (6 - today.weekday()) * _ONE)


def _month(ahead: int) -> _Reader:
    """Return a reader of a month; of the present one what is left."""

    def read(today: date, _found: re.Match[str]) -> Days:
        first = (today.replace(day=1) + 31 * ahead * _ONE).replace(day=1)
        return Days(max(today, first), (first + 31 * _ONE).replace(day=1) - _ONE)

    return read


def _weekday(today: date, found: re.Match[str]) -> Days:
    """Return the next such day, today included; with "depan" that of next week."""
    ahead = (_WEEKDAYS[found["day"]] - today.weekday()) % 7
    if found["next"]:
        ahead = _WEEKDAYS[found["day"]] - today.weekday() + 7
    return Days(today + ahead * _ONE, today + ahead * _ONE)


def _date(today: date, found: re.Match[str]) -> Days | None:
    """Return a date; without a year the next one, unless it has only just passed."""
    parts = found.groupdict()
    month = _MONTHS.get(parts["month"]) or int(parts["month"])
    year = int(parts["year"]) if parts.get("year") else today.year
    year += 2000 if year < 100 else 0
    try:
        day = date(year, month, int(parts["number"]))
        if not parts.get("year") and (today - day).days > _YEAR_OF_NEXT:
            day = day.replace(year=year + 1)
    except ValueError:
        return None
    return Days(day, day) if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _compiled(pattern: str, read: _Reader) -> tuple[re.Pattern[str], _Reader]:
    return re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])"), read


_NAMES_OF_MONTHS, _NAMES_OF_DAYS = ("|".join(sorted(names, key=len, reverse=True)) for names in (_MONTHS, _WEEKDAYS))
_YEAR = r"(?:[ ,]+(?P<year>20\d\d))?"
_PATTERNS = (
    _compiled(r"(?P<year>20\d\d)-(?P<month>\d\d?)-(?P<number>\d\d?)", _date),
    _compiled(r"(?:(?:tanggal|tgl) )?(?P<number>\d\d?)[-/.](?P<month>\d\d?)[-/.](?P<year>20\d\d|\d\d)", _date),
    _compiled(r"(?:(?:tanggal|tgl) |^)(?P<number>\d\d?)[-/.](?P<month>\d\d?)(?= *$)", _date),
    _compiled(rf"(?:(?:tanggal|tgl) )?(?P<number>\d\d?) (?P<month>{_NAMES_OF_MONTHS}){_YEAR}", _date),
    _compiled(rf"(?P<month>{_NAMES_OF_MONTHS}) (?P<number>\d\d?)(?:st|nd|rd|th)?{_YEAR}", _date),
    _compiled(r"hari ini|sekarang|today|now", _day(0)),
    _compiled(r"besok lusa|besoklusa|lusa|day after tomorrow", _day(2)),
    _compiled(r"besok|besuk|tomorrow", _day(1)),
    _compiled(r"minggu ini|pekan ini|this week", _week(0)),
    _compiled(r"minggu depan|pekan depan|next week", _week(1)),
    _compiled(r"akhir pekan(?: ini)?|akhir minggu(?: ini)?|weekend", _weekend),
    _compiled(r"bulan ini|this month", _month(0)),
    _compiled(r"bulan depan|next month", _month(1)),
    _compiled(
        rf"(?<!pasar )(?:hari |on |this )?(?P<day>{_NAMES_OF_DAYS})(?: ini)?(?P<next> depan| besok minggu)?", _weekday
    ),
)
