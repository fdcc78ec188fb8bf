"""On which days a repetition falls, and its rule as RFC 5545 writes it."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from botram.visits.series.rules import MOST_DAYS, BadRepetition, Repetition, read_rule, repeated_days, rule_text

FIRST, LAST = date(2026, 12, 1), date(2027, 1, 31)
TUESDAY, WEDNESDAY, THURSDAY, SATURDAY = 1, 2, 3, 5
CHRISTMAS = date(2026, 12, 25)


def wish(*weekdays: int, **more: Any) -> Repetition:
    """A repetition in December and January."""
    return Repetition(**{"first": FIRST, "last": LAST, "weekdays": weekdays, **more})


def numbers(found: list[date], month: int) -> list[int]:
    """The days of a month."""
    return [day.day for day in found if day.month == month]


@pytest.mark.parametrize(
    ("repetition", "rule", "december"),
    [
        (wish(SATURDAY), "FREQ=WEEKLY;UNTIL=20270131;BYDAY=SA", [5, 12, 19, 26]),
        (wish(THURSDAY, TUESDAY), "FREQ=WEEKLY;UNTIL=20270131;BYDAY=TU,TH", [1, 3, 8, 10, 15, 17, 22, 24, 29, 31]),
        (wish(WEDNESDAY, weeks=(2, 3)), "FREQ=MONTHLY;UNTIL=20270131;BYDAY=2WE,3WE", [9, 16]),
        (wish(SATURDAY, weeks=(-1,)), "FREQ=MONTHLY;UNTIL=20270131;BYDAY=-1SA", [26]),
        (wish(TUESDAY, weeks=(5,)), "FREQ=MONTHLY;UNTIL=20270131;BYDAY=5TU", [29]),
        (
            wish(*range(7), last=date(2026, 12, 4)),
            "FREQ=WEEKLY;UNTIL=20261204;BYDAY=MO,TU,WE,TH,FR,SA,SU",
            [1, 2, 3, 4],
        ),
        (wish(SATURDAY, first=date(2026, 12, 5), last=date(2026, 12, 5)), "FREQ=WEEKLY;UNTIL=20261205;BYDAY=SA", [5]),
    ],
)
def test_a_repetition_is_a_rule_and_has_days(
    app: Flask, repetition: Repetition, rule: str, december: list[int]
) -> None:
    assert rule_text(repetition) == rule
    assert numbers(repeated_days(repetition, ()), 12) == december


@pytest.mark.parametrize("weeks", [(), (2, 3), (-1,)])
def test_a_rule_is_read_as_it_was_written(app: Flask, weeks: tuple[int, ...]) -> None:
    repetition = wish(TUESDAY, SATURDAY, weeks=weeks)
    assert read_rule(rule_text(repetition), FIRST) == repetition


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=DAILY;UNTIL=20270131",
        "FREQ=WEEKLY;BYDAY=SA",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270131;BYDAY=SA",
        "FREQ=MONTHLY;UNTIL=20270131;BYDAY=2WE,3TH",
        "FREQ=MONTHLY;UNTIL=20270131;BYDAY=7WE",
        "FREQ=WEEKLY;UNTIL=20270131;BYDAY=XX",
        "every Saturday",
    ],
)
def test_another_rule_is_refused(app: Flask, text: str) -> None:
    with pytest.raises(BadRepetition):
        read_rule(text, FIRST)


@pytest.mark.parametrize(("skips", "fridays"), [(True, [4, 11, 18]), (False, [4, 11, 18, 25])])
def test_holidays_are_skipped_or_kept(app: Flask, skips: bool, fridays: list[int]) -> None:
    assert numbers(repeated_days(wish(4, skips_holidays=skips), {CHRISTMAS}), 12) == fridays


def test_exceptions_are_left_out(app: Flask) -> None:
    left_out = frozenset({date(2026, 12, 12), date(2026, 12, 13)})
    assert numbers(repeated_days(wish(SATURDAY, exceptions=left_out), ()), 12) == [5, 19, 26]


@pytest.mark.parametrize(
    ("repetition", "field"),
    [
        (wish(), "weekdays"),
        (wish(7), "weekdays"),
        (wish(SATURDAY, weeks=(6,)), "weeks"),
        (wish(SATURDAY, last=date(2026, 11, 30)), "last"),
        (wish(SATURDAY, last=date(2026, 12, 4)), "last"),
        (wish(*range(7), last=date(2027, 12, 31)), "last"),
        (wish(SATURDAY, weeks=(5,), last=date(2028, 12, 2)), "last"),
    ],
)
def test_one_without_days_or_with_too_many_is_refused_at_its_input(
    app: Flask, repetition: Repetition, field: str
) -> None:
    with pytest.raises(BadRepetition) as refused:
        repeated_days(repetition, ())
    assert refused.value.field == field


def test_the_most_days_are_allowed(app: Flask) -> None:
    found = repeated_days(wish(*range(7), last=date(2027, 3, 30)), ())
    assert len(found) == MOST_DAYS
