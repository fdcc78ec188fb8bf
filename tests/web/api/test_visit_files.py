"""Visits in one file: as GeoJSON for maps, as CSV for spreadsheets."""

import csv
import io
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from shapely.geometry import shape

from botram.database import session
from botram.places.models import Venue
from botram.visits.models import Visit, VisitState
from tests.builders import DAY, a_team, a_venue, a_visit, asep, elsewhere
from tests.many_visits import copies
from tests.statements import cost_of
from tests.web.api.program import Program

TODAY = date(2026, 12, 4)
FILES = ("/visits.geojson", "/visits.csv")


def features(program: Program, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = program.read(f"/visits.geojson?{query}")["features"]
    return found


def lines(program: Program, query: str = "") -> list[dict[str, str]]:
    answer = program.ask("GET", f"/api/v1/visits.csv?form=rfc4180&{query}", 200)
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def test_a_map_holds_today_to_ninety_days_and_never_a_draft(program: Program) -> None:
    over = a_visit("06:00", "08:00", day=TODAY, state=VisitState.CLOSED)
    coming = a_visit(state=VisitState.PUBLISHED)
    off = a_visit(state=VisitState.CANCELLED, day=DAY + timedelta(days=1))
    last = a_visit(day=TODAY + timedelta(days=90), state=VisitState.PUBLISHED)
    a_visit(), a_visit(day=TODAY)
    a_visit(day=TODAY - timedelta(days=1), state=VisitState.VERIFIED)
    a_visit(day=TODAY + timedelta(days=91), state=VisitState.PUBLISHED)
    found = features(program)
    assert [one["id"] for one in found] == [one.public_id for one in (over, coming, off, last)]
    assert [one["properties"]["when"] for one in found] == ["over", "week", "cancelled", "later"]
    [point] = shape(found[1]["geometry"]).coords
    assert point == (coming.venue.longitude, coming.venue.latitude)
    assert found[1]["properties"]["services"] == ["KTP_ENROL", "KK_NEW"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dari=2020-01-01&sampai=2099-12-31", "ab"),
        ("sampai=2026-12-08", "a"),
        ("layanan=KIA_NEW", "b"),
        ("q=lapangan", "b"),
        ("kecamatan=32.16.14", "b"),
        ("lat=-6.11797&lon=107.16016", "ba"),
    ],
)
@pytest.mark.parametrize("kind", ["map", "table"])
def test_files_know_the_filters_of_the_schedule_within_their_days(
    program: Program, kind: str, query: str, found: str
) -> None:
    there = a_venue("Lapangan", "Sukaindah")
    assert there.village.district_code == "32.16.14"
    here = a_visit(state=VisitState.PUBLISHED, services=("KTP_ENROL",))
    later = a_visit(state=VisitState.PUBLISHED, day=DAY + timedelta(days=2), venue=there, services=("KIA_NEW",))
    names = {here.public_id: "a", later.public_id: "b"}
    read = features if kind == "map" else lines
    assert "".join(names[one["id"]] for one in read(program, query)) == found


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("query", ["desa=1", "scope=office"])
def test_what_is_no_filter_of_a_file_is_refused(program: Program, address: str, query: str) -> None:
    program.read(f"{address}?{query}", 422)


@pytest.mark.parametrize(("visits", "more"), [(1_000, False), (1_001, True)])
def test_a_map_holds_a_thousand_visits_and_says_that_it_left_some_out(
    program: Program, visits: int, more: bool
) -> None:
    first = a_visit("00:00", "01:00", state=VisitState.PUBLISHED, crew=())
    copies(first, range(1, visits), every=timedelta(hours=1))
    found = program.read("/visits.geojson")
    assert (found["more"], len(found["features"])) == (more, 1_000)


def test_a_table_is_read_on_by_the_header(program: Program) -> None:
    team = a_team()
    made = [a_visit(state=VisitState.PUBLISHED, team=team, day=DAY + timedelta(days=n)).public_id for n in range(3)]
    answer = program.ask("GET", "/api/v1/visits.csv?limit=2&layanan=KTP_ENROL&form=rfc4180", 200)
    address, _, relation = answer.headers["Link"].partition(">; ")
    assert relation == 'rel="next"'
    assert "layanan=KTP_ENROL" in address and "form=rfc4180" in address
    following = program.ask("GET", address.partition("127.0.0.1:8000")[2], 200)
    assert "Link" not in following.headers
    seen = [line.partition(",")[0] for one in (answer, following) for line in one.text.splitlines()[1:]]
    assert seen == made


