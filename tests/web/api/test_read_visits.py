"""What everyone may read of visits, and what only their own office reads."""

from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask

from botram.database import session
from botram.staff.models import Role
from botram.visits.actions import cancel_visit
from botram.visits.models import Booth, KeptWarning, VisitLevel, VisitState
from tests.builders import (
    DAY,
    NOW,
    a_booth,
    a_team,
    a_venue,
    a_visit,
    add,
    an_agency,
    asep,
    bekasi,
    elsewhere,
    office,
    person,
    siti,
)
from tests.statements import cost_of
from tests.web.api.program import Program

PUBLIC = ("/visits/{visit}", "/visits", "/villages", "/services")
PUBLIC_KEYS = {
    "id", "office", "level", "title", "state", "village", "villages", "venue", "opens_at", "closes_at",
    "queue_closes_at", "published_at", "cancelled_at", "confirmed_at", "opened_at", "queue_closed_at", "closed_at",
    "obstacles", "services", "partners", "contact", "contact_phone", "contact_whatsapp", "notes", "reason",
    "moved_from", "first_announced", "replaced_by", "revision", "version", "changed_at", "url",
}  # fmt: skip


def test_everyone_reads_an_announced_visit(program: Program) -> None:
    team = a_team(members=(asep(),))
    visit = a_visit(team=team, state=VisitState.PUBLISHED)
    found = program.read(f"/visits/{visit.public_id}")
    assert set(found) == PUBLIC_KEYS
    assert found["opens_at"] == "2026-12-08T08:00:00+07:00"
    assert found["village"] == {
        "code": "32.16.06.2010",
        "name": "Sumberjaya",
        "district": {"code": "32.16.06", "name": "Tambun Selatan"},
    }
    assert found["contact"] == "Loket 021-555000"
    assert found["url"].endswith(f"/kunjungan/{visit.public_id}")
    assert [offer["service"] for offer in found["services"]] == ["KTP_ENROL", "KK_NEW"]
    assert "Asep" not in str(found)


def test_partner_agencies_are_told_and_their_numbers_only_to_the_own_office(program: Program, sitis: Program) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    booth = a_booth(visit, an_agency("Polres <b>"), "SKCK & SIM")
    told = {"name": "Polres <b>", "kind": "OTHER", "offers": "SKCK & SIM", "booth": ""}
    assert program.read(f"/visits/{visit.public_id}")["partners"] == [told]
    assert program.read("/visits")["items"][0]["partners"] == [told]
    own = sitis.read(f"/visits/{visit.public_id}?scope=office")["partners"]
    assert own == [{"agency": booth.agency_id, **told}]


def test_a_draft_is_not_there_for_anyone_outside(program: Program, dewis: Program) -> None:
    a_visit()
    hidden = a_visit()
    assert program.read("/visits")["items"] == []
    program.read(f"/visits/{hidden.public_id}", 404)
    dewis.read(f"/visits/{hidden.public_id}", 404)
    dewis.read(f"/visits/{hidden.public_id}?scope=office", 404)
    assert dewis.read("/visits?scope=office")["items"] == []


def test_the_office_reads_its_drafts_with_team_officers_and_warnings(sitis: Program) -> None:
    team = a_team(members=(asep(),))
    visit = a_visit("10:00", "14:00", team=team, day=DAY + timedelta(days=3))  # a Friday
    found = sitis.read(f"/visits/{visit.public_id}?scope=office")
    assert set(found) == PUBLIC_KEYS | {"remark", "team", "teams", "officers", "warnings", "marks"}
    assert found["team"] == {"id": team.id, "name": "Tim Utara"}
    assert found["officers"] == [{"id": asep().id, "name": "Asep Saepudin"}]
    assert [(one["code"], one["reason"]) for one in found["warnings"]] == [("friday", None)]
    assert found["venue"]["id"] == visit.venue_id


def test_the_offices_list_shows_the_kept_warnings_alone(sitis: Program) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    add(KeptWarning(visit_id=visit.id, code="friday", sentence="", reason="diminta desa", account_id=siti().id, at=NOW))
    a_visit(team=a_team("Tim KBB", at=elsewhere()), venue=a_venue(in_village="Lembang", at=elsewhere()))
    items = sitis.read("/visits?scope=office")["items"]
    assert [one["id"] for one in items] == [visit.public_id]
    assert items[0]["warnings"] == [{"code": "friday", "sentence": None, "reason": "diminta desa"}]


