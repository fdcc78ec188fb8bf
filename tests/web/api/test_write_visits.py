"""A coordinator's program drafts, changes, announces and cancels visits, and learns why when it cannot."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.staff.models import Role
from botram.visits.models import Visit, VisitState
from tests.builders import (
    DAY,
    a_team,
    a_venue,
    a_visit,
    an_agency,
    asep,
    bekasi,
    dewi,
    elsewhere,
    person,
    siti,
    village,
)
from tests.results.builders import an_entry, send
from tests.web.api.bodies import a_body, rows
from tests.web.api.program import Program

PUBLISHED = VisitState.PUBLISHED


def state_of(visit: Visit) -> tuple[VisitState, int]:
    """State and version as the table has them now."""
    session().rollback()
    session().refresh(visit)
    return visit.state, visit.version


def test_a_draft_is_made_with_its_venue_crew_and_warnings(sitis: Program) -> None:
    body = a_body(queue_closes_at="2026-12-08T06:00:00Z", contact="021-555111", notes="Bawa map.\nParkir di lapangan.")
    answer = sitis.send("POST", "/visits", body, 201)
    found = answer.get_json()
    assert found["state"] == "DRAFT"
    assert (found["opens_at"], found["queue_closes_at"]) == ("2026-12-08T08:00:00+07:00", "2026-12-08T13:00:00+07:00")
    assert [(one["service"], one["quota"], one["left"]) for one in found["services"]] == [
        ("KTP_ENROL", 40, 40),
        ("KK_NEW", None, None),
    ]
    assert found["venue"]["name"] == "Balai Desa"
    assert found["officers"] == [{"id": asep().id, "name": "Asep Saepudin"}]
    assert found["warnings"] == []
    assert answer.headers["ETag"] == '"v1"'
    assert answer.headers["Location"] == f"/api/v1/visits/{found['id']}?scope=office"
    assert sitis.ask("GET", answer.headers["Location"], 200).get_json() == found


def test_a_draft_says_what_to_think_about(sitis: Program) -> None:
    body = a_body(opens_at="2026-12-11T10:00:00+07:00", closes_at="2026-12-11T14:00:00+07:00")
    found = sitis.send("POST", "/visits", body, 201).get_json()
    assert [one["code"] for one in found["warnings"]] == ["friday"]
    assert "Jumat" in found["warnings"][0]["sentence"]


def test_a_draft_takes_a_venue_that_is_known(sitis: Program) -> None:
    venue = a_venue()
    found = sitis.send("POST", "/visits", a_body(venue=venue.id), 201).get_json()
    assert found["venue"]["id"] == venue.id


def test_a_draft_can_stand_in_for_a_cancelled_visit(sitis: Program) -> None:
    gone = a_visit(state=PUBLISHED)
    sitis.send("POST", f"/visits/{gone.public_id}/cancel", {"reason": "banjir"})
    made = sitis.send("POST", "/visits", a_body(replaces=gone.public_id), 201).get_json()
    sitis.send("POST", f"/visits/{made['id']}/publish")
    assert sitis.read(f"/visits/{gone.public_id}")["replaced_by"] == made["id"]


def test_partner_agencies_are_written_and_stay_when_they_are_not_named(sitis: Program) -> None:
    police, bank = an_agency("Polres"), an_agency("Bank bjb")
    named = [{"agency": police.id, "offers": "SKCK", "booth": "Meja 4"}, {"agency": bank.id, "offers": "Rekening"}]
    made = sitis.send("POST", "/visits", a_body(partners=named), 201).get_json()
    assert [(one["name"], one["offers"], one["booth"]) for one in made["partners"]] == [
        ("Polres", "SKCK", "Meja 4"),
        ("Bank bjb", "Rekening", ""),
    ]
    address, any_version = f"/visits/{made['id']}", {"If-Match": "*"}
    kept = sitis.send("PATCH", address, {"notes": "Bawa map."}, headers=any_version).get_json()
    assert (kept["partners"], kept["version"]) == (made["partners"], 2)
    back = [{name: one[name] for name in ("agency", "offers", "booth")} for one in kept["partners"]]
    same = sitis.send("PATCH", address, {"partners": back}, headers=any_version).get_json()
    assert same["version"] == 2, "what was read can be sent back"
    fewer = sitis.send("PATCH", address, {"partners": back[1:]}, headers=any_version).get_json()
    assert [one["name"] for one in fewer["partners"]] == ["Bank bjb"]
    assert sitis.send("PATCH", address, {"partners": []}, headers=any_version).get_json()["partners"] == []


OURS, THEIRS, CLOSED = 1, 2, 3  # the agencies of the tests below


@pytest.fixture
def with_agencies(sitis: Program) -> Program:
    """Siti's program, with an agency of her office, one of another office and one that is closed."""
    made = an_agency(), an_agency(at=elsewhere()), an_agency("PMI", active=False)
    assert tuple(one.id for one in made) == (OURS, THEIRS, CLOSED)
    return sitis


