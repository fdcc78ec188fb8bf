"""A visit with two villages and two teams in the API: `village` and `team` stay the first, the lists have all."""

from typing import Any

import pytest

from botram.visits.models import Visit, VisitState
from tests.builders import DAY, a_team, a_venue, a_visit, asep, elsewhere, ujang, village, with_second
from tests.web.api.bodies import a_body, rows
from tests.web.api.program import Program
from tests.web.api.test_visit_files import lines
from tests.web.desk import known

SUMBERJAYA, MANGUNJAYA, SRIMUKTI = "32.16.06.2010", "32.16.06.2009", "32.16.05.2005"
ANY = {"If-Match": "*"}


def codes(found: dict[str, Any]) -> list[str]:
    """The codes of the villages of an answer."""
    return [one["code"] for one in found["villages"]]


def changed(program: Program, visit: Visit, **body: Any) -> dict[str, Any]:
    """The visit after a change."""
    answer = program.send("PATCH", f"/visits/{visit.public_id}", body, headers=ANY)
    found: dict[str, Any] = answer.get_json()
    return found


def test_everyone_reads_both_villages_and_the_office_both_teams(program: Program, sitis: Program) -> None:
    first, second = a_team("Satu"), a_team("Dua")
    visit = with_second(a_visit(team=first, state=VisitState.PUBLISHED), team=second, in_village="Srimukti")
    found = program.read(f"/visits/{visit.public_id}")
    assert (found["village"]["code"], codes(found)) == (SUMBERJAYA, [SUMBERJAYA, SRIMUKTI])
    assert "teams" not in found
    own = sitis.read(f"/visits/{visit.public_id}?scope=office")
    assert own["team"] == {"id": first.id, "name": "Satu"}
    assert own["teams"] == [{"id": first.id, "name": "Satu"}, {"id": second.id, "name": "Dua"}]


def test_a_draft_is_made_for_two_villages_by_two_teams(sitis: Program) -> None:
    first, second = a_team("Satu", members=(asep(),)), a_team("Dua", members=(ujang(),))
    body = a_body(team=first.id, teams=[first.id, second.id], villages=[SUMBERJAYA, MANGUNJAYA])
    found = sitis.send("POST", "/visits", body, 201).get_json()
    assert codes(found) == [SUMBERJAYA, MANGUNJAYA]
    assert [team["name"] for team in found["teams"]] == ["Satu", "Dua"]
    assert [one["name"] for one in found["officers"]] == ["Asep Saepudin", "Ujang"]


def test_a_change_names_what_is_to_differ(sitis: Program) -> None:
    first, second = a_team("Satu", members=(asep(),)), a_team("Dua", members=(ujang(),))
    visit = a_visit(team=first)
    found = changed(sitis, visit, teams=[first.id, second.id])
    assert ([one["name"] for one in found["officers"]], codes(found)) == (["Asep Saepudin", "Ujang"], [SUMBERJAYA])
    assert codes(changed(sitis, visit, villages=[SUMBERJAYA, MANGUNJAYA])) == [SUMBERJAYA, MANGUNJAYA]
    found = changed(sitis, visit, notes="Bawa map")
    assert (codes(found), len(found["teams"])) == ([SUMBERJAYA, MANGUNJAYA], 2)
    found = changed(sitis, visit, teams=[second.id, first.id])
    assert (found["team"]["name"], [team["name"] for team in found["teams"]]) == ("Dua", ["Dua", "Satu"])
    found = changed(sitis, visit, teams=[first.id], villages=[SUMBERJAYA])
    assert ([one["name"] for one in found["officers"]], len(found["teams"])) == (["Asep Saepudin"], 1)
    assert codes(found) == [SUMBERJAYA]


def test_a_visit_moves_to_a_venue_in_another_village_with_its_second_one(sitis: Program) -> None:
    visit = with_second(a_visit(), in_village="Mangunjaya")
    venue = a_venue("Balai", "Srimukti")
    assert codes(changed(sitis, visit, venue=venue.id)) == [SRIMUKTI, MANGUNJAYA]


