"""Coordinators keep the market days of villages; the board and a visit's page show them."""

import pytest
from flask import Flask

from botram.places.actions import set_market_days
from botram.places.models import Village
from botram.places.rules import BadMarketDay
from tests.browser import page
from tests.builders import (
    DAY,
    NOW,
    a_team,
    a_venue,
    a_visit,
    asep,
    bekasi,
    dewi,
    load_reference_data,
    ratna,
    siti,
    village,
)
from tests.web.coordinators.form_reader import filled
from tests.web.desk import as_it_is_now, at_desk

LIST = "/koordinator/desa"
TUESDAY = 1  # the day of the week of DAY


def test_market_days_are_found_set_and_taken_back(app: Flask) -> None:
    code, browser = village().code, at_desk(app, siti())
    assert f"{LIST}" in [one.get("href") for one in page(browser.get("/koordinator/titik")).all("a")]
    shown = page(browser.get(f"{LIST}?q=sumberjaya tambun"))
    assert "1 desa dan kelurahan" in shown.text
    form = filled(browser.get(f"{LIST}/{code}"), days=["1", "4"])
    answer = browser.post(f"{LIST}/{code}", form)
    assert "Selasa, Jumat" in page(browser.get(answer.location)).text
    as_it_is_now()
    assert village().market_days == 0b10010 and village().has_market_on(DAY)
    trail = page(browser.get("/koordinator/jejak?jenis=village")).text
    assert "Hari pasar Desa Sumberjaya diubah. Hari pasar: Selasa, Jumat." in trail
    browser.post(f"{LIST}/{code}", filled(browser.get(f"{LIST}/{code}"), days=None))
    as_it_is_now()
    assert village().market_days == 0


def test_the_list_is_paged_and_says_when_nothing_fits(app: Flask) -> None:
    browser = at_desk(app, siti())
    first, second = (page(browser.get(f"{LIST}?halaman={number}")).text for number in (1, 2))
    assert "187 desa dan kelurahan" in first and first != second
    assert "Tidak ada desa yang cocok" in page(browser.get(f"{LIST}?q=zzz")).text


def test_two_who_set_them_at_once_keep_both(app: Flask) -> None:
    code, browser = village().code, at_desk(app, siti())
    form = filled(browser.get(f"{LIST}/{code}"), days=["1"])
    set_market_days(bekasi(), village(), [4], siti(), now=NOW)
    again = browser.post(f"{LIST}/{code}", form, 422)
    browser.post(f"{LIST}/{code}", filled(again))
    as_it_is_now()
    assert village().market_days == 0b10010


def test_another_day_of_the_week_is_refused(app: Flask) -> None:
    with pytest.raises(BadMarketDay):
        set_market_days(bekasi(), village(), [7], siti(), now=NOW)
    code = village().code
    at_desk(app, siti()).post(f"{LIST}/{code}", {"days": ["9"]}, 422)
    as_it_is_now()
    assert village().market_days == 0


def test_loading_the_region_again_keeps_them(app: Flask) -> None:
    set_market_days(bekasi(), village(), [TUESDAY], siti(), now=NOW)
    load_reference_data()
    as_it_is_now()
    assert village().has_market_on(DAY)


def test_the_board_the_panel_and_the_page_of_a_visit_say_so(app: Flask) -> None:
    team = a_team()
    visit = a_visit(team=team)
    a_visit(team=team, venue=a_venue(in_village="Wanasari"), opens="15:00", closes="16:00")
    set_market_days(bekasi(), village(), [TUESDAY], siti(), now=NOW)
    address, value = f"/koordinator/kunjungan/{visit.public_id}", f"{visit.public_id}.{visit.version}"
    browser = at_desk(app, siti())
    board = page(browser.get("/koordinator/papan?bulan=2026-12"))
    titles = [one.get("title") for one in board.all("div") if one.get("data-visit")]
    assert sorted(titles, key=str) == ["Desa Sumberjaya, hari pasar", "Kelurahan Wanasari"]
    assert "Hari itu hari pasar di desanya." in page(browser.get(address)).text
    for days, is_market in (("7", True), ("1", False)):
        sent = {"tampilan": "bulan", "bulan": "2026-12", "aksi": "geser", "geser": days, "kunjungan": [value]}
        panel = page(browser.post("/koordinator/papan/ubah", sent, 200)).text
        assert ("Hari pasar di desanya." in panel) is is_market


def test_heads_read_them_and_other_offices_do_not(app: Flask) -> None:
    code, _officer, _other = village().code, asep(), dewi()
    head = at_desk(app, ratna())
    assert "Hari pasar desa" in page(head.get(LIST)).text
    head.get(f"{LIST}/{code}", 403)
    at_desk(app, asep()).get(LIST, 403)
    browser = at_desk(app, dewi())
    browser.get(f"{LIST}/{code}", 404)
    browser.get(f"{LIST}/x", 404)
    assert "Tidak ada desa yang cocok" in page(browser.get(f"{LIST}?q=sumberjaya")).text
    assert as_it_is_now().get_one(Village, code).market_days == 0