@pytest.mark.parametrize(
    ("booth", "status", "field"),
    [
        ({"agency": OURS}, 422, "partners.0.offers"),
        ({"agency": OURS, "offers": ""}, 422, "partners.0.offers"),
        ({"agency": OURS, "offers": " "}, 409, "partners"),
        ({"agency": OURS, "offers": "x" * 201}, 422, "partners.0.offers"),
        ({"agency": OURS, "offers": "NIK 3216 0655 0898 0001"}, 409, "partners"),
        ({"agency": OURS, "offers": "JKN", "booth": "x" * 41}, 422, "partners.0.booth"),
        ({"agency": OURS, "offers": "JKN", "name": "BPJS"}, 422, "partners.0.name"),
        ({"agency": "1", "offers": "JKN"}, 422, "partners.0.agency"),
        ({"agency": THEIRS, "offers": "JKN"}, 409, "partners"),
        ({"agency": CLOSED, "offers": "JKN"}, 409, "partners"),
        ("BPJS", 422, "partners.0"),
    ],
)
def test_a_booth_that_cannot_be_meant_is_refused_by_name(
    with_agencies: Program, booth: object, status: int, field: str
) -> None:
    draft = a_visit()
    sent, address = {"partners": [booth]}, f"/visits/{draft.public_id}"
    problem = with_agencies.send("PATCH", address, sent, status, headers={"If-Match": "*"}).get_json()
    assert problem["errors"][0]["field"] == field
    assert state_of(draft) == (VisitState.DRAFT, 1)


@pytest.mark.parametrize(
    "wrong",
    [None, {}, "BPJS", [{"agency": OURS, "offers": "JKN"}] * 61],
    ids=["nothing", "an object", "a text", "too many"],
)
def test_what_is_no_list_of_booths_is_refused(with_agencies: Program, wrong: object) -> None:
    draft = a_visit()
    sent, address = {"partners": wrong}, f"/visits/{draft.public_id}"
    with_agencies.send("PATCH", address, sent, 422, headers={"If-Match": "*"})
    assert state_of(draft) == (VisitState.DRAFT, 1)


def test_a_preview_saves_nothing(sitis: Program) -> None:
    body, draft = a_body(), a_visit()
    out = a_visit(state=PUBLISHED, venue=a_venue("Balai", "Sriamur"))
    before = rows()
    made = sitis.send("POST", "/visits?preview=1", body, 200)
    assert made.get_json()["preview"] is True
    assert "Location" not in made.headers
    moved = {
        "opens_at": "2026-12-09T08:00:00+07:00",
        "closes_at": "2026-12-09T12:00:00+07:00",
        "reason": "aula dipakai",
    }
    after = sitis.send("PATCH", f"/visits/{out.public_id}?preview=1", moved, headers={"If-Match": '"v1"'}).get_json()
    assert (after["opens_at"], after["version"], after["revision"]) == ("2026-12-09T08:00:00+07:00", 2, 1)
    place = {"venue": body["venue"]}
    there = sitis.send("PATCH", f"/visits/{draft.public_id}?preview=1", place, headers={"If-Match": "*"}).get_json()
    assert there["venue"]["name"] == "Balai Desa"
    assert sitis.send("POST", f"/visits/{draft.public_id}/publish?preview=1").get_json()["state"] == "PUBLISHED"
    cancelled = sitis.send("POST", f"/visits/{out.public_id}/cancel?preview=1", {"reason": "banjir"}).get_json()
    assert cancelled["state"] == "CANCELLED"
    assert rows() == before
    assert (state_of(draft), state_of(out)) == ((VisitState.DRAFT, 1), (PUBLISHED, 1))
    sitis.read(f"/visits/{made.get_json()['id']}?scope=office", 404)