@pytest.mark.parametrize(("role", "seen"), [(Role.OFFICER, False), (Role.HEAD, True), (Role.COORDINATOR, True)])
def test_drafts_are_for_those_who_plan_and_answer_for_them(app: Flask, role: Role, seen: bool) -> None:
    person("orang", "Orang", role, bekasi())
    visit = a_visit()
    program = Program(app).sign_in("orang")
    assert len(program.read("/visits?scope=office")["items"]) == seen
    program.read(f"/visits/{visit.public_id}?scope=office", 200 if seen else 404)


@pytest.mark.parametrize("address", ["/visits", "/visits/{visit}"])
def test_the_offices_scope_needs_a_sign_in(program: Program, address: str) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    answer = program.ask("GET", f"/api/v1{address}?scope=office".format(visit=visit.public_id), 401)
    assert answer.headers["WWW-Authenticate"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [*PUBLIC, "/openapi.json"])
def test_public_answers_are_for_all_pages_and_caches_and_never_vary_by_who_asks(
    program: Program, sitis: Program, address: str
) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    path = f"/api/v1{address}".format(visit=visit.public_id)
    one, other = (client.ask("GET", path, 200) for client in (program, sitis))
    assert one.data == other.data
    for answer in (one, other):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer.headers["Cache-Control"].startswith("public")
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", ["/visits?scope=office", "/visits/{visit}?scope=office", "/me", "/teams"])
def test_answers_for_the_office_are_kept_by_nobody(sitis: Program, address: str) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    answer = sitis.ask("GET", f"/api/v1{address}".format(visit=visit.public_id), 200)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("address", PUBLIC)
def test_an_etag_saves_the_body(program: Program, address: str) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    path = f"/api/v1{address}".format(visit=visit.public_id)
    tag = program.ask("GET", path, 200).headers["ETag"]
    answer = program.ask("GET", path, 304, headers={"If-None-Match": tag})
    assert answer.data == b""
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert address != "/visits/{visit}" or tag == '"v1"'


def test_an_etag_of_a_compressed_answer_is_known_again(program: Program) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    packed = {"Accept-Encoding": "gzip"}
    answer = program.client.get(f"/api/v1/visits/{visit.public_id}", headers=packed)
    assert answer.headers["ETag"] == '"v1:gzip"'
    again = program.client.get(
        f"/api/v1/visits/{visit.public_id}", headers={**packed, "If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_a_cancelled_visit_stays_and_names_its_announced_replacement(program: Program) -> None:
    visit, other = a_visit(state=VisitState.PUBLISHED), a_visit("08:00", "12:00", day=DAY + timedelta(days=7))
    cancel_visit(visit, siti(), reason="banjir di jalan", now=NOW)
    visit.replaced_by_id = other.id
    session().commit()
    found = program.read(f"/visits/{visit.public_id}")
    assert (found["state"], found["reason"], found["replaced_by"]) == ("CANCELLED", "banjir di jalan", None)
    other.state = VisitState.PUBLISHED
    session().commit()
    assert program.read(f"/visits/{visit.public_id}")["replaced_by"] == other.public_id
    assert program.read("/visits")["items"][0]["replaced_by"] == other.public_id


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "ab"),
        ("q=sumber+jaya", "a"),
        ("q=lapangan", "b"),
        ("q=tidak-ada-tempat-begini", ""),
        ("kecamatan=32.16.14", "b"),
        ("kecamatan=32.16.14&q=sumberjaya", ""),
        ("layanan=KIA_NEW", "b"),
        ("dari=2026-12-09", "b"),
        ("sampai=2026-12-08", "a"),
        ("dari=2026-11-01&sampai=2026-11-30", "p"),
        ("dari=0001-01-01&sampai=9999-12-31", "pab"),
        ("lat=-6.11797&lon=107.16016", "ba"),
    ],
)
def test_the_list_knows_the_filters_of_the_schedule(program: Program, query: str, found: str) -> None:
    there = a_venue("Lapangan", "Sukaindah")
    assert there.village.district_code == "32.16.14"
    visits = {
        "a": a_visit(state=VisitState.PUBLISHED, services=("KTP_ENROL",)),
        "b": a_visit(state=VisitState.PUBLISHED, day=DAY + timedelta(days=2), venue=there, services=("KIA_NEW",)),
        "p": a_visit(state=VisitState.CLOSED, day=date(2026, 11, 3), venue=a_venue("Balai", "Sriamur")),
    }
    names = {visit.public_id: name for name, visit in visits.items()}
    assert "".join(names[one["id"]] for one in program.read(f"/visits?{query}")["items"]) == found


