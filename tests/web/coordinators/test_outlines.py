"""A coordinator begins a visit with a district and a month, and completes it on its page or in the full form."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from botram.visits.models import Visit, VisitState
from botram.visits.outlines.actions import save_outline
from botram.visits.outlines.models import VisitOutline
from tests.browser import page
from tests.builders import DAY, IDENTITY_NUMBER, NOW, a_team, a_venue, a_visit, asep, bekasi, dewi, ratna, siti, village
from tests.visits.outlines.test_outlines import a_plan, an_outline, district
from tests.web.coordinators.form_reader import filled
from tests.web.desk import all_of, as_it_is_now, at_desk

NEW = "/koordinator/kunjungan/tanpa-tanggal"


def address_of(outline: VisitOutline, step: str = "") -> str:
    """The address of an outline, which is that of the visit to come."""
    return f"/koordinator/kunjungan/{outline.public_id}{step}"


def test_a_district_and_a_month_are_saved_and_what_is_missing_is_named(app: Flask) -> None:
    browser = at_desk(app, siti())
    form = filled(browser.get(f"{NEW}?bulan=2027-02"))
    assert form["month"] == ["2027-02"]
    answer = browser.post(NEW, form | {"place": "32.16.10"})
    shown = page(browser.get(answer.location))
    name = all_of(VisitOutline)[0]
    assert answer.location == address_of(name)
    assert "tanggal menyusul" in shown.text and "Rancangan" in shown.text
    assert "masih kurang 4 hal: desa hari tempat tim" in shown.text
    assert "paling lama menunggu" in shown.text


def test_a_village_and_a_free_day_are_taken_by_their_buttons(app: Flask) -> None:
    here, team, _venue = district("Tambun Selatan"), a_team(), a_venue()
    outline = an_outline(here)
    made, address, browser = outline.public_id, address_of(outline), at_desk(app, siti())
    shown = browser.get(address)
    days = [one["value"] for one in page(shown).all("button") if one.get("name") == "pakai"]
    assert days[:2] == [f"2027-02-01~{team.id}", f"2027-02-02~{team.id}"]
    as_it_is_now()
    answer = browser.post(address, filled(shown, desa=village().code))
    shown = browser.get(answer.location)
    assert "Desa Sumberjaya, tanggal menyusul" in page(shown).text
    assert "masih kurang 2 hal: hari tim" in page(shown).text
    answer = browser.post(address, filled(shown, pakai=days[1]))
    shown = browser.get(answer.location)
    assert "Sudah lengkap: kini rancangan kunjungan." in page(shown).text
    (visit,) = all_of(Visit)
    assert (visit.public_id, visit.state, visit.team_id) == (made, VisitState.DRAFT, team.id)
    assert not all_of(VisitOutline)


def test_days_on_which_a_team_goes_elsewhere_are_not_offered(app: Flask) -> None:
    team, other = a_team(), a_team("Tim Tengah")
    a_visit(day=date(2027, 2, 1), team=team)
    outline = an_outline(team=team)
    browser = at_desk(app, siti())
    days = [one["value"] for one in page(browser.get(address_of(outline))).all("button") if one.get("name") == "pakai"]
    assert days[0] == f"2027-02-02~{team.id}"
    later = an_outline(day=date(2027, 2, 1))
    days = [one["value"] for one in page(browser.get(address_of(later))).all("button") if one.get("name") == "pakai"]
    assert days == [f"2027-02-01~{other.id}"]


def test_free_days_are_shared_among_the_teams(app: Flask) -> None:
    teams, outline = [a_team(name).id for name in ("Tim A", "Tim B")], an_outline()
    shown = page(at_desk(app, siti()).get(address_of(outline)))
    days = [one["value"] for one in shown.all("button") if one.get("name") == "pakai"]
    assert [one.partition("~")[2] for one in days] == [str(team) for team in teams * 2]


def test_without_a_venue_the_page_leads_to_making_one(app: Flask) -> None:
    outline = an_outline(day=date(2027, 2, 1), team=a_team())
    browser = at_desk(app, siti())
    shown = browser.get(address_of(outline))
    assert "masih kurang 1 hal: tempat" in page(shown).text
    assert f"/koordinator/titik/baru?desa={village().code}" in [one.get("href") for one in page(shown).all("a")]
    as_it_is_now()
    a_venue()
    address = address_of(outline)
    shown = browser.get(address)
    assert "Tidak ada yang kurang lagi." in page(shown).text
    browser.post(address, filled(shown))
    assert len(all_of(Visit)) == 1


def test_the_full_form_is_filled_from_it_and_removes_it(app: Flask) -> None:
    team, venue = a_team(), a_venue()
    outline = an_outline(day=DAY, notes="Bawa map")
    browser = at_desk(app, siti())
    made, address = outline.public_id, address_of(outline)
    form = filled(browser.get(f"/koordinator/kunjungan/baru?rancangan={made}"))
    assert (form["village"], form["venue"], form["notes"]) == ([village().code], [str(venue.id)], ["Bawa map"])
    assert (form["day"], form["draft"]) == ([DAY.isoformat()], [made])
    form |= {"team": team.id, "opens": "8", "closes": "14"}
    assert browser.post("/koordinator/kunjungan/baru", form).location.startswith(address)
    assert [one.public_id for one in all_of(Visit)] == [made]
    assert not all_of(VisitOutline)


def test_who_saves_after_it_has_become_a_draft_is_told(app: Flask) -> None:
    outline, browser = an_outline(), at_desk(app, siti())
    address = address_of(outline)
    form = filled(browser.get(address), notes="Bawa map")
    as_it_is_now()
    a_venue()
    assert isinstance(save_outline(bekasi(), outline, a_plan(day=DAY, team=a_team()), siti(), now=NOW), Visit)
    answer = browser.post(address, form)
    assert answer.location == address
    assert "Yang tadi tidak tersimpan." in page(browser.get(address)).text


def test_the_full_form_takes_over_a_cell_of_the_board(app: Flask) -> None:
    team, venue = a_team(), a_venue()
    browser = at_desk(app, siti())
    sent = {"tim": team.id, "pada": DAY.isoformat(), "village": "x", "tampilan": "bulan", "bulan": "2026-12"}
    shown = page(browser.post("/koordinator/papan/baru", sent, 422))
    (full,) = [str(one["href"]) for one in shown.all("a") if "kunjungan/baru?" in str(one.get("href"))]
    assert f"hari={DAY.isoformat()}&tim={team.id}" in full
    form = filled(
        browser.get(f"/koordinator/kunjungan/baru?desa={village().code}&hari={DAY.isoformat()}&tim={team.id}")
    )
    assert (form["village"], form["day"], form["team"]) == ([village().code], [DAY.isoformat()], [str(team.id)])
    assert form["venue"] == [str(venue.id)]
    form = filled(browser.get("/koordinator/kunjungan/baru?desa=32.17.01.2001&hari=besok&tim=x"))
    assert (form["village"], form["day"]) == ([""], [""])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"place": ""}, "Pilih desa atau kecamatannya."),
        ({"place": "32.17.01.2001"}, "Pilih desa atau kecamatannya."),
        ({"month": "2020-01"}, "Pilih bulannya."),
        ({"day": "31-2-2027"}, "Tulis tanggal seperti"),
        ({"day": "3-12-2026"}, "Waktunya sudah lewat."),
        ({"team": "999"}, "Pilih timnya."),
        ({"level": "SCHOOL"}, "Pilih salah satu dari daftar."),
        ({"notes": IDENTITY_NUMBER}, "NIK"),
    ],
)
def test_a_wrong_one_comes_back_with_what_was_typed(app: Flask, typed: dict[str, Any], sentence: str) -> None:
    browser = at_desk(app, siti())
    form = filled(browser.get(f"{NEW}?bulan=2027-02"), place="32.16.10", notes="Bawa map")
    answer = browser.post(NEW, form | typed, 422)
    assert sentence in page(answer).text
    assert filled(answer)["notes"] == [typed.get("notes", "Bawa map")]
    assert not all_of(VisitOutline)


def test_the_same_form_twice_makes_one(app: Flask) -> None:
    browser = at_desk(app, siti())
    form = filled(browser.get(NEW), place="32.16.10")
    for _time in range(2):
        browser.post(NEW, form)
    assert len(all_of(VisitOutline)) == 1


def test_two_who_change_it_at_once_lose_nothing(app: Flask) -> None:
    outline, browser = an_outline(), at_desk(app, siti())
    form = filled(browser.get(address_of(outline)), notes="Bawa map")
    save_outline(bekasi(), outline, a_plan(day=date(2027, 2, 16)), siti(), now=NOW)
    refused = browser.post(address_of(outline), form, 422)
    assert "Orang lain baru saja mengubah Hari" in page(refused).text
    browser.post(address_of(outline), filled(refused))
    as_it_is_now()
    assert (outline.day, outline.notes) == (date(2027, 2, 16), "Bawa map")


def test_it_is_discarded_after_a_question(app: Flask) -> None:
    outline, browser = an_outline(), at_desk(app, siti())
    address = f"{NEW}/{outline.public_id}/buang"
    shown = browser.get(address)
    assert "Buang rancangan Desa Sumberjaya, tanggal menyusul?" in page(shown).text
    browser.post(address, filled(shown, version="7"), 422)
    assert browser.post(address, filled(shown)).location == "/koordinator/papan?bulan=2027-02"
    assert not all_of(VisitOutline)


def test_heads_read_it_and_nobody_else_sees_it(app: Flask) -> None:
    outline, _officer, _other = an_outline(), asep(), dewi()
    shown = page(at_desk(app, ratna()).get(address_of(outline)))
    assert "tanggal menyusul" in shown.text and "Simpan rancangan" not in shown.text
    at_desk(app, asep()).get(address_of(outline), 403)
    browser = at_desk(app, dewi())
    for address in (address_of(outline), f"{NEW}/{outline.public_id}/buang"):
        browser.get(address, 404)
        browser.post(address, {}, 404)
    browser.get(f"/koordinator/kunjungan/baru?rancangan={outline.public_id}", 404)
    browser.get(f"/kunjungan/{outline.public_id}", 404)


def test_the_trail_tells_of_it(app: Flask) -> None:
    an_outline()
    trail = page(at_desk(app, siti()).get("/koordinator/jejak?jenis=visit_outline")).text
    assert "Rancangan tanpa tanggal Desa Sumberjaya, Februari 2027 dibuat." in trail


def test_the_past_is_no_month(app: Flask) -> None:
    form = filled(at_desk(app, siti()).get(f"{NEW}?bulan={NOW - timedelta(days=90):%Y-%m}"))
    assert form["month"] == [f"{NOW:%Y-%m}"]