@pytest.mark.parametrize(
    ("method", "action", "body", "told"),
    [
        ("PATCH", "", {"opens_at": "2026-12-09T08:00:00+07:00", "closes_at": "2026-12-09T12:00:00+07:00"}, True),
        ("PATCH", "", {"notes": "Bawa pena"}, False),
        ("POST", "/cancel", {}, True),
    ],
    ids=["a move", "a note", "a cancellation"],
)
def test_a_preview_names_what_was_recorded_before_opening(
    sitis: Program, method: str, action: str, body: dict[str, str], told: bool
) -> None:
    out = a_visit(state=PUBLISHED, venue=a_venue("Balai", "Sriamur"))
    asep()
    send(out, an_entry(1, requests=9, issued={}))
    sent, address = {"reason": "aula dipakai", **body}, f"/visits/{out.public_id}{action}"
    preview = sitis.send(method, f"{address}?preview=1", sent, headers={"If-Match": "*"}).get_json()
    first = "".join(preview["follows"][:1])
    assert first.startswith("Sudah tercatat 9 permohonan") is told
    assert bool(first) is told
    saved = sitis.send(method, address, sent, headers={"If-Match": "*"}).get_json()
    assert "follows" not in saved


def test_a_preview_refuses_what_the_write_would_refuse(sitis: Program) -> None:
    team = a_team()
    other, draft = a_visit(team=team, state=PUBLISHED), a_visit("09:00", "10:00", team=team)
    clash = sitis.send("POST", f"/visits/{draft.public_id}/publish?preview=1", status=409).get_json()
    assert clash["clash"]["id"] == other.public_id
    sitis.send("POST", "/visits?preview=1", a_body(team=0), 422)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("closes_at", lambda: "2026-12-08T07:00:00+07:00"),
        ("services", lambda: [{"service": "NO_SUCH"}]),
        ("crew", lambda: [siti().id]),
        ("replaces", lambda: "00000000"),
        ("notes", lambda: "NIK 3216 0655 0898 0001"),
    ],
)
def test_a_draft_that_is_refused_leaves_no_venue_behind(
    sitis: Program, field: str, wrong: Callable[[], object]
) -> None:
    body = a_body(**{field: wrong()})
    before = rows()
    problem = sitis.send("POST", "/visits", body, 409).get_json()
    assert problem["errors"][0]["field"] == field
    assert rows() == before


def test_a_visit_is_published_for_everyone(sitis: Program) -> None:
    draft = a_visit()
    answer = sitis.send("POST", f"/visits/{draft.public_id}/publish")
    assert (answer.get_json()["state"], answer.get_json()["version"]) == ("PUBLISHED", 2)
    assert answer.headers["ETag"] == '"v2"'
    assert sitis.read(f"/visits/{draft.public_id}")["state"] == "PUBLISHED"


def test_publishing_needs_no_body_at_all(sitis: Program) -> None:
    draft = a_visit()
    sitis.send("POST", f"/visits/{draft.public_id}/publish", data=b"")


def test_each_warning_needs_its_reason(sitis: Program) -> None:
    draft = a_visit("10:00", "14:00", day=DAY + timedelta(days=3))
    address = f"/visits/{draft.public_id}/publish"
    problem = sitis.send("POST", address, status=409).get_json()
    assert problem["type"] == "warnings-open"
    assert [one["code"] for one in problem["warnings"]] == ["friday"]
    assert state_of(draft) == (VisitState.DRAFT, 1)
    found = sitis.send("POST", address, {"warnings": {"friday": "warga pulang kerja siang"}}).get_json()
    assert [(one["code"], one["reason"]) for one in found["warnings"]] == [("friday", "warga pulang kerja siang")]