@pytest.mark.parametrize("extra", ["", "&lat=-6.3&lon=107.1", "&scope=office"])
def test_a_list_is_read_on_by_cursor_while_visits_are_added(sitis: Program, extra: str) -> None:
    team = a_team()
    first = {
        a_visit(f"{6 + n:02d}:00", f"{7 + n:02d}:00", team=team, state=VisitState.PUBLISHED).public_id for n in range(7)
    }
    seen: list[str] = []
    cursor = ""
    while True:
        page = sitis.read(f"/visits?limit=3{extra}{cursor}")
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        if not cursor:
            a_visit("05:00", "05:30", team=team, state=VisitState.PUBLISHED)
        cursor = f"&cursor={page['next']}"
    assert set(seen) == first
    assert len(seen) == len(first)


WRONG_QUERIES = (
    "kecamatam=32.16.06", "kecamatan=Tambun", "kecamatan=", "layanan=kia-baru", "dari=8-12-2026", "dari=2026-13-01",
    "dari=20261208", "lat=-6.2", "lon=107", "lat=x&lon=107", "lat=nan&lon=107", "lat=91&lon=107", "lat=1_0&lon=107",
    "cursor=abc", f"cursor={'f' * 32}", f"cursor={'0' * 24}80000000", "limit=0", "limit=101", "limit=x",
    "limit=%D9%A3", "limit=1&limit=2", "scope=all", f"q={'a' * 301}", "q=a%00b", "preview=1",
)  # fmt: skip


@pytest.mark.parametrize("query", WRONG_QUERIES)
def test_a_query_that_cannot_be_meant_is_refused_by_name(program: Program, query: str) -> None:
    problem = program.read(f"/visits?{query}", 422)
    assert problem["type"] == "validation"
    assert problem["errors"][0]["field"] in {query.partition("=")[0], "lat", "lon"}
    assert problem["errors"][0]["detail"]


def test_the_same_statements_for_ten_visits_and_for_four_hundred(program: Program, sitis: Program) -> None:
    def visits(count: int) -> None:
        team = a_team(f"Tim {count}")
        for n in range(count):
            visit = a_visit(team=team, state=VisitState.PUBLISHED, day=DAY + timedelta(days=n), venue=venue)
            session().add(Booth(visit_id=visit.id, agency_id=agency.id, position=1, offers="JKN"))
        session().commit()

    venue, agency = a_venue(), an_agency()
    reads = [
        *(partial(program.read, f"/visits{query}") for query in ("", "?lat=-6.2&lon=107.1", "?q=sumberjaya")),
        partial(program.read, "/villages?q=tambun"),
        partial(sitis.read, "/visits?scope=office"),
    ]
    visits(10)
    few = [cost_of(read) for read in reads]
    visits(390)
    assert [cost_of(read) for read in reads] == few


@pytest.mark.parametrize(
    ("zone", "offset"), [("Asia/Jakarta", "+07:00"), ("Asia/Makassar", "+08:00"), ("Asia/Jayapura", "+09:00")]
)
def test_times_are_on_the_wall_clock_of_the_visits_own_office(program: Program, zone: str, offset: str) -> None:
    team = a_team("Tim Kota", at=office("91.71", "Disdukcapil Kota Contoh", zone))
    visit = a_visit("08:00", "12:00", team=team, venue=a_venue(at=team.office), state=VisitState.PUBLISHED)
    assert program.read(f"/visits/{visit.public_id}")["opens_at"] == f"2026-12-08T08:00:00{offset}"


@pytest.mark.parametrize("public_id", ["k7m29qx", "K7M29QXD", "k7m29qxdd", "k7m29qxu", "%00" * 8, "1%27--"])
def test_what_is_no_id_is_not_found(program: Program, public_id: str) -> None:
    assert program.read(f"/visits/{public_id}", 404)["status"] == 404


def test_a_school_is_called_by_its_title(program: Program) -> None:
    visit = a_visit(state=VisitState.PUBLISHED, level=VisitLevel.SCHOOL, title="SMAN 1 Tambun Selatan")
    assert program.read(f"/visits/{visit.public_id}")["title"] == "SMAN 1 Tambun Selatan"


@pytest.mark.parametrize(
    ("address", "field", "code"),
    [
        *((f"visits{ending}", "layanan", "NO_SUCH") for ending in ("", ".csv", ".geojson")),
        *((f"visits{ending}", "kecamatan", "99.99.99") for ending in ("", ".csv", ".geojson")),
        ("villages", "kecamatan", "99.99.99"),
        ("statistics", "kecamatan", "99.99.99"),
    ],
)
def test_a_filter_by_a_code_that_nothing_has_is_refused_in_words(
    program: Program, address: str, field: str, code: str
) -> None:
    refused = program.read(f"/{address}?{field}={code}", 409)
    assert refused["type"].endswith("refused/unknown")
    assert refused["errors"] == [{"field": field, "detail": f"“{code}” tidak dikenal."}]
