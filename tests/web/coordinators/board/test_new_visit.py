"""A visit in a free cell of the board: the village is enough, and what would clash is said before it is saved."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from botram.staff.models import Team
from botram.visits.models import Visit, VisitLevel, VisitState
from tests.browser import Browser, Page, page
from tests.builders import DAY, a_team, a_venue, a_visit, elsewhere, siti, village
from tests.web.desk import all_of, at_desk

NEW = "/koordinator/papan/baru"
DECEMBER = {"tampilan": "bulan", "bulan": "2026-12"}


def form(team: Team, name: str = "Sumberjaya", day: date = DAY, **more: Any) -> dict[str, Any]:
    """What the form of a cell sends."""
    return {**DECEMBER, "tim": str(team.id), "pada": day.isoformat(), "village": village(name).code, **more}


def refused(browser: Browser, sent: dict[str, Any]) -> Page:
    """The page that says what is wrong."""
    return page(browser.post(NEW, sent, 422))


def test_a_free_cell_leads_to_the_form_and_a_taken_one_does_not(app: Flask) -> None:
    north, south = a_team("Tim Utara"), a_team("Tim Selatan")
    a_visit(team=north)
    read = page(at_desk(app, siti()).get("/koordinator/papan?bulan=2026-12"))
    cells = {one["href"].partition("&tampilan")[0] for one in read.all("a") if one.get("class") == "add"}
    assert f"{NEW}?tim={south.id}&pada=2026-12-08" in cells
    assert f"{NEW}?tim={north.id}&pada=2026-12-08" not in cells
    assert f"{NEW}?tim={south.id}&pada=2026-12-03" not in cells  # it is over


def test_the_village_is_enough(app: Flask) -> None:
    team, venue = a_team(), a_venue("Balai Desa")
    a_venue("Aula Baru")
    a_visit(day=DAY - timedelta(days=60), venue=venue, state=VisitState.VERIFIED)
    browser = at_desk(app, siti())
    assert "Selasa, 8 Desember 2026, Tim Utara" in page(browser.get(f"{NEW}?tim={team.id}&pada=2026-12-08")).text
    answer = browser.post(NEW, form(team))
    assert answer.location == "/koordinator/papan?bulan=2026-12"
    assert "Rancangan Desa Sumberjaya tersimpan" in page(browser.get(answer.location)).text
    made = all_of(Visit)[-1]
    assert (made.level, made.team_id, made.venue_id) == (VisitLevel.VILLAGE, team.id, venue.id)  # the one used last
    assert made.state is VisitState.DRAFT
    assert (made.opens_at + timedelta(hours=7)).strftime("%F %H.%M") == "2026-12-08 08.00"
    assert made.offers


def test_the_same_form_twice_makes_one_draft(app: Flask) -> None:
    team, _venue = a_team(), a_venue()
    browser = at_desk(app, siti())
    for _time in range(2):
        browser.post(NEW, form(team, draft="abcdefgh"))
    assert [one.public_id for one in all_of(Visit)] == ["abcdefgh"]


def test_a_clash_or_a_warning_is_said_first_and_saved_when_pressed_again(app: Flask) -> None:
    team, other = a_team(), a_team("Tim Tengah")
    a_venue()
    a_visit(team=team, venue=a_venue(in_village="Wanasari"), state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    read = page(browser.post(NEW, form(team), 200))
    assert "Tim Utara sudah bertugas di Kelurahan Wanasari" in read.text
    ways = [one["value"] for one in read.all("button") if one.get("name") == "ke"]
    assert ways[0] == f"2026-12-08~{other.id}"
    assert len(all_of(Visit)) == 1
    browser.post(NEW, form(team, ke=ways[0]))
    assert all_of(Visit)[-1].team_id == other.id
    browser.post(NEW, form(team, langkah="simpan"), 302)
    assert [one.team_id for one in all_of(Visit)].count(team.id) == 2


def test_a_village_without_a_venue_leads_to_the_full_form(app: Flask) -> None:
    team = a_team()
    read = refused(at_desk(app, siti()), form(team))
    assert "belum mempunyai titik layanan" in read.text
    assert "/koordinator/kunjungan/baru" in [str(one.get("href")).partition("?")[0] for one in read.all("a")]


@pytest.mark.parametrize("sent", [{"village": ""}, {"village": "32.17.01.2001"}, {"village": "x"}])
def test_only_villages_of_the_office_are_taken(app: Flask, sent: dict[str, str]) -> None:
    team = a_team()
    assert "Pilih desanya" in refused(at_desk(app, siti()), {**form(team), **sent}).text


@pytest.mark.parametrize(
    ("name", "value"), [("tim", "x"), ("tim", "999"), ("pada", "besok"), ("pada", "2026-12-03"), ("pada", "")]
)
def test_what_is_no_free_cell_leads_back(app: Flask, name: str, value: str) -> None:
    team = a_team()
    browser = at_desk(app, siti())
    assert browser.post(NEW, {**form(team), name: value}).location == "/koordinator/papan?bulan=2026-12"
    assert not all_of(Visit)


def test_another_offices_team_is_no_cell(app: Flask) -> None:
    theirs = a_team(at=elsewhere())
    at_desk(app, siti()).post(NEW, form(theirs), 302)
    assert not all_of(Visit)