@pytest.mark.parametrize(
    ("opens", "closes", "same_team"),
    [("08:00", "13:00", True), ("10:00", "11:00", False)],
    ids=["the team is taken", "an officer is taken"],
)
def test_a_conflict_names_the_visit_in_the_way(sitis: Program, opens: str, closes: str, same_team: bool) -> None:
    team = a_team(members=(asep(),))
    other = a_visit("09:00", "12:00", team=team, state=PUBLISHED)
    draft = a_visit(opens, closes, team=team if same_team else a_team("Tim Selatan"), crew=(asep(),))
    problem = sitis.send("POST", f"/visits/{draft.public_id}/publish", status=409).get_json()
    assert problem["type"] == "clash"
    assert problem["clash"] == {
        "id": other.public_id,
        "url": f"http://127.0.0.1:8000/kunjungan/{other.public_id}",
        "place": "Desa Sumberjaya",
        "opens_at": "2026-12-08T09:00:00+07:00",
        "closes_at": "2026-12-08T12:00:00+07:00",
    }
    assert "Desa Sumberjaya" in problem["detail"]


def test_a_published_visit_is_moved_with_a_reason(sitis: Program) -> None:
    visit = a_visit(state=PUBLISHED)
    tag = sitis.ask("GET", f"/api/v1/visits/{visit.public_id}", 200).headers["ETag"]
    body = {"opens_at": "2026-12-09T08:00:00+07:00", "closes_at": "2026-12-09T14:00:00+07:00"}
    problem = sitis.send("PATCH", f"/visits/{visit.public_id}", body, 409, headers={"If-Match": tag}).get_json()
    assert (problem["type"], problem["errors"][0]["field"]) == ("refused/reason-missing", "reason")
    answer = sitis.send(
        "PATCH", f"/visits/{visit.public_id}", {**body, "reason": "aula dipakai rapat"}, headers={"If-Match": tag}
    )
    assert (answer.get_json()["revision"], answer.get_json()["version"], answer.get_json()["reason"]) == (
        1,
        2,
        "aula dipakai rapat",
    )
    assert answer.get_json()["moved_from"]["opens_at"] == "2026-12-08T08:00:00+07:00"
    assert answer.get_json()["services"] == sitis.read(f"/visits/{visit.public_id}")["services"]


def test_a_change_touches_only_what_it_names(sitis: Program) -> None:
    draft = a_visit(team=a_team(members=(asep(),)))
    before = sitis.read(f"/visits/{draft.public_id}?scope=office")
    after = sitis.send(
        "PATCH", f"/visits/{draft.public_id}", {"notes": "Bawa map."}, headers={"If-Match": '"v1"'}
    ).get_json()
    assert {name for name in after if after[name] != before[name]} == {"notes", "version"}
    same = sitis.send("PATCH", f"/visits/{draft.public_id}", {}, headers={"If-Match": '"v2"'}).get_json()
    assert same["version"] == 2


def test_a_new_team_brings_its_members_unless_the_crew_is_named(sitis: Program) -> None:
    draft = a_visit(team=a_team(members=(asep(),)))
    other = a_team("Tim Selatan", members=(person("ujang", "Ujang", Role.OFFICER, bekasi()),))
    address = f"/visits/{draft.public_id}"
    after = sitis.send("PATCH", address, {"team": other.id}, headers={"If-Match": "*"}).get_json()
    assert [one["name"] for one in after["officers"]] == ["Ujang"]
    after = sitis.send("PATCH", address, {"crew": [asep().id]}, headers={"If-Match": "*"}).get_json()
    assert [one["name"] for one in after["officers"]] == ["Asep Saepudin"]


