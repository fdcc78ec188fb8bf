"""Reading the days and the dates of Ramadan that apply to an office."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from botram.database import session
from botram.days.models import OfficeDay, Ramadan
from botram.days.rules import DayKindShown, DayNote, fasting_months, is_fasting_day, notes_between
from botram.refusals import NotFound, existing
from botram.staff.models import Office
from botram.staff.queries import LARGEST_ID


def office_days(office: Office, first: date, last: date) -> Sequence[OfficeDay]:
    """The own rows of the office for the days first to last, by day."""
    wanted = select(OfficeDay).where(OfficeDay.office_id == office.id, OfficeDay.day.between(first, last))
    return session().scalars(wanted.order_by(OfficeDay.day)).all()


def office_day_of(office: Office, day_id: int) -> OfficeDay:
    """The own row of the office with this id. Raises NotFound, also for a row of another office."""
    wanted = select(OfficeDay).where(OfficeDay.id == day_id, OfficeDay.office_id == office.id)
    return existing(session().scalar(wanted) if 0 < day_id <= LARGEST_ID else None)


def day_notes(office: Office, first: date, last: date) -> list[DayNote]:
    """Holidays, collective leave and own days of the office from first to last, by day. One statement."""
    return notes_between(first, last, office_days(office, first, last))


def days_off(office: Office, first: date, last: date) -> frozenset[date]:
    """The holidays and days of leave of an office from first to last on which it does not work. One statement."""
    notes = day_notes(office, first, last)
    return frozenset(note.day for note in notes if note.kind is not DayKindShown.WORKDAY)


def ramadan_row(office: Office, year: int) -> Ramadan | None:
    """The dates of Ramadan that the office has set for a year; None where it follows the public list."""
    return session().scalar(select(Ramadan).where(Ramadan.office_id == office.id, Ramadan.year == year))


def ramadan_of(office: Office, year: int) -> tuple[date, date]:
    """First and last day of the Ramadan that ends in a year. Raises NotFound for a year out of range."""
    if not (months := ramadans_of(office, year)):
        raise NotFound
    return months[0]


def ramadans_of(office: Office, year: int) -> tuple[tuple[date, date], ...]:
    """First and last day of each Ramadan that ends in a year."""
    row = ramadan_row(office, year)
    return fasting_months(year, [row] if row else [])


def ramadan_rows(office: Office, first: date, last: date) -> Sequence[Ramadan]:
    """The dates of Ramadan that the office has set and that days from first to last may lie in. One statement."""
    mine = select(Ramadan).where(Ramadan.office_id == office.id)
    return session().scalars(mine.where(Ramadan.year.between(first.year, last.year + 1))).all()


def in_ramadan(office: Office, day: date) -> bool:
    """Whether a day is in Ramadan. One statement."""
    return is_fasting_day(day, ramadan_rows(office, day, day))
