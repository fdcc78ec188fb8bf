"""Public figures: sums of whole offices that agree with what the heads read, and nothing that points at a person."""

from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.visits.models import Visit
from tests.builders import bekasi
from tests.many_visits import copies
from tests.reports.builders import a_year
from tests.statements import statements
from tests.web.api.program import Program


@pytest.fixture(autouse=True)
def year(app: Flask) -> dict[str, Visit]:
    """A few months of two offices."""
    return a_year()


def figures(program: Program, query: str) -> dict[str, Any]:
    """The figures of Bekasi; documents by code."""
    [found] = [one for one in program.read(f"/statistics?{query}")["items"] if one["office"]["code"] == bekasi().code]
    del found["office"]
    return {**found, "documents": {one["code"]: one["count"] for one in found["documents"]}}


def test_a_month_begins_at_the_offices_midnight_and_only_verified_results_count(program: Program) -> None:
    assert figures(program, "dari=2026-12&sampai=2026-12") == {
        "planned": 5,
        "held": 3,
        "moved": 1,
        "cancelled": 1,
        "verified": 1,
        "requests": 500,
        "documents": {"KK": 300, "BIRTH_CERT": 100},
    }


def test_the_present_month_stands_where_none_is_asked_for(program: Program) -> None:
    answer = program.read("/statistics")
    assert (answer["from"], answer["to"], answer["next"]) == ("2026-12", "2026-12", None)
    assert [one["office"]["code"] for one in answer["items"]] == ["32.16", "32.17"]
    assert answer["items"][1] == {
        "office": answer["items"][1]["office"],
        "planned": 1,
        "held": 1,
        "moved": 0,
        "cancelled": 0,
        "verified": 0,
        "requests": 0,
        "documents": [],
    }


@pytest.mark.parametrize(
    ("query", "first", "last", "held"),
    [
        ("dari=2026-05&sampai=2026-12", "2026-05", "2026-12", 6),
        ("dari=2026-12&sampai=2026-05", "2026-05", "2026-12", 6),
        ("sampai=2026-11", "2026-11", "2026-11", 2),
        ("dari=2020-01&sampai=2026-11", "2024-12", "2026-11", 3),
    ],
)
def test_the_answer_says_which_months_it_counted(
    program: Program, query: str, first: str, last: str, held: int
) -> None:
    answer = program.read(f"/statistics?{query}")
    assert (answer["from"], answer["to"]) == (first, last)
    assert answer["items"][0]["held"] == held


@pytest.mark.parametrize(
    ("place", "requests", "documents"),
    [("", 15, {"KK": 9, "BIRTH_CERT": 3}), ("&kecamatan=32.16.06", 15, {"KK": 9, "BIRTH_CERT": None})],
    ids=["the office", "a district"],
)
def test_small_figures_of_a_district_are_left_unsaid(
    program: Program, place: str, requests: int, documents: dict[str, int | None]
) -> None:
    found = figures(program, f"dari=2026-11&sampai=2026-11{place}")
    assert (found["requests"], found["documents"]) == (requests, documents)


def test_a_district_is_counted_alone(program: Program) -> None:
    north = figures(program, "dari=2026-12&sampai=2026-12&kecamatan=32.16.17")
    assert (north["planned"], north["held"], north["cancelled"]) == (2, 1, 1)


@pytest.mark.parametrize("query", ["dari=2026", "sampai=2026-13", "kecamatan=32.16", "desa=1"])
def test_what_is_no_month_or_district_is_refused(program: Program, query: str) -> None:
    program.read(f"/statistics?{query}", 422)


def test_an_unchanged_answer_is_not_sent_again_and_costs_the_same_for_many(
    program: Program, year: dict[str, Visit]
) -> None:
    tag = program.ask("GET", "/api/v1/statistics", 200).headers["ETag"]
    program.ask("GET", "/api/v1/statistics", 304, headers={"If-None-Match": tag})
    with statements() as few:
        program.read("/statistics")
    copies(year["cancelled"], range(1, 20))
    session().commit()
    with statements() as many:
        assert program.read("/statistics")["items"][0]["cancelled"] == 20
    assert len(few) == len(many)