def test_what_contradicts_is_refused_in_words_and_changes_nothing(sitis: Program) -> None:
    first, second, theirs = a_team("Satu"), a_team("Dua"), a_team("Lain", elsewhere())
    visit = with_second(a_visit(team=first), team=second, in_village="Mangunjaya")
    there = a_venue("Balai", "Mangunjaya")
    before = rows()
    for body, sentence in (
        ({"team": first.id, "teams": [second.id, first.id]}, "Yang pertama dalam teams harus sama dengan team."),
        ({"team": second.id}, "Tim kedua harus lain dari tim pertama."),
        ({"teams": [first.id, first.id]}, "Tim kedua harus lain dari tim pertama."),
        ({"teams": [first.id, theirs.id]}, "Tim ini tidak ada di kantor Anda."),
        ({"village": SUMBERJAYA, "villages": [SRIMUKTI]}, "Yang pertama dalam villages harus sama dengan village."),
        ({"villages": [MANGUNJAYA]}, "Titik layanan Aula Kantor Desa ada di Desa Sumberjaya."),
        ({"villages": [SUMBERJAYA, SUMBERJAYA]}, "Desa kedua harus lain dari desa titik layanannya."),
        ({"villages": [SUMBERJAYA, "32.17.01.2001"]}, "Pilih desa atau kelurahan dari wilayah kantor ini."),
        ({"villages": [SUMBERJAYA, "99.99.99.9999"]}, "Desa ini tidak ada di wilayah kantor Anda."),
        ({"venue": there.id}, "Desa kedua harus lain dari desa titik layanannya."),
    ):
        answer = sitis.send("PATCH", f"/visits/{visit.public_id}", body, 409, headers=ANY).get_json()
        assert sentence in str(answer), body
    assert rows() == before and known(visit).version == 1


@pytest.mark.parametrize("wrong", [{"teams": []}, {"teams": [1, 2, 3]}, {"villages": []}, {"villages": ["x"]}])
def test_what_the_document_forbids_is_422(sitis: Program, wrong: dict[str, Any]) -> None:
    sitis.send("PATCH", f"/visits/{a_visit().public_id}", wrong, 422, headers=ANY)


def test_a_busy_second_team_is_a_clash_with_the_visit_in_the_way(sitis: Program) -> None:
    busy = a_team("Sibuk")
    other = a_visit(team=busy, state=VisitState.PUBLISHED)
    visit = with_second(a_visit(), team=busy)
    answer = sitis.send("POST", f"/visits/{visit.public_id}/publish", {}, 409, headers=ANY).get_json()
    assert answer["type"].endswith("clash") and other.public_id in str(answer)
    assert "Sibuk sudah bertugas di Desa Sumberjaya" in answer["detail"]


@pytest.mark.parametrize("query", ["q=mangunjaya", "kecamatan=32.16.06", "q=srimukti", "kecamatan=32.16.05"])
def test_lists_find_a_visit_by_both_villages_and_districts(program: Program, query: str) -> None:
    second = "Mangunjaya" if "mangunjaya" in query or "06" in query else "Srimukti"
    visit = with_second(a_visit(state=VisitState.PUBLISHED, venue=a_venue("A", "Sumberjaya")), in_village=second)
    assert [one["id"] for one in program.read(f"/visits?{query}")["items"]] == [visit.public_id]


def test_the_table_has_the_codes_of_both_villages(program: Program) -> None:
    with_second(a_visit(state=VisitState.PUBLISHED), in_village="Srimukti")
    [found] = lines(program)
    assert found["place"] == "Desa Sumberjaya dan Desa Srimukti"
    assert (found["village_code"], found["villages"]) == (SUMBERJAYA, f"{SUMBERJAYA} {SRIMUKTI}")


def test_the_coverage_of_both_villages_counts_the_visit(program: Program) -> None:
    past = with_second(a_visit(day=DAY.replace(month=11), state=VisitState.CLOSED), in_village="Srimukti")
    coming = with_second(a_visit(state=VisitState.PUBLISHED), in_village="Srimukti")
    for name in ("sumberjaya", "srimukti"):
        code = village(name.capitalize()).code
        found = {one["code"]: one for one in program.read(f"/villages?q={name}")["items"]}[code]
        assert (found["last_visit"]["id"], found["next_visit"]["id"]) == (past.public_id, coming.public_id)
