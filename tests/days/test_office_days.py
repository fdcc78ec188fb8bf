"""An office keeps its own days and its own fasting month."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from botram.audit.models import AuditEntry
from botram.database import session
from botram.days.actions import (
    BadDay,
    BadRamadan,
    DayTaken,
    add_office_day,
    remove_office_day,
    reset_ramadan,
    set_ramadan,
)
from botram.days.models import DayKind, OfficeDay
from botram.days.queries import day_notes, in_ramadan, office_day_of, office_days, ramadan_of
from botram.days.rules import DayKindShown
from botram.refusals import NotFound
from botram.staff.models import Office
from botram.staff.rules import IdentityNumber
from tests.builders import NOW, bekasi, dewi, elsewhere, last_entry, siti
from tests.statements import statements

ELECTION = date(2026, 11, 25)
FIRST, LAST = date(2027, 2, 9), date(2027, 3, 10)


def test_a_day_is_added_and_taken_back_and_both_are_written_down(app: Flask) -> None:
    row = add_office_day(bekasi(), ELECTION, DayKind.HOLIDAY, " Pemilihan  kepala desa ", siti(), now=NOW)
    assert row.name == "Pemilihan kepala desa"
    assert [note.kind for note in day_notes(bekasi(), ELECTION, ELECTION)] == [DayKindShown.OFFICE]
    entry = last_entry()
    assert (entry.action, entry.subject, entry.subject_key, entry.at) == ("make", "office_day", "2026-11-25", NOW)
    remove_office_day(bekasi(), office_day_of(bekasi(), row.id), siti(), now=NOW)
    assert day_notes(bekasi(), ELECTION, ELECTION) == []
    entry = last_entry()
    assert (entry.action, entry.before["name"], entry.after) == ("remove", "Pemilihan kepala desa", {})


def test_an_office_says_one_thing_of_a_day(app: Flask) -> None:
    add_office_day(bekasi(), ELECTION, DayKind.HOLIDAY, "Pemilihan kepala desa", siti(), now=NOW)
    with pytest.raises(DayTaken) as refused:
        add_office_day(bekasi(), ELECTION, DayKind.LEAVE, "Cuti", siti(), now=NOW)
    assert refused.value.field == "day"
    add_office_day(elsewhere(), ELECTION, DayKind.LEAVE, "Cuti", dewi(), now=NOW)


@pytest.mark.parametrize(
    ("day", "kind", "name", "refusal", "field"),
    [
        (ELECTION, DayKind.HOLIDAY, " ", BadDay, "name"),
        (ELECTION, DayKind.HOLIDAY, "x" * 121, BadDay, "name"),
        (ELECTION, DayKind.HOLIDAY, "3216 0655 0898 0001", IdentityNumber, "name"),
        (ELECTION, DayKind.WORKDAY, "Tetap buka", BadDay, "day"),
        (date(1926, 11, 25), DayKind.HOLIDAY, "Hari Jadi", BadDay, "day"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(
    app: Flask, day: date, kind: DayKind, name: str, refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        add_office_day(bekasi(), day, kind, name, siti(), now=NOW)
    assert getattr(refused.value, "field", None) == field
    assert session().scalars(select(OfficeDay)).all() == []


@pytest.mark.parametrize("number", [1, 0, 10**30], ids=["another office's", "zero", "too large for a database"])
def test_another_offices_day_is_not_found(app: Flask, number: int) -> None:
    row = add_office_day(bekasi(), ELECTION, DayKind.HOLIDAY, "Pemilihan kepala desa", siti(), now=NOW)
    assert row.id == 1
    with pytest.raises(NotFound):
        office_day_of(elsewhere(), number)


def test_another_office_sees_no_day_of_ours_and_removes_none(app: Flask) -> None:
    row = add_office_day(bekasi(), ELECTION, DayKind.HOLIDAY, "Pemilihan kepala desa", siti(), now=NOW)
    assert office_days(elsewhere(), ELECTION, ELECTION) == []
    assert day_notes(elsewhere(), ELECTION, ELECTION) == []
    with pytest.raises(NotFound):
        remove_office_day(elsewhere(), row, dewi(), now=NOW)
    assert len(office_days(bekasi(), ELECTION, ELECTION)) == 1


def test_years_of_days_cost_one_statement(app: Flask) -> None:
    office = session().get_one(Office, bekasi().id, populate_existing=True)
    with statements() as sent:
        assert len(day_notes(office, date(2026, 1, 1), date(2027, 12, 31))) > 50
    assert len(sent) == 1


def test_whether_it_is_ramadan_costs_one_statement(app: Flask) -> None:
    office = session().get_one(Office, bekasi().id, populate_existing=True)
    with statements() as sent:
        assert in_ramadan(office, date(2026, 3, 1))
    assert len(sent) == 1


def test_the_fasting_month_follows_the_public_list_until_the_office_sets_it(app: Flask) -> None:
    assert ramadan_of(bekasi(), 2027) == (date(2027, 2, 8), date(2027, 3, 9))
    set_ramadan(bekasi(), 2027, FIRST, LAST, siti(), now=NOW)
    assert ramadan_of(bekasi(), 2027) == (FIRST, LAST)
    assert ramadan_of(elsewhere(), 2027) == (date(2027, 2, 8), date(2027, 3, 9))
    assert in_ramadan(bekasi(), LAST)
    assert not in_ramadan(bekasi(), date(2027, 2, 8))
    assert in_ramadan(elsewhere(), date(2027, 2, 8))
    set_ramadan(bekasi(), 2027, FIRST, date(2027, 3, 9), siti(), now=NOW)
    assert (last_entry().before, last_entry().after) == ({"last": "2027-03-10"}, {"last": "2027-03-09"})
    reset_ramadan(bekasi(), 2027, siti(), now=NOW)
    assert ramadan_of(bekasi(), 2027) == (date(2027, 2, 8), date(2027, 3, 9))
    assert (last_entry().action, last_entry().subject_key) == ("reset", "2027")
    reset_ramadan(bekasi(), 2027, siti(), now=NOW)
    assert session().query(AuditEntry).filter_by(subject="ramadan").count() == 3


@pytest.mark.parametrize(
    ("year", "first", "last", "field"),
    [
        (2027, LAST, FIRST, "last"),
        (2027, FIRST, date(2027, 3, 11), "last"),
        (2027, FIRST, date(2027, 3, 8), "last"),
        (2028, FIRST, LAST, "last"),
        (1927, date(1927, 3, 5), date(1927, 4, 3), "last"),
    ],
)
def test_a_fasting_month_has_29_or_30_days_of_its_year(
    app: Flask, year: int, first: date, last: date, field: str
) -> None:
    with pytest.raises(BadRamadan) as refused:
        set_ramadan(bekasi(), year, first, last, siti(), now=NOW)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("day", "fasting"), [(date(2032, 12, 31), True), (date(2033, 1, 2), True), (date(2033, 1, 3), False)]
)
def test_the_turn_of_the_year_in_the_fasting_month_is_seen(app: Flask, day: date, fasting: bool) -> None:
    assert in_ramadan(bekasi(), day) is fasting


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_days_far_out_of_reach_have_nothing_to_say(app: Flask, day: date) -> None:
    assert day_notes(bekasi(), day, day) == []
    assert not in_ramadan(bekasi(), day)
    with pytest.raises(NotFound):
        ramadan_of(bekasi(), day.year)
