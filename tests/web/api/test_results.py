"""An officer's phone sends what was done, and the office reads it."""

from typing import Any
from uuid import UUID

from flask import Flask

from botram.results.actions import check_totals
from botram.staff.models import Role
from botram.visits.models import VisitState
from tests.builders import a_team, a_visit, asep, bekasi, dewi, person, siti
from tests.web.api.program import Program


def an_entry(number: int, **different: Any) -> dict[str, Any]:
    """An entry as a phone sends it."""
    return {
        "id": str(UUID(int=number)),
        "service": "KK_NEW",
        "outcome": "ISSUED_ON_SPOT",
        "requests": 1,
        "issued": {"KK": 1},
        "recorded_at": "2026-12-04T08:30:00+07:00",
    } | different


def aseps(app: Flask) -> Program:
    """Asep's phone."""
    asep()
    return Program(app).sign_in("asep")


def test_a_phone_is_told_what_became_of_each_entry(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    phone, address = aseps(app), f"/visits/{visit.public_id}/results"
    batch = [
        an_entry(1),
        an_entry(2, outcome="TIDAK_ADA"),
        an_entry(3, corrects=str(UUID(int=9)), requests=-1),
    ]
    results = phone.send("POST", address, {"entries": batch}).json["results"]
    assert [one["status"] for one in results] == ["stored", "refused", "later"]
    assert "outcome" in results[1]["reason"]
    assert (
        phone.send("POST", address, {"entries": [an_entry(1)]}).json["results"][0]["status"]
        == "already_stored"
    )
    items = phone.read(address)["items"]
    assert [(item["id"], item["issued"], item["early"]) for item in items] == [
        (str(UUID(int=1)), {"KK": 1}, True)
    ]
    assert check_totals() == []


def test_the_ledger_is_read_on_by_cursor(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    phone, address = aseps(app), f"/visits/{visit.public_id}/results"
    phone.send("POST", address, {"entries": [an_entry(number) for number in range(1, 6)]})
    first = phone.read(f"{address}?limit=3")
    rest = phone.read(f"{address}?limit=3&cursor={first['next']}")
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [3, 2, None]


def test_only_the_visits_own_people_write_and_read(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    address, body = f"/visits/{visit.public_id}/results", {"entries": [an_entry(1)]}
    dewi(), siti(), person("ujang", "Ujang", Role.OFFICER, bekasi())
    for name, status in (("dewi", 404), ("ujang", 404), ("siti", 200)):
        program = Program(app).sign_in(name)
        program.send("POST", address, body, status)
        program.read(address, status)
    Program(app).send("POST", address, body, 401)


def test_a_batch_that_cannot_be_read_is_refused_as_a_whole(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    phone, address = aseps(app), f"/visits/{visit.public_id}/results"
    for body in (
        {"entries": []},
        {"entries": [{"id": "x"}]},
        {"entries": [7]},
        {},
        {"entries": [an_entry(1)], "x": 1},
    ):
        phone.send("POST", address, body, 422)
    assert phone.read(address)["items"] == []
