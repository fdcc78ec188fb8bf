"""A second village and a second team in the form of a visit, in its lists and on its pages."""

from typing import Any

import pytest
from flask import Flask

from botram.visits.models import VisitState
from tests.browser import page
from tests.builders import a_team, a_venue, a_visit, asep, elsewhere, siti, ujang, with_second
from tests.web.coordinators.addresses import address_of
from tests.web.coordinators.form_reader import filled
from tests.web.coordinators.test_merging import OTHERS, both_change
from tests.web.desk import as_it_is_now, at_desk, known
from tests.web.residents.links import links

MANGUNJAYA = "32.16.06.2009"


def test_a_draft_is_planned_for_two_villages_by_two_teams(app: Flask) -> None:
    second = a_team("Tim Dua", members=(ujang(),))
    visit = a_visit(team=a_team("Tim Satu", members=(asep(),)))
    browser, address = at_desk(app, siti()), address_of(visit, "/ubah")
    form = filled(browser.get(address), second_team=str(second.id), second_village=MANGUNJAYA)
    browser.post(address, form)
    changed = known(visit)
    assert [team.name for team in changed.teams] == ["Tim Satu", "Tim Dua"]
    assert [one.name for one in changed.villages] == ["Sumberjaya", "Mangunjaya"]
    assert {member.account_id for member in changed.crew} == {asep().id, ujang().id}
    shown = page(browser.get(address_of(visit))).text
    for words in ("Desa Sumberjaya dan Desa Mangunjaya", "Tim Satu dan Tim Dua", "Desa Mangunjaya, Kecamatan Tambun"):
        assert words in shown


def test_the_form_shows_both_and_sent_as_it_is_changes_nothing(app: Flask) -> None:
    visit = with_second(a_visit(team=a_team(members=(asep(),))), team=a_team("Dua"), in_village="Mangunjaya")
    browser, address = at_desk(app, siti()), address_of(visit, "/ubah")
    form = filled(browser.get(address))
    assert (form["second_village"], form["second_team"]) == ([MANGUNJAYA], [str(visit.teams[1].id)])
    assert form["crewing"] == ["tim"]
    back = browser.post(address, form)
    assert "Tidak ada yang berbeda" in page(browser.get(back.location)).text


def test_the_second_ones_are_folded_and_named(app: Flask) -> None:
    plain, both = a_visit(), with_second(a_visit(), team=a_team("Dua"), in_village="Mangunjaya")
    browser = at_desk(app, siti())
    for visit, named in ((plain, "tidak ada"), (both, "Desa Mangunjaya, Dua")):
        read = page(browser.get(address_of(visit, "/ubah")))
        assert f"Desa kedua, tim kedua {named}" in read.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"second_team": "first"}, "Tim kedua harus lain dari tim pertama."),
        ({"second_team": "theirs"}, "Pilih timnya."),
        ({"second_village": "32.16.06.2010"}, "Desa kedua harus lain dari desa titik layanannya."),
        ({"second_village": "32.17.01.2001"}, "Pilih desanya."),
    ],
)
def test_what_cannot_be_second_is_said_at_its_input(app: Flask, typed: dict[str, str], sentence: str) -> None:
    visit, teams = a_visit(), {"theirs": a_team("Lain", elsewhere()).id}
    teams["first"] = visit.team_id
    browser, address = at_desk(app, siti()), address_of(visit, "/ubah")
    sent = {name: str(teams.get(value, value)) for name, value in typed.items()}
    shown = browser.post(address, filled(browser.get(address), **sent), 422)
    [name] = typed
    assert f'id="{name}-error"' in shown.text and sentence in page(shown).text
    assert shown.text.count('<details class="list" open>') == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [({"second_village": MANGUNJAYA}, {"notes": "Bawa map"}), ({"notes": "Bawa map"}, {"second_village": MANGUNJAYA})],
)
def test_a_second_village_and_another_field_are_merged(
    app: Flask, first: dict[str, Any], second: dict[str, Any]
) -> None:
    visit = a_visit()
    browser, told = both_change(app, address_of(visit, "/ubah"), first, second, siti())
    assert told.status_code == 422 and OTHERS in page(told).text
    browser.post(address_of(visit, "/ubah"), filled(told))
    after = known(visit)
    assert (after.villages[1].code, after.notes) == (MANGUNJAYA, "Bawa map")


def test_a_second_team_that_two_chose_differently_needs_a_choice(app: Flask) -> None:
    visit, one, other = a_visit(), a_team("Dua"), a_team("Tiga")
    first, second = {"second_team": str(one.id)}, {"second_team": str(other.id)}
    _browser, told = both_change(app, address_of(visit, "/ubah"), first, second, siti())
    shown = page(told).text
    assert told.status_code == 422 and "Dua (Mobil Dua)" in shown and "Tiga (Mobil Tiga)" in shown
    assert known(visit).teams[1].name == "Dua"


def test_the_list_of_a_team_has_the_visits_that_it_helps_at(app: Flask) -> None:
    second = a_team("Tim Bantu")
    visit = with_second(a_visit(state=VisitState.PUBLISHED), team=second)
    a_visit()
    as_it_is_now()
    shown = page(at_desk(app, siti()).get(f"/koordinator/kunjungan?tim={second.id}"))
    found = [link for link in links(shown) if link.startswith("/koordinator/kunjungan/0")]
    assert found == [address_of(visit)]
    assert f"{visit.team.name} dan Tim Bantu" in shown.text


def test_an_announced_change_of_both_is_named_before_it_is_saved(app: Flask) -> None:
    visit, second = a_visit(state=VisitState.PUBLISHED, venue=a_venue()), a_team("Tim Bantu")
    browser, address = at_desk(app, siti()), address_of(visit, "/ubah")
    form = filled(browser.get(address), langkah="periksa", second_team=str(second.id), second_village=MANGUNJAYA)
    shown = page(browser.post(address, form, 200)).text
    assert "Tim kedua: Tim Bantu, semula -." in shown
    assert "Desa kedua: Desa Mangunjaya, semula -." in shown


def test_the_officer_of_the_second_team_has_the_visit_on_his_day(app: Flask) -> None:
    team = a_team("Tim Satu", members=(asep(),))
    visit = with_second(
        a_visit(team=team, crew=(asep(), ujang()), state=VisitState.PUBLISHED),
        team=a_team("Tim Bantu", members=(ujang(),)),
        in_village="Mangunjaya",
    )
    as_it_is_now()
    browser = at_desk(app, ujang())
    assert "Desa Sumberjaya dan Desa Mangunjaya" in page(browser.get("/petugas")).text
    shown = page(browser.get(f"/petugas/kunjungan/{visit.public_id}")).text
    assert "Tim Satu dan Tim Bantu" in shown and "Mobil Tim Satu, Mobil Tim Bantu" in shown
