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
_NUMBERS = {
    "se": 1,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "one": 1,
    "a": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
}
_THIRDS = {
    "awal": (1, 10),
    "early": (1, 10),
    "pertengahan": (11, 20),
    "mid": (11, 20),
    "akhir": (21, 31),
    "late": (21, 31),
}
_UNTIL, _BEFORE = ("sampai", "hingga", "until", "till", "by"), ("sebelum", "before")
_SINCE, _AFTER = ("mulai", "sejak", "dari", "from", "since"), ("setelah", "sesudah", "after")
_A_YEAR = 365  # days: how far an open end reaches
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
            before, after = plain[: found.start()], plain[found.end() :]
            if read in (_date, _date_of_month, _range):
                before, after = _WEEKDAY_BEFORE.sub("", before), _WEEKDAY_BEHIND.sub("", after)
            if bound := _BOUND.search(before):
                days, before = _bounded(days, bound[1], today), before[: bound.start()]
            return days, f"{before} {after}".strip()
    return None, query


def _bounded(days: Days, word: str, today: date) -> Days:
    """Return the days that a word before a date opens at one end: "sampai", "mulai"."""
    if word in _UNTIL:
        return Days(min(today, days.first), days.last)
    if word in _BEFORE:
        return Days(min(today, days.first - _ONE), days.first - _ONE)
    first = days.last + _ONE if word in _AFTER else days.first
    return Days(first, first + _A_YEAR * _ONE)


def _day(ahead: int) -> _Reader:
    return lambda today, _found: Days(today + ahead * _ONE, today + ahead * _ONE)


def _week(ahead: int) -> _Reader:
    """Return a reader of a week from Monday to Sunday; of the present one what is left."""

    def read(today: date, _found: re.Match[str]) -> Days:
        monday = today - today.weekday() * _ONE + 7 * ahead * _ONE
        return Days(max(today, monday), monday + 6 * _ONE)

    return read


def _last_week(today: date, _found: re.Match[str]) -> Days:
    monday = today - today.weekday() * _ONE
    return Days(monday - 7 * _ONE, monday - _ONE)


def _ahead(today: date, found: re.Match[str]) -> Days | None:
    """Return the day, the week or the month that lies so many ahead: "3 hari lagi"."""
    number = _NUMBERS.get(found["count"]) or int(found["count"])
    readers = {"bulan": _month, "month": _month, "minggu": _week, "pekan": _week, "week": _week}
    return readers.get(found["unit"], _day)(number)(today, found)


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


def _part_of_month(today: date, found: re.Match[str]) -> Days:
    """Return a month by its name, or the present or the next one, or a third of it; of the present one what is left."""
    parts = found.groupdict()
    if parts.get("month"):
        month = _MONTHS[parts["month"]]
        first = date(int(parts["year"] or today.year + (month < today.month)), month, 1)
    else:
        first = (today.replace(day=1) + 31 * bool(parts["next"]) * _ONE).replace(day=1)
    begin, end = _THIRDS.get(parts["third"] or "", (1, 31))
    last = min(first + (end - 1) * _ONE, (first + 31 * _ONE).replace(day=1) - _ONE)
    return Days(min(max(first.replace(day=begin), today), last), last)


def _date_of_month(today: date, found: re.Match[str]) -> Days | None:
    """Return the next day with a number: "tgl 7"."""
    for ahead in range(3):
        try:
            day = (today.replace(day=1) + 31 * ahead * _ONE).replace(day=int(found["number"]))
        except ValueError:
            continue
        if day >= today:
            return Days(day, day)
    return None


def _range(today: date, found: re.Match[str]) -> Days | None:
    """Return the days from one to another: "7 s.d. 12 Desember", "28 November - 3 Desember", "tgl 7 sampai 12"."""
    parts = found.groupdict()
    end = _date(today, found) if parts.get("month") else _date_of_month(today, found)
    if end is None:
        return None
    number, last = int(parts["begin"]), end.last
    month = last.replace(day=1) if number <= last.day else last.replace(day=1) - _ONE
    try:
        first = month.replace(day=number)
        if parts.get("other"):
            month_number = _MONTHS[parts["other"]]
            first = date(last.year - (month_number > last.month), month_number, number)
    except ValueError:
        return None
    return Days(first, last) if first <= last else None


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