def test_a_table_holds_no_formula_and_keeps_phone_numbers(program: Program) -> None:
    visit = a_visit(state=VisitState.PUBLISHED, venue=a_venue('=HYPERLINK("http://x")'))
    visit.contact, visit.reason = "+62 21 555000", "@SUM(1),\r\nbaris kedua"
    visit.venue.address = "Jl. Raya No. 1, RT 02"
    session().commit()
    answer = program.ask("GET", "/api/v1/visits.csv?form=rfc4180", 200)
    assert answer.content_type == "text/csv; charset=utf-8; header=present"
    assert answer.data.startswith(b"id,state,")
    (line,) = lines(program)
    assert line["venue"] == '\'=HYPERLINK("http://x")'
    assert line["contact"] == "+62 21 555000"
    assert line["reason"] == "'@SUM(1),\r\nbaris kedua"
    assert line["address"] == "Jl. Raya No. 1, RT 02"
    assert (line["day"], line["opens"], line["closes"], line["zone"]) == ("2026-12-08", "08:00", "14:00", "WIB")
    assert float(line["latitude"]) == visit.venue.latitude
    assert line["services"] == "KTP_ENROL KK_NEW"


def test_a_table_opens_in_excel_unless_a_program_asks(program: Program) -> None:
    visit = a_visit(state=VisitState.PUBLISHED, venue=a_venue("Balai;=1+1;x"))
    content = program.ask("GET", "/api/v1/visits.csv", 200).data
    assert content.startswith("\N{BYTE ORDER MARK}id;state;".encode())
    (line,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert (line["id"], line["venue"]) == (visit.public_id, "Balai;'=1+1;x")
    assert line["latitude"] == str(visit.venue.latitude).replace(".", ",")
    assert lines(program)[0]["venue"] == "Balai;'=1+1;x"
    program.read("/visits.csv?form=excel", 422)


@pytest.mark.parametrize("address", FILES)
def test_nobody_reads_drafts_or_who_works_there(program: Program, sitis: Program, dewis: Program, address: str) -> None:
    a_visit()
    a_visit(team=a_team("Tim KBB", at=elsewhere()), venue=a_venue(in_village="Lembang", at=elsewhere()))
    a_visit(team=a_team("Tim Rahasia", members=(asep(),)), state=VisitState.PUBLISHED)
    answers = {client.ask("GET", f"/api/v1{address}", 200).data for client in (program, sitis, dewis)}
    (answer,) = answers
    assert answer.count(b"/kunjungan/") == 1
    assert b"Asep" not in answer
    assert b"Rahasia" not in answer


@pytest.mark.parametrize("address", FILES)
def test_files_are_for_all_pages_and_an_etag_saves_the_body(program: Program, address: str) -> None:
    a_visit(state=VisitState.PUBLISHED)
    answer = program.ask("GET", f"/api/v1{address}", 200)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"].startswith("public")
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert program.ask("GET", f"/api/v1{address}", 304, headers=tag).data == b""
    near = program.ask("GET", f"/api/v1{address}?lat=-6.2&lon=107.1", 200)
    assert near.headers["Cache-Control"] == "private, no-store"


def test_the_same_statements_however_many_visits(program: Program) -> None:
    def visits(count: int) -> None:
        team = a_team(f"Tim {count}")
        for n in range(count):
            places = session().get_one(Venue, venue.id)
            a_visit(team=team, state=VisitState.PUBLISHED, day=DAY + timedelta(days=n), venue=places)

    venue = a_venue()
    visits(3)
    reads = [partial(program.read, f"{address}?q=sumberjaya") for address in FILES]
    few = [cost_of(read) for read in reads]
    visits(80)
    assert [cost_of(read) for read in reads] == few
    assert max(few) <= 4


def test_times_are_those_of_the_visits_own_office(program: Program) -> None:
    visit: Visit = a_visit(state=VisitState.PUBLISHED)
    visit.office.time_zone = "Asia/Makassar"
    session().commit()
    (line,), (mark,) = lines(program), features(program)
    assert (line["opens"], line["zone"]) == ("09:00", "WITA")
    assert mark["properties"]["hours"] == "09.00–15.00 WITA"
