"""Changing an office's own days and its dates of Ramadan."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain
from typing import Any

from flask_babel import gettext as _

from botram.audit.actions import record_change
from botram.database import constraint_error, transaction
from botram.days.models import DayKind, OfficeDay, Ramadan
from botram.days.queries import ramadan_row, ramadans_of
from botram.days.rules import FIRST_YEAR, LAST_YEAR, holidays_of_year
from botram.days.signals import DaysChanged, days_changed
from botram.refusals import NotFound, Refusal
from botram.staff.models import Account, Office
from botram.staff.rules import check_free_text

_LONGEST_NAME = 120  # characters
SHORTEST_MONTH, LONGEST_MONTH = 29, 30  # days


class BadDay(Refusal):
    """The day or its name is not valid."""


class DayTaken(Refusal):
    """The office has an own row for that day already."""


class BadRamadan(Refusal):
    """The days cannot be a Ramadan that ends in that year."""


constraint_error(
    "uq_office_day_office_id_day",
    lambda: DayTaken(_("Tanggal ini sudah ada di daftar kantor. Hapus dahulu yang lama."), field="day"),
)
constraint_error(
    "uq_ramadan_office_id_year",
    lambda: BadRamadan(_("Orang lain baru saja mengatur Ramadan tahun ini. Muat ulang halaman."), field="first"),
)


def _day_snapshot(row: OfficeDay) -> dict[str, Any]:
    """The values of a day that the audit records."""
    return {"day": row.day.isoformat(), "kind": row.kind.value, "name": row.name}


def _ramadan_snapshot(row: Ramadan | None) -> dict[str, Any]:
    """The values of a Ramadan that the audit records; none where the office follows the public list."""
    return {"first": row.first_day.isoformat(), "last": row.last_day.isoformat()} if row else {}


def _checked_name(name: str) -> str:
    """The name, cleaned. Raises BadDay or IdentityNumber."""
    cleaned = " ".join(check_free_text(name, "name").split())
    if not cleaned:
        raise BadDay(_("Tulis nama harinya, misalnya Hari Jadi Kabupaten Bekasi."), field="name")
    if len(cleaned) > _LONGEST_NAME:
        raise BadDay(_("Nama ini terlalu panjang: paling banyak %(most)d huruf.", most=_LONGEST_NAME), field="name")
    return cleaned


def _check_office_day(day: date, kind: DayKind) -> None:
    """Raise BadDay for a year out of range, and for WORKDAY on a day that the public list does not have."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadDay(_("Periksa lagi tahunnya."), field="day")
    if kind is DayKind.WORKDAY and all(note.day != day for note in holidays_of_year(day.year)):
        raise BadDay(_("Tanggal ini bukan hari libur atau cuti bersama, jadi tidak perlu diubah."), field="day")


def add_office_day(
    office: Office, day: date, kind: DayKind, name: str, by: Account | None, *, now: datetime
) -> OfficeDay:
    """Add an own day of the office, or override a public one. Raises BadDay, DayTaken or IdentityNumber."""
    cleaned = _checked_name(name)
    _check_office_day(day, kind)
    with transaction() as current:
        row = OfficeDay(office_id=office.id, day=day, kind=kind, name=cleaned)
        current.add(row)
        current.flush()
        record_change("make", row, day.isoformat(), by, now, after=_day_snapshot(row))
        days_changed.send(DaysChanged(office, day, day, now))
    return row


def remove_office_day(office: Office, row: OfficeDay, by: Account | None, *, now: datetime) -> None:
    """Delete an own day of the office, so that the public list applies again. Raises NotFound."""
    with transaction(row) as current:
        if row.office_id != office.id:
            raise NotFound
        record_change("remove", row, row.day.isoformat(), by, now, before=_day_snapshot(row))
        current.delete(row)
        current.flush()
        days_changed.send(DaysChanged(office, row.day, row.day, now))


def set_ramadan(office: Office, year: int, first: date, last: date, by: Account | None, *, now: datetime) -> Ramadan:
    """Set the Ramadan that ends in a year, in place of the one in the public list. Raises BadRamadan."""
    if last.year != year or not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadRamadan(_("Hari terakhirnya harus pada tahun itu."), field="last")
    if not SHORTEST_MONTH <= (last - first).days + 1 <= LONGEST_MONTH:
        raise BadRamadan(_("Ramadan berlangsung 29 atau 30 hari. Periksa lagi kedua tanggalnya."), field="last")
    with transaction() as current:
        row, months = ramadan_row(office, year), ramadans_of(office, year)
        before = _ramadan_snapshot(row)
        if row is None:
            row = Ramadan(office_id=office.id, year=year)
            current.add(row)
        row.first_day, row.last_day = first, last
        current.flush()
        if before != _ramadan_snapshot(row):
            record_change("set", row, str(year), by, now, before=before, after=_ramadan_snapshot(row))
            _signal_months(office, (*months, (first, last)), now)
    return row


def reset_ramadan(office: Office, year: int, by: Account | None, *, now: datetime) -> None:
    """Follow the public list again. Does nothing where the office has set no dates."""
    with transaction() as current:
        if row := ramadan_row(office, year):
            record_change("reset", row, str(year), by, now, before=_ramadan_snapshot(row))
            own = (row.first_day, row.last_day)
            current.delete(row)
            current.flush()
            _signal_months(office, (own, *ramadans_of(office, year)), now)


def _signal_months(office: Office, months: Iterable[tuple[date, date]], now: datetime) -> None:
    """Signal that days of these months have become days of Ramadan or workdays."""
    edges = list(chain.from_iterable(months))
    days_changed.send(DaysChanged(office, min(edges), max(edges), now))