def test_a_change_to_a_new_venue_makes_it(sitis: Program) -> None:
    draft = a_visit()
    place = village("Sriamur")
    body = {"village": place.code, "venue": {"name": "Balai", "lat": place.latitude, "lon": place.longitude}}
    after = sitis.send("PATCH", f"/visits/{draft.public_id}", body, headers={"If-Match": '"v1"'}).get_json()
    assert (after["village"]["name"], after["venue"]["name"]) == ("Sriamur", "Balai")


def test_a_venue_lies_in_the_village_that_is_named(sitis: Program) -> None:
    venue, draft = a_venue(), a_visit()
    body = a_body(venue=venue.id, village=village("Sriamur").code)
    problem = sitis.send("POST", "/visits", body, 409).get_json()
    assert [one["field"] for one in problem["errors"]] == ["village"]
    there = {"village": village("Sriamur").code}
    sitis.send("PATCH", f"/visits/{draft.public_id}", there, 409, headers={"If-Match": '"v1"'})


@pytest.mark.parametrize(
    ("lat", "lon", "status", "field"),
    [(107.05, -6.24, 422, "venue.lat"), (6.24, 107.05, 409, "venue")],
    ids=["swapped", "north of the equator"],
)
def test_a_new_venue_lies_in_its_village(sitis: Program, lat: float, lon: float, status: int, field: str) -> None:
    body = a_body(venue={"name": "Balai", "lat": lat, "lon": lon})
    problem = sitis.send("POST", "/visits", body, status).get_json()
    assert [one["field"] for one in problem["errors"]] == [field]


@pytest.mark.parametrize(("method", "action", "body"), [("PATCH", "", {"notes": "Bawa KK."}), ("POST", "/publish", {})])
def test_two_programs_at_once_do_not_undo_each_other(
    app: Flask, sitis: Program, method: str, action: str, body: dict[str, str]
) -> None:
    draft, other = a_visit(), Program(app).sign_in("siti")
    address = f"/visits/{draft.public_id}"
    tags = [one.ask("GET", f"/api/v1{address}?scope=office", 200).headers["ETag"] for one in (sitis, other)]
    sitis.send("PATCH", address, {"notes": "Bawa map."}, headers={"If-Match": tags[0]})
    answer = other.send(method, address + action, body, 412, headers={"If-Match": tags[1]})
    assert (answer.get_json()["type"], answer.get_json()["version"]) == ("changed", 2)
    assert answer.headers["ETag"] == '"v2"'
    assert sitis.read(f"{address}?scope=office")["notes"] == "Bawa map."


def test_of_eight_changes_at_the_same_instant_one_is_saved(app: Flask, sitis: Program) -> None:
    draft = a_visit()
    address, clients = f"/api/v1/visits/{draft.public_id}", [app.test_client() for _ in range(8)]
    cookie = sitis.client.get_cookie("botram")
    assert cookie is not None
    session().rollback()

    def change(number: int) -> int:
        clients[number].set_cookie("botram", cookie.value)
        sent = {"X-CSRFToken": sitis.csrf, "If-Match": '"v1"'}
        statuses = (clients[number].patch(address, json={"notes": f"{number}"}, headers=sent) for _try in range(100))
        return next(answer.status_code for answer in statuses if answer.status_code != 503)  # too many wait: try again

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(change, range(8))) == [200] + [412] * 7
    assert state_of(draft) == (VisitState.DRAFT, 2)


def test_a_change_without_if_match_is_not_even_tried(sitis: Program) -> None:
    draft = a_visit()
    assert sitis.send("PATCH", f"/visits/{draft.public_id}", {"notes": "x"}, 428).get_json()["type"] == "if-match"


@pytest.mark.parametrize(
    ("tag", "status"),
    [
        ('"v1"', 200), ('"v1:gzip"', 200), ('"x", "v1"', 200), ("*", 200), ('W/"v1"', 412), ('"v2"', 412), ("v1", 412),
        ('""', 412), ("", 412), ('"v99999999999999999999"', 412),
    ],
)  # fmt: skip
def test_if_match_compares_strongly(sitis: Program, tag: str, status: int) -> None:
    address = f"/visits/{a_visit().public_id}?preview=1"
    sitis.send("PATCH", address, {"notes": "x"}, status, headers={"If-Match": tag})


