"""Whole months, as addresses name them."""

from datetime import UTC, datetime

import pytest

from botram.reports.charts import horizontal_bars, stacked_columns
from botram.reports.periods import LONGEST, Month, Period, month_of, read_period

NOW = Month(2026, 12)


@pytest.mark.parametrize(
    ("first", "last", "begins", "ends"),
    [
        ("", "", "2026-12", "2026-12"),
        ("2026-11", "", "2026-11", "2026-11"),
        ("", "2026-10", "2026-10", "2026-10"),
        ("2026-11", "2027-02", "2026-11", "2027-02"),
        ("2027-02", "2026-11", "2026-11", "2027-02"),
        ("2026-13", "november", "2026-12", "2026-12"),
        ("1926-01", "٢٠٢٦-11", "2026-12", "2026-12"),
    ],
)
def test_an_address_names_months_in_any_order_or_none(first: str, last: str, begins: str, ends: str) -> None:
    period, shortened = read_period(first, last, NOW)
    assert (str(period.first), str(period.last), shortened) == (begins, ends, False)


def test_a_period_that_is_too_long_keeps_its_end() -> None:
    period, shortened = read_period("2001-01", "2026-12", NOW)
    assert (str(period.first), str(period.last), shortened) == ("2025-01", "2026-12", True)
    assert len(period.months) == LONGEST


@pytest.mark.parametrize(("zone", "month"), [("Asia/Jakarta", "2026-11"), ("Asia/Jayapura", "2026-12")])
def test_a_moment_is_in_the_month_of_the_offices_clock(zone: str, month: str) -> None:
    late = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)  # 23.59 in Bekasi, 01.59 of the next day in Jayapura
    assert str(month_of(late, zone)) == month


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 17), ("Asia/Jayapura", 15)])
def test_months_begin_and_end_at_the_offices_midnight(zone: str, hour: int) -> None:
    start, end = Period(Month(2026, 11), Month(2026, 12)).bounds(zone)
    assert (start, end) == (datetime(2026, 10, 31, hour, tzinfo=UTC), datetime(2026, 12, 31, hour, tzinfo=UTC))


@pytest.mark.parametrize(
    ("first", "months", "shown"),
    [
        (NOW, 3, ["2026-10", "2026-11", "2026-12"]),
        (Month(2026, 10), 3, ["2026-10", "2026-11", "2026-12"]),
        (Month(2026, 9), 3, ["2026-09", "2026-10", "2026-11", "2026-12"]),
    ],
    ids=["shorter", "as long", "longer"],
)
def test_a_short_period_is_shown_with_the_months_before_it(first: Month, months: int, shown: list[str]) -> None:
    assert [str(month) for month in Period(first, NOW).at_least(months).months] == shown


@pytest.mark.parametrize(("by", "last"), [(-13, Month(2025, 11)), (0, NOW), (1, Month(2027, 1))])
def test_a_period_is_moved_as_a_whole(by: int, last: Month) -> None:
    period = Period(Month(2025, 12), NOW)
    moved = period.moved(by)
    assert (moved.last, len(moved.months)) == (last, len(period.months))


def test_bars_are_as_long_as_their_numbers_and_never_leave_the_drawing() -> None:
    bars = horizontal_bars([("KK", 200), ("KIA", 100), ("IKD", 0)])
    assert [bar.width for bar in bars] == [215, 108, 0]
    columns = stacked_columns([(f"M{number}", (number, 2, 0)) for number in range(24)])
    highest = max(columns, key=lambda column: column.total)
    assert highest.top == 32 and sum(part.height for part in highest.parts) == 128
    assert all(column.x > 0 and column.x + column.width < 380 for column in columns)
    assert [column.name for column in columns if column.name][-1] == "M23"
    assert stacked_columns([("Kosong", (0, 0, 0))])[0].top == 160
