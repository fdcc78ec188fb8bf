"""The plan board: what it shows, and to whom."""

from datetime import timedelta

import pytest
from flask import Flask

from botram.days.models import DayKind, OfficeDay
from botram.staff.models import Account
from botram.visits.models import VisitState
from tests.browser import Page, page
from tests.builders import (
    DAY,
    SetClock,
    a_team,
    a_venue,
    a_visit,
    add,
    asep,
    bekasi,
    budi,
    elsewhere,
    moment,
    overwrite,
    ratna,
    siti,
)
from tests.statements import statements
from tests.web.desk import as_it_is_now, at_desk

BOARD = "/koordinator/papan"
DECEMBER = f"{BOARD}?bulan=2026-12"


def shown(app: Flask, address: str = DECEMBER) -> Page:
    """The board as Siti sees it."""
    return page(at_desk(app, siti()).get(address))


def chips(read: Page) -> list[str]:
    """The classes of all chips."""
    return [one["class"] for one in read.all("div", "span") if one.get("class", "").startswith("chip")]


def test_coordinators_arrive_at_the_board(app: Flask) -> None:
    siti()
    answer = at_desk(app, siti()).get("/koordinator", 302)
    assert answer.location == BOARD


@pytest.mark.parametrize("who", [asep, ratna, budi])
def test_nobody_else_plans(app: Flask, who: "type[Account]") -> None:
    browser = at_desk(app, who())
    browser.get(BOARD, 403)
    browser.post(f"{BOARD}/ubah", {}, 403)


def test_drafts_and_announced_visits_differ_by_word_and_shape(app: Flask) -> None:
    a_visit(title="SD Rancangan")
    a_visit(title="SD Terbit", state=VisitState.PUBLISHED)
    a_visit(title="SD Batal", state=VisitState.CANCELLED)
    read = shown(app)
    assert sorted(chips(read)) == ["chip is-cancelled", "chip is-draft movable", "chip is-scheduled movable"]
    assert all(word in read.text for word in ("SD Rancangan , Rancangan", "SD Terbit , Terjadwal", "Dibatalkan"))
    assert "3 kunjungan, 1 rancangan yang belum terbit" in read.text


def test_each_team_has_a_lane_and_each_day_says_who_is_free(app: Flask) -> None:
    north = a_team("Tim Utara")
    a_team("Tim Selatan"), a_team("Tim Lama", active=False)
    a_visit(team=north)
    read = shown(app)
    lanes = [one["title"] for one in read.all("th") if one.get("scope") == "row" and "title" in one]
    assert set(lanes) == {"Tim Utara", "Tim Selatan"}
    assert "Sel 8 1 bebas" in read.text
    assert "Rab 9 2 bebas" in read.text
    assert "Kam 3 2 bebas" not in read.text  # it is over


def test_a_visit_of_two_teams_stands_in_both_lanes_and_neither_is_free(app: Flask) -> None:
    visit, second = a_visit(title="SD Dua Tim"), a_team("Tim Kedua")
    overwrite(visit, second_team_id=second.id)
    read = shown(app)
    assert read.text.count("SD Dua Tim") == 2
    assert "Sel 8 1 bebas" not in read.text
    boxes = [one for one in read.all("input") if one.get("name") == "kunjungan"]
    assert len(boxes) == 1


def test_holidays_own_days_and_ramadan_stand_above_their_day(app: Flask) -> None:
    a_team()
    add(OfficeDay(office_id=bekasi().id, day=DAY, kind=DayKind.HOLIDAY, name="Ulang tahun kantor"))
    assert "Sel 8 Ulang tahun kantor" in shown(app).text
    assert "Cuti Bersama Hari Raya Natal" in shown(app).text
    assert "Ramadan" in shown(app, f"{BOARD}?bulan=2027-02").text


def test_a_month_weeks_and_a_list_show_the_same_visits(app: Flask) -> None:
    a_visit(title="SD Satu")
    a_visit(title="SD Dua", day=DAY + timedelta(days=21))
    month = shown(app)
    assert "SD Satu" in month.text
    assert "SD Dua" in month.text
    weeks = shown(app, f"{BOARD}?tampilan=minggu&hari=2026-12-09")
    assert "SD Satu" in weeks.text
    assert "08.00–14.00" in weeks.text
    assert "SD Dua" not in weeks.text
    rows = shown(app, f"{DECEMBER}&tampilan=daftar").text
    assert rows.index("SD Satu") < rows.index("SD Dua")


def test_the_list_shows_the_month_alone(app: Flask) -> None:
    a_visit(title="SD Januari", day=DAY.replace(year=2027, month=1, day=2))
    assert "SD Januari" in shown(app).text
    assert "SD Januari" not in shown(app, f"{DECEMBER}&tampilan=daftar").text


@pytest.mark.parametrize(
    "query", ["bulan=2026-13", "bulan=x", "tampilan=x", "tampilan=minggu&hari=9999-99-99", "pilih=x"]
)
def test_an_address_that_makes_no_sense_shows_this_month(app: Flask, query: str) -> None:
    assert "Desember" in shown(app, f"{BOARD}?{query}").text


def test_all_drafts_are_chosen_by_a_link(app: Flask) -> None:
    draft, _other = a_visit(), a_visit(state=VisitState.PUBLISHED)
    boxes = [one for one in shown(app, f"{DECEMBER}&pilih=rancangan").all("input") if one.get("name") == "kunjungan"]
    assert [one["value"] for one in boxes if "checked" in one] == [f"{draft.public_id}.{draft.version}"]


@pytest.mark.parametrize(("picked", "found"), [("2026-12-08", 1), ("2026-W50", 2), ("2026-W51", 1), ("2026-13-01", 0)])
def test_all_visits_of_a_day_or_a_week_are_chosen_by_a_link(app: Flask, picked: str, found: int) -> None:
    team = a_team()
    a_visit(team=team, state=VisitState.CLOSED)
    for days in (1, 7):
        a_visit(day=DAY + timedelta(days=days), team=team)
    a_visit(state=VisitState.CANCELLED)
    read = shown(app, f"{DECEMBER}&pilih={picked}")
    boxes = [one for one in read.all("input") if one.get("name") == "kunjungan"]
    assert len([one for one in boxes if "checked" in one]) == found
    links = [one.get("href") for one in read.all("a")]
    assert {f"{DECEMBER}&pilih=2026-12-08", f"{DECEMBER}&pilih=2026-W50"} <= set(links)


def test_other_offices_visits_are_not_there(app: Flask) -> None:
    a_visit(team=a_team(at=elsewhere()), title="SD Tetangga")
    assert "SD Tetangga" not in shown(app).text


def test_the_board_costs_the_same_however_full_it_is(app: Flask) -> None:
    teams, venue = [a_team(f"Tim {n}") for n in range(3)], a_venue()
    browser, counts = at_desk(app, siti()), []
    for days in (1, 25):
        for n in range(days):
            for team in teams:
                as_it_is_now()
                a_visit(f"{8 + days % 2:02d}:00", "14:00", day=DAY.replace(day=n + 1), team=team, venue=venue)
        browser.get(DECEMBER)
        with statements() as sent:
            browser.get(DECEMBER)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_it_is_the_day_of_the_office_that_is_marked(app: Flask, set_clock: SetClock) -> None:
    a_team()
    set_clock(moment("01:00", DAY))
    assert "Sel 8 hari ini" in shown(app).text
