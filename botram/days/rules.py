"""Public holidays, Ramadan and prayer hours. Pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache

import holidays
from flask_babel import lazy_gettext as _l
from holidays.constants import GOVERNMENT, PUBLIC

from botram.days.models import DayKind, OfficeDay, Ramadan
from botram.languages import INDONESIAN, language

FIRST_YEAR, LAST_YEAR = 2020, 2100  # each year that was asked for is kept in memory
_FIXED_DATES = {(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)}  # (month, day) of holidays that no decree moves
_ESTIMATED = " (perkiraan)"  # suffix of names in the package
_EID = "Hari Raya Idul Fitri"  # 1 Syawal
_RAMADAN_DAYS = 30
_FRIDAY = 4
_PRAYER = time(11, 30), time(13, 0)


class DayKindShown(StrEnum):
    """The kind of a day on the calendar, and who decided it."""

    NATIONAL = "NATIONAL"
    COLLECTIVE = "COLLECTIVE"
    OFFICE = "OFFICE"
    WORKDAY = "WORKDAY"  # a holiday of the public list on which the office works


_SHOWN_AS = {
    DayKind.HOLIDAY: DayKindShown.OFFICE,
    DayKind.LEAVE: DayKindShown.COLLECTIVE,
    DayKind.WORKDAY: DayKindShown.WORKDAY,
}


@dataclass(frozen=True)
class DayNote:
    """One holiday, day of leave or working day on the calendar; a day may have several."""

    day: date
    kind: DayKindShown
    name: str
    estimated: bool = False  # no decree has set the date yet
    of_office: bool = False  # from an own row of the office, not from the public list

    @property
    def label(self) -> str:
        """The name in the present language; an own day of the office has one name for all languages."""
        return self.name if language() == INDONESIAN or self.of_office else english_name(self.name)


_KIND_LABELS = {
    DayKindShown.NATIONAL: _l("Hari libur nasional"),
    DayKindShown.COLLECTIVE: _l("Cuti bersama"),
    DayKindShown.OFFICE: _l("Hari libur kantor"),
    DayKindShown.WORKDAY: _l("Kantor tetap buka"),
}


def day_kind_label(kind: DayKindShown) -> str:
    """The label of a kind of day."""
    return str(_KIND_LABELS[kind])


@cache
def holidays_of_year(year: int) -> tuple[DayNote, ...]:
    """The public holidays and days of collective leave of a year, by day.

    year     from 2020 to 2100; any other year has no days
    returns  notes with Indonesian names. ``estimated`` where the package marks the date as an estimate, and for all
             but fixed dates in a year without collective leave, whose decree the package does not have yet.
    Source: package ``holidays``, country ID, which follows the yearly joint decree of three ministers (SKB 3 Menteri).
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    collective = _published_days(year, GOVERNMENT)
    decreed = bool(collective)  # the decree sets the days of collective leave too
    notes = [DayNote(day, DayKindShown.COLLECTIVE, *name) for day, name in collective]
    for day, (name, estimated) in _published_days(year, PUBLIC):
        uncertain = estimated or not (decreed or (day.month, day.day) in _FIXED_DATES)
        notes.append(DayNote(day, DayKindShown.NATIONAL, name, uncertain))
    return tuple(sorted(notes, key=lambda note: (note.day, note.kind != DayKindShown.NATIONAL, note.name)))


def _published_days(year: int, category: str) -> list[tuple[date, tuple[str, bool]]]:
    """The days of a category in the package: day, name without the suffix, and whether it is marked as an estimate."""
    found = holidays.country_holidays("ID", years=year, categories=(category,), language="id")
    return [
        (day, (name.removesuffix(_ESTIMATED), name.endswith(_ESTIMATED)))
        for day, names in sorted(found.items())
        for name in names.split("; ")
    ]


