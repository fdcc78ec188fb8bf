"""A program asks what would follow from a list of changes. Nothing is saved."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from botram.audit.models import AuditEntry
from botram.places.models import Venue
from botram.staff.models import Role
from botram.visits.models import Visit, VisitState
from tests.builders import DAY, a_team, a_venue, a_visit, asep, bekasi, count, elsewhere, person
from tests.web.api.bodies import a_body
from tests.web.api.program import Program

PREVIEW = "/visits/preview"
PUBLISHED = VisitState.PUBLISHED
FLOOD = "Jalan tergenang banjir"
NEXT_WEEK = (DAY + timedelta(days=7)).isoformat()


def asked(program: Program, *changes: dict[str, Any]) -> Any:
    """The answer to a list of changes; nothing is saved by it."""
    before = count(Visit), count(Venue), count(AuditEntry)
    answer = program.send("POST", PREVIEW, {"changes": list(changes)}).get_json()
    assert (count(Visit), count(Venue), count(AuditEntry)) == before
    return answer


def a_move(visit: Visit, **more: Any) -> dict[str, Any]:
    """The body of a move by a week."""
    return {"action": "move", "visit": visit.public_id, "day": NEXT_WEEK, "reason": FLOOD, **more}


def test_a_move_says_from_where_to_where_and_who_learns_of_it(sitis: Program) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=PUBLISHED)
    found = asked(sitis, a_move(visit, version=visit.version))
    assert found["possible"]
    (change,) = found["changes"]
    assert change["before"]["opens_at"] == "2026-12-08T08:00:00+07:00"
    assert change["after"]["opens_at"] == "2026-12-15T08:00:00+07:00"
    assert change["after"]["team"] == {"id": visit.team_id, "name": visit.team.name}
    assert (change["refusal"], change["free"], change["warnings"]) == (None, [], [])
    followers = found["followers"]
    assert (followers["villages"], followers["officers"]) == (["Desa Sumberjaya"], ["Asep Saepudin"])
    assert followers["feeds"] > 3


def test_a_clash_names_the_visit_in_the_way_and_what_is_free(sitis: Program) -> None:
    team, other = a_team(), a_team("Tim Tengah")
    visit = a_visit(team=team, state=PUBLISHED)
    there = a_visit(day=DAY + timedelta(days=7), team=team, venue=a_venue(in_village="Wanasari"), state=PUBLISHED)
    found = asked(sitis, a_move(visit))
    assert not found["possible"]
    (change,) = found["changes"]
    assert (change["after"], change["refusal"]["code"]) == (None, "team-busy")
    assert change["refusal"]["clash"]["id"] == there.public_id
    assert change["free"][0] == {"day": NEXT_WEEK, "team": {"id": other.id, "name": "Tim Tengah"}}
    assert asked(sitis, a_move(visit, team=other.id))["possible"]


def test_two_visits_of_a_team_may_follow_one_another(sitis: Program) -> None:
    team = a_team()
    first = a_visit(team=team, state=PUBLISHED)
    second = a_visit(day=DAY + timedelta(days=7), team=team, venue=a_venue(in_village="Wanasari"), state=PUBLISHED)
    later = (DAY + timedelta(days=14)).isoformat()
    assert asked(sitis, a_move(first), a_move(second, day=later))["possible"]


def test_warnings_need_a_reason_where_the_visit_is_announced(sitis: Program) -> None:
    announced, draft = a_visit(state=PUBLISHED), a_visit(venue=a_venue(in_village="Wanasari"))
    christmas = {"day": "2026-12-25"}
    found = asked(sitis, a_move(announced, **christmas), a_move(draft, **christmas))
    open_ones = [{one["code"] for one in change["warnings"] if one["open"]} for change in found["changes"]]
    assert open_ones == [{"friday", "holiday"}, set()]
    assert {one["code"] for one in found["changes"][1]["warnings"]} == {"friday", "holiday"}
    kept = dict.fromkeys(open_ones[0], "Diminta kepala desa")
    (change,) = asked(sitis, a_move(announced, **christmas, warnings=kept))["changes"]
    assert not any(one["open"] for one in change["warnings"])


def test_drafts_and_edits_are_looked_at_with_the_bodies_of_their_writes(sitis: Program) -> None:
    visit = a_visit()
    edit = {"opens_at": "2026-12-09T09:00:00+07:00", "closes_at": "2026-12-09T12:00:00+07:00"}
    found = asked(
        sitis,
        {"action": "create", "draft": a_body()},
        {"action": "edit", "visit": visit.public_id, "plan": edit},
        {"action": "copy", "visit": visit.public_id, "day": NEXT_WEEK},
        {"action": "publish", "visit": visit.public_id},
    )
    made, edited, copied, published = found["changes"]
    assert (made["visit"], made["before"], made["after"]["place"]) == (None, None, "Desa Sumberjaya")
    assert edited["after"]["opens_at"] == "2026-12-09T09:00:00+07:00"
    assert copied["after"]["opens_at"][:10] == NEXT_WEEK
    assert published["after"]["opens_at"] == edited["after"]["opens_at"]  # all are looked at as if made


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"action": "fly", "visit": "abcdefgh"}, "changes.0.action"),
        ({"action": "move", "visit": "abcdefgh", "wings": 2}, "changes.0.wings"),
        ({"action": "move", "visit": "abcdefgh", "day": "8/12"}, "changes.0.day"),
    ],
)
def test_what_is_unknown_is_named(sitis: Program, change: dict[str, Any], field: str) -> None:
    problem = sitis.send("POST", PREVIEW, {"changes": [change]}, 422).get_json()
    assert field in {one["field"] for one in problem["errors"]}


@pytest.mark.parametrize(
    ("action", "field"), [("move", "visit"), ("publish", "visit"), ("create", "draft"), ("edit", "plan")]
)
def test_what_is_missing_is_named(sitis: Program, action: str, field: str) -> None:
    change = {"action": action} | ({"visit": a_visit().public_id} if action == "edit" else {})
    problem = sitis.send("POST", PREVIEW, {"changes": [change]}, 409).get_json()
    assert (problem["type"], problem["errors"][0]["field"]) == ("refused/incomplete", field)


def test_nobody_looks_at_another_offices_visits_or_teams(sitis: Program) -> None:
    theirs = a_visit(
        team=a_team(at=elsewhere()), venue=a_venue(in_village=None, in_code="32.17.01.2001", at=elsewhere())
    )
    sitis.send("POST", PREVIEW, {"changes": [a_move(theirs)]}, 404)
    problem = sitis.send("POST", PREVIEW, {"changes": [a_move(a_visit(), team=theirs.team_id)]}, 409).get_json()
    assert problem["type"] == "refused/unknown"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_only_coordinators_ask(app: Flask, role: Role) -> None:
    person("orang", "Orang", role, bekasi())
    other = Program(app).sign_in("orang")
    other.send("POST", PREVIEW, {"changes": [a_move(a_visit())]}, 403)