_NAMES_OF_MONTHS, _NAMES_OF_DAYS, _NAMES_OF_NUMBERS = (
    "|".join(sorted(names, key=len, reverse=True)) for names in (_MONTHS, _WEEKDAYS, _NUMBERS)
)
_WHOLE_MONTHS = "|".join(name for name in _MONTHS if len(name) > 4 or name in ("juni", "juli", "june", "july", "mei"))
_YEAR = r"(?:[ ,]+(?P<year>20\d\d))?"
_TGL = r"(?:tanggal|tgl)\.? ?"
_THIRD = rf"(?:(?P<third>{'|'.join(_THIRDS)}) )"
_TO = r" ?(?:-|–|—|s ?[./] ?d\.?|sd|sampai(?: dengan)?|hingga|dan|to|and) ?"
_FROM = r"(?:(?:dari|antara|from|between) )?"
_WEEKDAY_BEFORE = re.compile(rf"(?<![a-z])(?:hari |on )?(?:{_NAMES_OF_DAYS})[ ,/(]*$")
_WEEKDAY_BEHIND = re.compile(rf"^[ ,/(]*(?:hari )?(?:{_NAMES_OF_DAYS})(?![a-z])\)?")
_BOUND = re.compile(rf"(?<![a-z])({'|'.join((*_UNTIL, *_BEFORE, *_SINCE, *_AFTER))})(?: dengan)?[ ,]*$")
_PART_OF_DAY = "(?:pagi|siang|sore|malam)"
_PATTERNS = (
    _compiled(
        rf"{_FROM}(?:{_TGL})?(?P<begin>\d\d?)(?: (?P<other>{_NAMES_OF_MONTHS}))?{_TO}(?:{_TGL})?"
        rf"(?P<number>\d\d?) (?P<month>{_NAMES_OF_MONTHS}){_YEAR}",
        _range,
    ),
    _compiled(r"(?P<year>20\d\d)-(?P<month>\d\d?)-(?P<number>\d\d?)", _date),
    _compiled(rf"(?:{_TGL})?(?P<number>\d\d?)[-/.](?P<month>\d\d?)[-/.](?P<year>20\d\d|\d\d)", _date),
    _compiled(rf"{_TGL}(?P<number>\d\d?)[-/.](?P<month>\d\d?)", _date),
    _compiled(r"^(?P<number>\d\d?)[-/.](?P<month>\d\d?)(?= *$)", _date),
    _compiled(rf"(?:{_TGL})?(?P<number>\d\d?) (?P<month>{_NAMES_OF_MONTHS}){_YEAR}", _date),
    _compiled(rf"(?P<month>{_NAMES_OF_MONTHS}) (?P<number>\d\d?)(?:st|nd|rd|th)?{_YEAR}", _date),
    _compiled(rf"{_FROM}{_TGL}(?P<begin>\d\d?){_TO}(?:{_TGL})?(?P<number>\d\d?)", _range),
    _compiled(rf"{_TGL}(?P<number>\d\d?)", _date_of_month),
    _compiled(rf"(?P<count>\d\d?|{_NAMES_OF_NUMBERS}) ?(?P<unit>hari|minggu|pekan|bulan) (?:lagi|ke depan)", _ahead),
    _compiled(rf"in (?P<count>\d\d?|{_NAMES_OF_NUMBERS}) (?P<unit>day|week|month)s?", _ahead),
    _compiled(rf"(?<!\d ){_THIRD}?(?:bulan )?(?P<month>{_WHOLE_MONTHS}){_YEAR}(?! \d\d?\b)", _part_of_month),
    _compiled(rf"{_THIRD}bulan(?: ini|(?P<next> depan))?", _part_of_month),
    _compiled(rf"hari ini|sekarang|nanti {_PART_OF_DAY}|{_PART_OF_DAY} (?:ini|nanti)|tonight|today|now", _day(0)),
    _compiled(rf"(?:besok lusa|besoklusa|lusa|day after tomorrow)(?: {_PART_OF_DAY})?", _day(2)),
    _compiled(rf"(?:besok|besuk|tomorrow)(?: {_PART_OF_DAY})?", _day(1)),
    _compiled(r"kemarin|kemaren|yesterday", _day(-1)),
    _compiled(rf"(?:hari )?(?P<day>{_NAMES_OF_DAYS})(?P<next>,? (?:minggu|pekan) depan)", _weekday),
    _compiled(r"(?:minggu|pekan)(?: yang)? lalu|minggu kemarin|last week", _last_week),
    _compiled(r"(?:minggu|pekan) depann?ya lagi", _week(2)),
    _compiled(r"minggu ini|pekan ini|this week", _week(0)),
    _compiled(r"minggu depan|pekan depan|next week", _week(1)),
    _compiled(r"akhir pekan(?: ini)?|akhir minggu(?: ini)?|weekend", _weekend),
    _compiled(r"bulan ini|this month", _month(0)),
    _compiled(r"bulan depan|next month", _month(1)),
    _compiled(
        rf"(?<!pasar )(?:hari |on |this )?(?P<day>{_NAMES_OF_DAYS})(?: ini)?(?P<next> depan| besok minggu)?", _weekday
    ),
)
