"""One answer with all that an officer's phone needs for a day."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from botram.staff.models import Account
from botram.visits.models import VisitState
from tests.builders import DAY, SetClock, a_team, a_visit, add, asep, dewi, moment, siti
from tests.many_visits import copies
from tests.statements import cost_of
from tests.web.api.bodies import an_entry
from tests.web.api.program import Program
from tests.web.officers.phone import aseps_visit


@pytest.fixture
def phone(app: Flask, set_clock: SetClock) -> Program:
    """Asep's phone on the morning of the eighth."""
    set_clock(moment("06:00"))
    asep()
    return Program(app).sign_in("asep")


def test_the_day_holds_what_recording_needs(app: Flask, phone: Program) -> None:
    visit = add(aseps_visit(VisitState.RUNNING, services=("KK_NEW", "BIRTH")))
    phone.send("POST", f"/visits/{visit.public_id}/results", {"entries": [an_entry(1, requests=3, issued={"KK": 2})]})
    day = phone.read("/me/day")
    assert (day["date"], day["office"]["time_zone"]) == ("2026-12-08", "Asia/Jakarta")
    (shown,) = day["visits"]
    assert (shown["id"], shown["officers"][0]["name"]) == (visit.public_id, "Asep Saepudin")
    assert shown["totals"] == {
        "requests": {"KK_NEW": {"ISSUED_ON_SPOT": 3}},
        "issued": {"KK_NEW": {"KK": 2}},
        "missing": {},
    }
    assert phone.read(f"/visits/{visit.public_id}/totals") == shown["totals"] | {"state": "RUNNING"}
    birth = next(service for service in day["services"] if service["code"] == "BIRTH")
    assert birth["documents"] == ["BIRTH_CERT", "KK", "KIA"]
    assert birth["documents_if_chosen"] == ["KIA"]
    assert birth["issued_with"]["ISSUED_ON_SPOT"] == ["BIRTH_CERT", "KK"]
    assert {one["code"] for one in birth["requirements"]} == {"BIRTH_LETTER", "PARENTS_MARRIAGE_COPY", "KK_COPY"}
    assert {one["code"] for one in day["documents"]} > {"KTP", "KIA", "KK"}
    assert {"code": "REFERRED", "name": "Dirujuk", "group": "REFERRED"} in day["outcomes"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"today, cancelled", "today, moved to another day"}),
        ("?date=2026-12-09", {"tomorrow"}),
        ("?date=9999-12-31", set()),
    ],
)
def test_only_the_own_visits_of_that_day_are_in_it(app: Flask, phone: Program, query: str, shown: set[str]) -> None:
    team = a_team(members=(asep(),))
    visits = {
        "today, cancelled": a_visit("08:00", "10:00", team=team, state=VisitState.CANCELLED),
        "today, moved to another day": a_visit(team=team, state=VisitState.PUBLISHED, day=DAY + timedelta(days=40)),
        "today, a draft": a_visit(team=team),
        "tomorrow": a_visit(team=team, state=VisitState.PUBLISHED, day=DAY + timedelta(days=1)),
        "running since Saturday": a_visit(team=team, state=VisitState.RUNNING, day=DAY - timedelta(days=3)),
        "yesterday": a_visit(team=team, state=VisitState.CLOSED, day=DAY - timedelta(days=1)),
        "another team's": a_visit(state=VisitState.PUBLISHED),
    }
    moved = visits["today, moved to another day"]
    moved.was_opens_at, moved.was_closes_at = moment("08:00"), moment("14:00")
    add(moved)
    names = {visit.public_id: name for name, visit in visits.items()}
    assert {names[one["id"]] for one in phone.read(f"/me/day{query}")["visits"]} == shown


@pytest.mark.parametrize("day", ["besok", "2026-13-01", ""])
def test_what_is_no_day_is_refused(phone: Program, day: str) -> None:
    phone.read(f"/me/day?date={day}", 422)


def test_an_unchanged_day_is_not_sent_again(app: Flask, phone: Program) -> None:
    visit = add(aseps_visit(VisitState.RUNNING))
    first = phone.ask("GET", "/api/v1/me/day", 200)
    tag = {"If-None-Match": first.headers["ETag"]}
    phone.ask("GET", "/api/v1/me/day", 304, headers=tag)
    phone.send("POST", f"/visits/{visit.public_id}/results", {"entries": [an_entry(1)]})
    phone.ask("GET", "/api/v1/me/day", 200, headers=tag)
    assert first.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("somebody", "day", "totals"),
    [(asep, 200, 200), (siti, 403, 200), (dewi, 403, 404), (None, 401, 401)],
    ids=["the crew", "the coordinator", "another office", "nobody"],
)
def test_the_day_is_for_officers_and_totals_for_the_own_people(
    app: Flask, phone: Program, somebody: Callable[[], Account] | None, day: int, totals: int
) -> None:
    visit = add(aseps_visit(VisitState.RUNNING))
    program = Program(app).sign_in(somebody().sign_in_name) if somebody else Program(app)
    program.read("/me/day", day)
    program.read(f"/visits/{visit.public_id}/totals", totals)


def test_the_day_costs_the_same_however_many_visits_there_are(app: Flask, phone: Program) -> None:
    visit = add(aseps_visit(VisitState.VERIFIED))
    read = partial(phone.read, "/me/day")
    copies(visit, range(-5, 5), requests=3)
    few = cost_of(read)
    copies(visit, range(-400, -5), requests=3)
    copies(visit, range(5, 400), requests=3)
    assert cost_of(read) == few
    assert few <= 20
