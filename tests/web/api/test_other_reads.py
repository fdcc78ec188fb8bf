"""Villages, services, people and the OpenAPI document."""

from datetime import date, timedelta

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from botram.config import ROOT
from botram.database import session
from botram.staff.models import Role
from botram.visits.models import VisitState
from tests.builders import DAY, a_team, a_venue, a_visit, an_agency, bekasi, elsewhere, person, siti
from tests.web.api.program import Program


def test_villages_say_how_long_ago_a_team_was_there(program: Program) -> None:
    a_visit(state=VisitState.CLOSED, day=date(2026, 10, 5))
    last = a_visit(state=VisitState.CLOSED, day=date(2026, 11, 4))
    a_visit(state=VisitState.CANCELLED, day=date(2026, 11, 25))
    a_visit(day=DAY - timedelta(days=1))
    coming = a_visit(state=VisitState.PUBLISHED)
    a_visit(state=VisitState.PUBLISHED, day=DAY + timedelta(days=9))
    found = program.read("/villages?q=sumberjaya")["items"]
    assert [one["code"] for one in found] == [coming.village_code]
    assert found[0]["last_visit"]["id"] == last.public_id
    assert found[0]["days_since_last_visit"] == 30
    assert found[0]["next_visit"]["id"] == coming.public_id
    assert found[0]["district"] == {"code": "32.16.06", "name": "Tambun Selatan"}
    assert found[0]["office"]["code"] == "32.16"


def test_villages_of_all_offices_are_read_on_by_cursor(program: Program) -> None:
    bekasi(), elsewhere()
    codes: list[str] = []
    cursor = ""
    while True:
        page = program.read(f"/villages?limit=100{cursor}")
        codes += [one["code"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len(codes) == 187 + 165
    assert codes == sorted(set(codes))


@pytest.mark.parametrize(
    ("query", "districts"),
    [
        ("kecamatan=32.16.06", {"Tambun Selatan"}),
        ("kecamatan=32.16.06&q=muara+gembong", set()),
        ("q=xyzzyplugh", set()),
        ("q=muara+gembong", {"Muaragembong"}),
    ],
)
def test_villages_are_found_by_district_and_by_words(program: Program, query: str, districts: set[str]) -> None:
    bekasi()
    found = program.read(f"/villages?{query}")["items"]
    assert {one["district"]["name"] for one in found} == districts


@pytest.mark.parametrize("query", ["cursor=x", "limit=0", "desa=1", "kecamatan=32.16.06.2001"])
def test_what_is_no_question_about_villages_is_refused(program: Program, query: str) -> None:
    program.read(f"/villages?{query}", 422)


def test_services_say_what_to_bring_and_what_comes_out(program: Program) -> None:
    found = program.read("/services")
    assert found["next"] is None
    kia = next(one for one in found["items"] if one["code"] == "KIA_NEW")
    assert kia["slug"] == "kia-baru"
    assert kia["requirements"]
    assert [one["code"] for one in kia["documents"]] == ["KIA"]
    birth = next(one for one in found["items"] if one["code"] == "BIRTH")
    assert {one["code"] for one in birth["documents"] if one["if_chosen"]} == {"KIA"}
    program.read("/services?page=2", 422)


def test_i_am_who_i_am_and_get_a_token_that_works(sitis: Program) -> None:
    found = sitis.read("/me")
    assert (found["name"], found["role"], found["office"]["code"]) == ("Siti Aminah", "COORDINATOR", "32.16")
    draft = a_visit()
    sitis.csrf = found["csrf_token"]
    sitis.send("POST", f"/visits/{draft.public_id}/publish")


def test_partners_are_for_people_of_the_office(program: Program, sitis: Program, dewis: Program) -> None:
    ours = an_agency()
    an_agency("PMI", active=False)
    program.read("/partners", 401)
    assert dewis.read("/partners")["items"] == []
    assert sitis.read("/partners")["items"] == [{"id": ours.id, "name": "BPJS Kesehatan", "kind": "OTHER"}]


def test_teams_are_for_people_of_the_office(program: Program, sitis: Program, dewis: Program) -> None:
    officer = person("asep", "Asep Saepudin", Role.OFFICER, bekasi())
    team = a_team(members=(officer,))
    program.read("/teams", 401)
    program.read("/me", 401)
    assert dewis.read("/teams")["items"] == []
    (found,) = sitis.read("/teams")["items"]
    assert (found["id"], found["members"]) == (team.id, [{"id": officer.id, "name": "Asep Saepudin"}])


def test_a_password_that_must_be_replaced_opens_nothing(app: Flask) -> None:
    account = siti()
    program = Program(app).sign_in("siti")
    account.must_change_password = True
    session().commit()
    program.read("/teams", 403)


def test_the_document_is_openapi_and_names_every_address(app: Flask, program: Program) -> None:
    document = program.read("/openapi.json")
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()
    named = {
        (path.replace("{", "<visit_id:").replace("}", ">"), method.upper())
        for path, operations in document["paths"].items()
        for method in operations
        if method != "parameters"
    }
    served = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/")
    }
    assert named == served


def test_the_page_about_the_api_names_every_address(program: Program) -> None:
    told = (ROOT / "docs" / "api.md").read_text("utf-8")
    for path, operations in program.document["paths"].items():
        for method in (method for method in operations if method != "parameters"):
            address = path.replace("{public_id}", "<id>")
            assert f"`{method.upper()} {address}`" in told or path.endswith("openapi.json"), f"{method} {address}"


@pytest.mark.parametrize("address", ["/nothing", "/visits/", "/visits/00000000/dance"])
def test_addresses_that_do_not_exist_are_problems_too(program: Program, address: str) -> None:
    assert program.ask("GET", f"/api/v1{address}", 404).mimetype == "application/problem+json"


def test_a_method_that_an_address_does_not_take_is_a_problem(program: Program) -> None:
    answer = program.ask("DELETE", "/api/v1/visits", 405)
    assert answer.mimetype == "application/problem+json"
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_head_answers_like_get_without_a_body(program: Program) -> None:
    visit = a_visit(state=VisitState.PUBLISHED, venue=a_venue())
    answer = program.ask("HEAD", f"/api/v1/visits/{visit.public_id}", 200)
    assert answer.headers["ETag"] == '"v1"'
    assert answer.data == b""