@pytest.mark.parametrize(
    ("state", "method", "action", "body"),
    [
        (VisitState.DRAFT, "POST", "/cancel", {"reason": "banjir"}),
        (VisitState.CLOSED, "POST", "/cancel", {"reason": "banjir"}),
        (VisitState.CLOSED, "POST", "/publish", {}),
        (VisitState.CLOSED, "PATCH", "", {"notes": "x"}),
    ],
)
def test_a_state_that_does_not_fit_is_a_conflict(
    sitis: Program, state: VisitState, method: str, action: str, body: dict[str, str]
) -> None:
    address = f"/visits/{a_visit(state=state).public_id}{action}"
    problem = sitis.send(method, address, body, 409, headers={"If-Match": "*"}).get_json()
    assert problem["type"] == "refused/wrong-state"


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 422), ({"reason": "ab"}, 422), ({"reason": "     "}, 409), ({"reason": None}, 422)],
    ids=["not named", "too short", "blank", "nothing"],
)
def test_a_cancellation_needs_a_reason(sitis: Program, body: dict[str, Any], status: int) -> None:
    visit = a_visit(state=PUBLISHED)
    problem = sitis.send("POST", f"/visits/{visit.public_id}/cancel", body, status).get_json()
    assert problem["errors"][0]["field"] == "reason"
    assert state_of(visit) == (PUBLISHED, 1)


def their_visit() -> Visit:
    """A visit of another office."""
    return a_visit(team=a_team("Tim KBB", at=elsewhere()), venue=a_venue(in_village="Lembang", at=elsewhere()))


@pytest.mark.parametrize(
    ("method", "action", "body"),
    [("PATCH", "", {}), ("POST", "/publish", {}), ("POST", "/cancel", {"reason": "banjir"})],
)
def test_another_offices_visit_is_unknown(sitis: Program, method: str, action: str, body: dict[str, str]) -> None:
    theirs, before = their_visit(), rows()
    sitis.send(method, f"/visits/{theirs.public_id}{action}", body, 404, headers={"If-Match": "*"})
    assert rows() == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("team", lambda theirs: theirs.team_id),
        ("venue", lambda theirs: theirs.venue_id),
        ("village", lambda theirs: theirs.village_code),
        ("crew", lambda theirs: [dewi().id]),
        ("replaces", lambda theirs: theirs.public_id),
    ],
)
def test_another_offices_ids_are_unknown_in_every_position(
    sitis: Program, name: str, value: Callable[[Visit], object]
) -> None:
    mine, sent = a_visit(), value(their_visit())
    before = rows()
    problem = sitis.send("POST", "/visits", a_body(**{"team": mine.team_id, name: sent}), 409).get_json()
    assert [one["field"] for one in problem["errors"]] == [name]
    if name != "replaces":
        sitis.send("PATCH", f"/visits/{mine.public_id}", {name: sent}, 409, headers={"If-Match": "*"})
    assert rows() == before


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_only_coordinators_write(app: Flask, role: Role) -> None:
    person("orang", "Orang", role, bekasi())
    program, draft = Program(app).sign_in("orang"), a_visit()
    program.send("POST", "/visits", a_body(), 403)
    program.send("PATCH", f"/visits/{draft.public_id}", {}, 403)
    program.send("POST", f"/visits/{draft.public_id}/publish", status=403)
    program.send("POST", f"/visits/{draft.public_id}/cancel", {"reason": "banjir"}, 403)


def test_writes_need_a_sign_in_and_its_token(program: Program, sitis: Program) -> None:
    draft = a_visit()
    address = f"/visits/{draft.public_id}/publish"
    assert program.send("POST", address, status=401).get_json()["status"] == 401
    for token in ("", "wrong", program.token()):
        assert sitis.send("POST", address, status=403, headers={"X-CSRFToken": token}).get_json()["type"] == "csrf"
    assert state_of(draft) == (VisitState.DRAFT, 1)
    sitis.send("POST", address)