@cache
def english_name(name: str) -> str:
    """The English name of a holiday, by the catalogue of the package; the Indonesian one where that has none."""
    package = holidays.country_holidays("ID", language="en_US")
    holiday = name.removeprefix(package.observed_label % "")  # the catalogue has the label of such days by itself
    english: str = package.tr(holiday)
    return english if holiday == name else package.tr(package.observed_label) % english


def notes_between(first: date, last: date, own: Iterable[OfficeDay]) -> list[DayNote]:
    """The notes of the days first to last, by day.

    own      the office's own rows; WORKDAY replaces the public notes of its day, HOLIDAY and LEAVE add a note
    """
    by_day = {row.day: row for row in own if first <= row.day <= last}
    notes = []
    for year in range(first.year, last.year + 1):
        for note in holidays_of_year(year):
            row = by_day.get(note.day)
            replaced = row is not None and (row.kind is DayKind.WORKDAY or row.name == note.name)
            if first <= note.day <= last and not replaced:
                notes.append(note)
    notes += [DayNote(row.day, _SHOWN_AS[row.kind], row.name, of_office=True) for row in by_day.values()]
    return sorted(notes, key=lambda note: (note.day, note.of_office))


@cache
def _ramadans_of_year(year: int) -> tuple[tuple[date, date], ...]:
    """First and last day of each Ramadan that ends in a year: two in 2033, none for a year out of range.

    The 30 days before 1 Syawal of the public list, whose date is an estimate until it is decreed.
    """
    eids = (note.day for some in (year, year + 1) for note in holidays_of_year(some) if note.name == _EID)
    months = ((eid - timedelta(days=_RAMADAN_DAYS), eid - timedelta(days=1)) for eid in eids)
    return tuple((first, last) for first, last in months if last.year == year)


def ramadan_is_estimated(year: int) -> bool:
    """Whether the dates of a year's Ramadan in the public list are estimates."""
    eids = {last + timedelta(days=1) for _first, last in _ramadans_of_year(year)}
    notes = (note for some in (year, year + 1) for note in holidays_of_year(some))
    return any(note.estimated for note in notes if note.name == _EID and note.day in eids)


def fasting_months(year: int, own: Sequence[Ramadan]) -> tuple[tuple[date, date], ...]:
    """First and last day of each Ramadan of a year for an office: its own row replaces the public one nearest to it."""
    months = _ramadans_of_year(year)
    for row in own:
        if row.year == year:
            nearest = min(months, key=lambda month: abs(month[0] - row.first_day), default=None)
            months = (*(month for month in months if month != nearest), (row.first_day, row.last_day))
    return tuple(sorted(months))


def is_fasting_day(day: date, own: Sequence[Ramadan]) -> bool:
    """Whether a day is in Ramadan. ``own``: the office's rows of the day's year and of the year after."""
    months = (month for year in (day.year, day.year + 1) for month in fasting_months(year, own))
    return any(first <= day <= last for first, last in months)


def friday_prayer_overlap(opens: datetime, closes: datetime) -> bool:
    """Whether hours on the wall clock overlap Friday prayers, 11.30 to 13.00. Touching ends do not overlap."""
    return opens.weekday() == _FRIDAY and opens.time() < _PRAYER[1] and closes.time() > _PRAYER[0]


def _ramadan_hours(day: date) -> tuple[time, time]:
    """The longest usual hours of public desks in Ramadan: opening and closing time on the wall clock.

    Source: practice of 2026 as the ministry describes it, Monday to Thursday 08.00 to 14.00 or 15.00, Friday 08.00 to
    11.00 or 13.00, few desks on Saturday. Perpres 21/2023 (32 h 30 min from 08.00) exempts units that serve the public.
    """
    return time(8, 0), time(13, 0) if day.weekday() == _FRIDAY else time(15, 0)


def after_ramadan_hours(opens: datetime, closes: datetime) -> bool:
    """Whether hours on the wall clock begin before or end after the usual ones of Ramadan."""
    first, last = _ramadan_hours(opens.date())
    return opens.time() < first or closes.time() > last
