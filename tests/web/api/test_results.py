"""An officer's phone sends what was done, and the office reads it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from botram.results.actions import check_totals
from botram.staff.models import Account
from botram.visits.models import VisitState
from tests.builders import a_team, a_visit, asep, dewi, siti, ujang
from tests.databases import lose_table
from tests.statements import statements
from tests.web.api.bodies import an_entry
from tests.web.api.program import Program


def aseps(app: Flask) -> Program:
    """Asep's phone."""
    asep()
    return Program(app).sign_in("asep")


def test_a_phone_is_told_what_became_of_each_entry(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    phone, address = aseps(app), f"/visits/{visit.public_id}/results"
    batch = [an_entry(1), an_entry(2, outcome="TIDAK_ADA"), an_entry(3, corrects=str(UUID(int=9)), requests=-1)]
    results = phone.send("POST", address, {"entries": batch}).get_json()["results"]
    assert [one["status"] for one in results] == ["stored", "refused", "later"]
    assert "outcome" in results[1]["reason"]
    assert (
        phone.send("POST", address, {"entries": [an_entry(1)]}).get_json()["results"][0]["status"] == "already_stored"
    )
    items = phone.read(address)["items"]
    assert [(item["id"], item["issued"], item["early"]) for item in items] == [(str(UUID(int=1)), {"KK": 1}, True)]
    assert check_totals() == []


def test_the_ledger_is_read_on_by_cursor(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    phone, address = aseps(app), f"/visits/{visit.public_id}/results"
    phone.send("POST", address, {"entries": [an_entry(number) for number in range(1, 6)]})
    first = phone.read(f"{address}?limit=3")
    rest = phone.read(f"{address}?limit=3&cursor={first['next']}")
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [3, 2, None]


@pytest.mark.parametrize(("somebody", "status"), [(asep, 200), (siti, 200), (ujang, 404), (dewi, 404), (None, 401)])
def test_only_the_visits_own_people_write_and_read(
    app: Flask, somebody: Callable[[], Account] | None, status: int
) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    address, body = f"/visits/{visit.public_id}/results", {"entries": [an_entry(1)]}
    program = Program(app).sign_in(somebody().sign_in_name) if somebody else Program(app)
    program.send("POST", address, body, status)
    program.read(address, status)


@pytest.mark.parametrize(("somebody", "status"), [(asep, 404), (siti, 200)], ids=["officer", "coordinator"])
@pytest.mark.parametrize("part", ["results", "totals"])
def test_officers_are_not_told_of_a_draft(app: Flask, somebody: Callable[[], Account], status: int, part: str) -> None:
    draft = a_visit(team=a_team(members=(asep(),)))
    program = Program(app).sign_in(somebody().sign_in_name)
    program.read(f"/visits/{draft.public_id}/{part}", status)
    program.send("POST", f"/visits/{draft.public_id}/results", {"entries": [an_entry(1)]}, status)


@pytest.mark.parametrize(
    "body",
    [
        {"entries": []},
        {"entries": [{}]},
        {"entries": [{"id": 7}]},
        {"entries": [an_entry(1) | {"id": ""}]},
        {"entries": [an_entry(number) for number in range(1, 202)]},
        {"entries": [7]},
        {},
        {"entries": [an_entry(1)], "x": 1},
    ],
    ids=["no entry", "empty", "a number for an id", "no id", "too many", "a number", "nothing", "too much"],
)
def test_a_batch_that_cannot_be_read_is_refused_as_a_whole(app: Flask, body: dict[str, Any]) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    phone, address = aseps(app), f"/visits/{visit.public_id}/results"
    phone.send("POST", address, body, 422)
    assert phone.read(address)["items"] == []


WRONG: tuple[tuple[str, Any], ...] = (
    ("id", "X"), ("id", "A" * 8 + "-0000-4000-8000-000000000000"), ("requests", True), ("requests", 1.5),
    ("requests", "1"), ("requests", 2**63), ("issued", {"KK": True}), ("issued", {"KK": 10**300}),
    ("issued", {"kk": 1}), ("issued", [["KK", 1]]), ("issued", []), ("missing", {f"SYARAT_{n}": 1 for n in range(30)}),
    ("recorded_at", "2026-12-04T08:30:00"), ("recorded_at", "1969-12-31T23:59:59+00:00"),
    ("recorded_at", 1_796_000_000), ("corrects", "bukan"), ("note", "baris\x00nol"), ("note", "\ud800"),
    ("note", "x" * 501), ("nik", "3216065508980000"),
)  # fmt: skip


def test_an_entry_that_cannot_be_is_refused_alone_and_told_why(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    bad = [an_entry(number) | {field: wrong} for number, (field, wrong) in enumerate(WRONG, 100)]
    sent = {"entries": [*bad, an_entry(1)]}
    receipts = aseps(app).send("POST", f"/visits/{visit.public_id}/results", sent).get_json()["results"]
    assert [one["id"] for one in receipts] == [entry["id"] for entry in sent["entries"]]
    assert [one["status"] for one in receipts] == ["refused"] * len(bad) + ["stored"]
    for (field, _wrong), receipt in zip(WRONG, receipts, strict=False):
        assert receipt["reason"].startswith(field), receipt
    assert not [receipt for receipt in receipts if "valid" in receipt.get("reason", "")]  # marshmallow's English


def test_a_phone_without_a_clock_loses_nothing(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    phone, address = aseps(app), f"/visits/{visit.public_id}/results"
    batch = [an_entry(1, recorded_at="1970-01-01T00:00:12+07:00"), an_entry(2, recorded_at="2099-12-31T23:59:59-12:00")]
    results = phone.send("POST", address, {"entries": batch}).get_json()["results"]
    assert [one["status"] for one in results] == ["stored", "stored"]
    assert [item["early"] for item in phone.read(address)["items"]] == [True, True]


@pytest.mark.parametrize(("state", "name"), [(VisitState.DRAFT, "siti"), (VisitState.CANCELLED, "asep")])
def test_a_visit_that_takes_no_entries_says_so_of_each(app: Flask, state: VisitState, name: str) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=state)
    sent = {"entries": [an_entry(1), an_entry(2)]}
    siti()
    results = Program(app).sign_in(name).send("POST", f"/visits/{visit.public_id}/results", sent).get_json()["results"]
    assert [one["status"] for one in results] == ["refused", "refused"]
    assert all("Kunjungan ini" in one["reason"] for one in results)


def test_trouble_of_the_server_never_looks_like_the_phones_fault(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    phone, address = aseps(app), f"/visits/{visit.public_id}/results"
    lose_table("result_entry")
    answer = phone.send("POST", address, {"entries": [an_entry(1)]}, 503)
    assert answer.headers["Retry-After"]


def test_a_batch_costs_as_many_statements_as_one_entry(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.RUNNING)
    phone, address = aseps(app), f"/visits/{visit.public_id}/results"
    phone.send("POST", address, {"entries": [an_entry(200)]})
    counts = []
    for numbers in (range(1, 2), range(2, 102)):
        with statements() as sent:
            phone.send("POST", address, {"entries": [an_entry(number) for number in numbers]})
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 12
