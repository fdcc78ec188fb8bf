"""Holidays, the fasting month and prayer hours are known as the decrees and the office say."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botram.days.models import DayKind, OfficeDay, Ramadan
from botram.days.rules import (
    DayKindShown,
    after_ramadan_hours,
    day_kind_label,
    english_name,
    fasting_months,
    friday_prayer_overlap,
    holidays_of_year,
    notes_between,
    ramadan_is_estimated,
)

# SKB 3 Menteri 1497/2025, 2/2025, 5/2025
HOLIDAYS_2026 = [
    *("01-01", "01-16", "02-17", "03-19", "03-21", "03-22", "04-03", "04-05", "05-01", "05-14"),
    *("05-27", "05-31", "06-01", "06-16", "08-17", "08-25", "12-25"),
]
LEAVE_2026 = ["02-16", "03-18", "03-20", "03-23", "03-24", "05-15", "05-28", "12-24"]
KARTINI = date(2026, 4, 21)


def own(day: date, kind: DayKind, name: str) -> OfficeDay:
    """A row of the office that is in no table."""
    return OfficeDay(office_id=1, day=day, kind=kind, name=name)


def at(day: date, hour: str) -> datetime:
    """A wall-clock moment such as "08.00"."""
    return datetime.combine(day, time(int(hour[:2]), int(hour[3:])))


@pytest.mark.parametrize(
    ("kind", "decreed"), [(DayKindShown.NATIONAL, HOLIDAYS_2026), (DayKindShown.COLLECTIVE, LEAVE_2026)]
)
def test_2026_has_the_days_of_the_decree_and_no_others(kind: DayKindShown, decreed: list[str]) -> None:
    notes = [note for note in holidays_of_year(2026) if note.kind is kind]
    assert [f"{note.day:%m-%d}" for note in notes] == decreed
    assert not any(note.estimated for note in notes)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 8, 17), "Hari Kemerdekaan Republik Indonesia"),
        (date(2026, 3, 23), "Cuti Bersama Hari Raya Idul Fitri"),
    ],
)
def test_names_are_indonesian(day: date, name: str) -> None:
    assert {note.day: note.name for note in holidays_of_year(2026)}[day] == name


def test_names_carry_no_mark() -> None:
    assert all("perkiraan" not in note.name for year in range(2020, 2041) for note in holidays_of_year(year))


def test_every_public_day_has_an_english_name() -> None:
    public = {note.name for year in range(2020, 2101) for note in holidays_of_year(year)}
    english = {name: english_name(name) for name in public}
    assert not [name for name, translated in english.items() if translated == name or "estimated" in translated]


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("Cuti Bersama Hari Raya Idul Fitri", "Eid al-Fitr Joint Holiday"),
        ("Hari Jadi Kabupaten Bekasi", "Hari Jadi Kabupaten Bekasi"),
    ],
    ids=["a public day", "a day of the office's own"],
)
def test_public_days_are_translated_and_own_days_keep_their_name(name: str, english: str) -> None:
    assert english_name(name) == english


@pytest.mark.parametrize(("day", "estimated"), [(date(2027, 3, 10), True), (date(2027, 8, 17), False)])
def test_what_the_package_estimates_is_called_an_estimate(day: date, estimated: bool) -> None:
    assert [note.estimated for note in holidays_of_year(2027) if note.day == day] == [estimated]


def test_in_a_year_without_a_decree_only_fixed_dates_are_certain() -> None:
    notes = holidays_of_year(2031)
    assert [note.kind for note in notes if note.kind is DayKindShown.COLLECTIVE] == []
    assert {f"{note.day:%m-%d}" for note in notes if not note.estimated} == {
        "01-01",
        "05-01",
        "06-01",
        "08-17",
        "12-25",
    }


def test_two_holidays_on_one_day_are_two_notes() -> None:
    assert [note.name for note in holidays_of_year(2034) if note.day == date(2034, 6, 1)] == [
        "Hari Lahir Pancasila",
        "Hari Raya Waisak",
    ]


@pytest.mark.parametrize("year", [1, 2019, 2101, 9999])
def test_a_year_out_of_reach_has_no_days(year: int) -> None:
    assert holidays_of_year(year) == ()
    assert fasting_months(year, []) == ()


def test_the_office_adds_days() -> None:
    rows = [own(KARTINI, DayKind.HOLIDAY, "Hari Jadi"), own(date(2026, 4, 22), DayKind.LEAVE, "Cuti bersama daerah")]
    notes = notes_between(date(2026, 4, 4), date(2026, 4, 30), rows)
    assert [(note.day.day, note.kind, note.of_office) for note in notes] == [
        (5, DayKindShown.NATIONAL, False),
        (21, DayKindShown.OFFICE, True),
        (22, DayKindShown.COLLECTIVE, True),
    ]


@pytest.mark.parametrize(
    ("own_days", "shown"),
    [
        ([], (DayKindShown.COLLECTIVE, "Cuti Bersama Hari Raya Natal")),
        ([("Layanan akhir tahun", DayKind.WORKDAY)], (DayKindShown.WORKDAY, "Layanan akhir tahun")),
    ],
    ids=["as decreed", "the office works"],
)
def test_the_office_takes_a_holiday_out(own_days: list[tuple[str, DayKind]], shown: tuple[DayKindShown, str]) -> None:
    leave = date(2026, 12, 24)
    notes = notes_between(leave, leave, [own(leave, kind, name) for name, kind in own_days])
    assert [(note.kind, note.name) for note in notes] == [shown]


def test_the_same_holiday_is_not_said_twice() -> None:
    eid = date(2026, 3, 21)
    notes = notes_between(eid, eid, [own(eid, DayKind.HOLIDAY, "Hari Raya Idul Fitri")])
    assert [note.name for note in notes] == ["Hari Raya Idul Fitri"]


def test_only_the_days_asked_for_are_told_across_years() -> None:
    notes = notes_between(date(2026, 12, 25), date(2027, 1, 1), [own(KARTINI, DayKind.HOLIDAY, "Hari Jadi")])
    assert [note.day for note in notes] == [date(2026, 12, 25), date(2027, 1, 1)]


def test_ramadan_is_the_thirty_days_before_1_syawal() -> None:
    assert fasting_months(2026, []) == ((date(2026, 2, 19), date(2026, 3, 20)),)


@pytest.mark.parametrize(("year", "estimated"), [(2026, False), (2028, True)])
def test_ramadan_is_an_estimate_until_it_is_decreed(year: int, estimated: bool) -> None:
    assert ramadan_is_estimated(year) is estimated


def test_a_year_may_see_the_end_of_two_fasting_months() -> None:
    assert [last for _first, last in fasting_months(2033, [])] == [date(2033, 1, 2), date(2033, 12, 22)]


@given(st.integers(2020, 2099))
def test_every_year_has_a_fasting_month_of_thirty_days_that_ends_in_it(year: int) -> None:
    months = fasting_months(year, [])
    assert months
    assert all((last - first).days == 29 and last.year == year for first, last in months)


def test_the_offices_fasting_month_stands_in_place_of_the_nearest() -> None:
    row = Ramadan(office_id=1, year=2033, first_day=date(2033, 11, 24), last_day=date(2033, 12, 22))
    months = fasting_months(2033, [row])
    assert [first for first, _last in months] == [date(2032, 12, 4), date(2033, 11, 24)]
    assert fasting_months(2026, [row]) == fasting_months(2026, [])


@pytest.mark.parametrize(
    ("day", "opens", "closes", "touched"),
    [
        (date(2026, 12, 11), "08.00", "14.00", True),
        (date(2026, 12, 11), "08.00", "11.30", False),
        (date(2026, 12, 11), "08.00", "11.31", True),
        (date(2026, 12, 11), "13.00", "15.00", False),
        (date(2026, 12, 11), "12.00", "12.30", True),
        (date(2026, 12, 10), "08.00", "14.00", False),
    ],
)
def test_only_friday_prayers_are_in_the_way(day: date, opens: str, closes: str, touched: bool) -> None:
    assert friday_prayer_overlap(at(day, opens), at(day, closes)) is touched


@pytest.mark.parametrize(
    ("day", "opens", "closes", "outside"),
    [
        (date(2026, 2, 24), "08.00", "15.00", False),
        (date(2026, 2, 24), "08.00", "15.01", True),
        (date(2026, 2, 24), "07.30", "12.00", True),
        (date(2026, 2, 27), "08.00", "13.00", False),
        (date(2026, 2, 27), "08.00", "14.00", True),
        (date(2026, 2, 28), "08.00", "15.00", False),
        (date(2026, 3, 1), "09.00", "16.00", True),
    ],
)
def test_the_fasting_month_has_shorter_hours(day: date, opens: str, closes: str, outside: bool) -> None:
    assert after_ramadan_hours(at(day, opens), at(day, closes)) is outside


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (DayKindShown.NATIONAL, "Hari libur nasional"),
        (DayKindShown.COLLECTIVE, "Cuti bersama"),
        (DayKindShown.OFFICE, "Hari libur kantor"),
        (DayKindShown.WORKDAY, "Kantor tetap buka"),
    ],
)
def test_each_kind_has_words(kind: DayKindShown, words: str) -> None:
    assert day_kind_label(kind) == words
    assert len({day_kind_label(kind) for kind in DayKindShown}) == len(DayKindShown)
