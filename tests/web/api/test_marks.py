"""Programs read what nobody has decided about, decide with a reason, and get a clash without another look."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from botram.database import session
from botram.days.actions import add_office_day
from botram.days.models import DayKind
from botram.extensions import db
from botram.visits.models import VisitState
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, asep, bekasi, siti
from tests.web.api.program import Program

MARK = {"code": "office", "sentence": "Hari libur kantor: Hari Jadi.", "since": "2026-12-04T09:00:00+07:00"}


def decreed() -> None:
    """A holiday is decreed."""
    add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)
    session().rollback()


def test_marks_are_read_with_one_visit_and_in_lists(app: Flask, sitis: Program) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    a_visit(day=DAY.replace(day=9), venue=a_venue("Balai", "Sertajaya"))
    decreed()
    address = f"/visits/{visit.public_id}?scope=office"
    assert sitis.read(address)["marks"] == [MARK]
    assert [one["marks"] for one in sitis.read("/visits?scope=office")["items"]] == [[MARK], []]
    assert "marks" not in sitis.read(f"/visits/{visit.public_id}"), "residents read none of it"


def test_a_reason_alone_decides_about_a_mark(app: Flask, sitis: Program) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    decreed()
    address = f"/visits/{visit.public_id}"
    reasons = {"warnings": {"office": "Diminta desa"}}
    seen = sitis.send("PATCH", f"{address}?preview=1", reasons, headers={"If-Match": '"v1"'}).get_json()
    assert seen["marks"] == [] and sitis.read(f"{address}?scope=office")["marks"] == [MARK]
    found = sitis.send("PATCH", address, reasons, headers={"If-Match": '"v1"'}).get_json()
    assert (found["marks"], found["version"]) == ([], 2)
    assert [one["reason"] for one in found["warnings"]] == ["Diminta desa"]
    stale = sitis.send("PATCH", address, reasons, 412, headers={"If-Match": '"v1"'}).get_json()
    assert (stale["type"], stale["version"]) == ("changed", 2)


@pytest.mark.parametrize("code", ["friday", "team-busy", "x"])
def test_what_does_not_stand_is_not_decided_about(app: Flask, sitis: Program, code: str) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    decreed()
    body = {"warnings": {code: "Diminta desa"}}
    refused = sitis.send("PATCH", f"/visits/{visit.public_id}", body, 409, headers={"If-Match": "*"}).get_json()
    assert refused["type"] == "refused/mark-gone"


@contextmanager
def gone_after_the_rollback(words: str) -> Iterator[None]:
    """The database goes away with the rollback that follows a statement with these words."""
    state = {"armed": False, "gone": False}

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if state["gone"]:
            raise OperationalError(statement, None, ConnectionError("restarting"))
        state["armed"] = state["armed"] or words in statement

    def go(_connection: Any) -> None:
        state["gone"] = state["gone"] or state["armed"]

    event.listen(db.engine, "before_cursor_execute", look)
    event.listen(db.engine, "rollback", go)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", look)
        event.remove(db.engine, "rollback", go)


@pytest.mark.parametrize("same_team", [True, False], ids=["the team", "an officer"])
def test_a_clash_is_answered_when_the_database_goes_away_meanwhile(app: Flask, sitis: Program, same_team: bool) -> None:
    team = a_team(members=(asep(),))
    taken = a_visit(team=team, state=VisitState.PUBLISHED, title="SMAN 1 Setu")
    draft = a_visit(team=team if same_team else a_team("Tim Lain"), crew=(asep(),), venue=a_venue("B", "Sertajaya"))
    session().rollback()
    sitis.read("/me")
    address = f"/visits/{draft.public_id}/publish"
    words = "LIMIT" if same_team else "JOIN visit_officer"
    with gone_after_the_rollback(words):
        found = sitis.send("POST", address, {}, 409).get_json()
    assert (found["type"], found["clash"]["id"], found["clash"]["place"]) == ("clash", taken.public_id, "SMAN 1 Setu")


def test_a_stale_version_is_answered_when_the_database_goes_away_meanwhile(app: Flask, sitis: Program) -> None:
    address = f"/visits/{a_visit().public_id}"
    session().rollback()
    with gone_after_the_rollback("FROM visit"):
        answer = sitis.send("PATCH", address, {"notes": "x"}, 412, headers={"If-Match": '"v9"'})
    assert answer.get_json()["version"] == 1
