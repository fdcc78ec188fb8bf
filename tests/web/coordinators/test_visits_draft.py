"""A coordinator plans a visit on one form, and loses nothing that was typed."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from botram.database import session
from botram.places.models import Venue
from botram.staff.models import Account, Team
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import (
    IDENTITY_NUMBER,
    a_team,
    a_venue,
    a_visit,
    asep,
    bekasi,
    dewi,
    elsewhere,
    person,
    siti,
    village,
)
from tests.web.coordinators.form_reader import filled
from tests.web.desk import all_of, at_desk

NEW = "/koordinator/kunjungan/baru"


def chosen(browser: Browser, in_village: str = "Sumberjaya", **typed: Any) -> dict[str, Any]:
    """The form as it is after somebody has chosen the village and loaded its venues."""
    first = filled(browser.get(NEW), village=village(in_village).code, langkah="muat")
    return filled(browser.post(NEW, first, status=200), **typed)


def a_day(**typed: Any) -> dict[str, Any]:
    """What belongs to every visit of these tests, with what one wants different."""
    return {
        "day": "8-12-2026",
        "opens": "08.00",
        "closes": "14:00",
        "queue_closes": "",
        "services": ["KTP_ENROL", "KK_NEW"],
        "kuota__KK_NEW": "50",
    } | typed


def test_a_draft_is_planned_at_a_venue_of_the_village(app: Flask) -> None:
    team, venue = a_team(members=(asep(),)), a_venue()
    browser = at_desk(app, siti())
    answer = browser.post(NEW, chosen(browser, **a_day(team=team.id, venue=venue.id, notes="Bawa map.")))
    (visit,) = all_of(Visit)
    assert visit.state is VisitState.DRAFT
    assert answer.location == f"/koordinator/kunjungan/{visit.public_id}#peringatan"
    assert (visit.venue_id, visit.team_id, visit.notes) == (venue.id, team.id, "Bawa map.")
    assert [member.account.name for member in visit.crew] == ["Asep Saepudin"]
    assert {offer.service_code: offer.quota for offer in visit.offers} == {"KTP_ENROL": None, "KK_NEW": 50}
    shown = page(browser.get(answer.location)).text
    assert "Selasa, 8 Desember 2026, 08.00–14.00 WIB" in shown
    assert "Belum dikonfirmasi" not in shown and "Rancangan" in shown


def test_a_new_venue_is_made_on_the_way(app: Flask) -> None:
    team = a_team()
    browser = at_desk(app, siti())
    new = {
        "place__name": "Balai RW 5",
        "place__point": "https://maps.example/@-6.2275,107.0769,17z",
        "place__wheelchair": "y",
    }
    browser.post(NEW, chosen(browser, **a_day(team=team.id, venue="baru", **new)))
    (visit,) = all_of(Visit)
    assert (visit.venue.name, visit.venue.wheelchair) == ("Balai RW 5", True)
    assert visit.village_code == village().code
    assert (visit.venue.latitude, visit.venue.longitude) == (-6.2275, 107.0769)


def test_choosing_a_village_keeps_what_was_typed(app: Flask) -> None:
    a_venue("Aula Kantor Desa")
    browser = at_desk(app, siti())
    typed = filled(
        browser.get(NEW),
        village=village().code,
        langkah="muat",
        notes="Bawa <map> & pena",
        opens="7",
        kuota__KIA_NEW="30",
    )
    loaded = filled(browser.post(NEW, typed, status=200))
    assert loaded["notes"] == ["Bawa <map> & pena"]
    assert (loaded["opens"], loaded["kuota-KIA_NEW"]) == (["7"], ["30"])
    assert loaded["draft"] == typed["draft"]


def test_the_middle_of_the_village_and_our_own_places_give_the_point(app: Flask) -> None:
    a_venue("Gedung Serbaguna", "Jatimulya")
    browser = at_desk(app, siti())
    middle = browser.post(NEW, chosen(browser, langkah="tengah"), status=200)
    assert filled(middle)["place-point"] == [f"{village().latitude:.5f}, {village().longitude:.5f}"]
    found = browser.post(NEW, chosen(browser, langkah="cari", place__q="gedung serbaguna"), status=200)
    assert "Gedung Serbaguna" in page(found).text
    button = next(one for one in page(found).all("button") if one.get("name") == "titik")
    taken = filled(browser.post(NEW, filled(found, titik=button["value"]), status=200))
    assert taken["place-point"] == [button["value"]]
    assert taken["venue"] == ["baru"]
    assert not all_of(Visit)


WRONG: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"day": ""}, "day", "Bagian ini belum diisi"),
    ({"day": " "}, "day", "Bagian ini belum diisi"),
    ({"day": "31-2-2026"}, "day", "Tulis tanggal seperti"),
    ({"day": "8-12-0001"}, "day", "tahun"),
    ({"opens": "25.00"}, "opens", "Tulis jam seperti"),
    ({"closes": "07.00"}, "closes", "Jam selesai harus sesudah"),
    ({"queue_closes": "15.00"}, "queue_closes", "Antrean harus ditutup"),
    ({"services": []}, "services", "Pilih sedikitnya satu layanan"),
    ({"services": ["TIDAK_ADA"]}, "services", "dari daftar"),
    ({"kuota__KK_NEW": "banyak"}, "services", "Kuota diisi angka"),
    ({"kuota__KK_NEW": "0"}, "services", "Kuota diisi angka"),
    ({"kuota__KK_NEW": "99999999999999"}, "services", "Kuota diisi angka"),
    ({"template": "SCHOOL"}, "title", "nama sekolah"),
    ({"template": "RAHASIA"}, "template", "dari daftar"),
    ({"team": "0"}, "team", "Pilih timnya"),
    ({"team": "x"}, "team", "Pilih timnya"),
    ({"village": ""}, "village", "Pilih desanya"),
    ({"village": "\x00"}, "village", "Pilih desanya"),
    ({"venue": "999"}, "venue", "Pilih titik layanan"),
    ({"crewing": "pilih", "crew": []}, "crew", "sedikitnya satu petugas"),
    ({"notes": f"NIK {IDENTITY_NUMBER}"}, "notes", "Jangan tulis NIK"),
    ({"title": IDENTITY_NUMBER}, "title", "Jangan tulis NIK"),
    ({"contact": IDENTITY_NUMBER}, "contact", "Jangan tulis NIK"),
    ({"notes": "x" * 1001}, "notes", "Paling panjang"),
    ({"venue": "baru"}, "place-name", "Bagian ini belum diisi"),
    ({"venue": "baru", "place__name": "Aula"}, "place-point", "Bagian ini belum diisi"),
    ({"venue": "baru", "place__name": "Aula", "place__point": "di balai"}, "place-point", "tidak terbaca"),
    ({"venue": "baru", "place__name": "Aula", "place__point": "107.1, -6.2"}, "place-point", "tertukar"),
    ({"venue": "baru", "place__name": "Aula", "place__point": "-7.9, 112.6"}, "place-point", "Periksa lagi titik"),
    ({"venue": "baru", "place__name": IDENTITY_NUMBER, "place__point": "-6.2275, 107.0769"}, "place-name", "NIK"),
)
CHOSEN_FROM_LISTS = ("village", "venue", "team", "template")


@pytest.mark.parametrize(("typed", "named", "sentence"), WRONG)
def test_what_is_wrong_stands_beside_its_input(app: Flask, typed: dict[str, Any], named: str, sentence: str) -> None:
    team, venue = a_team(), a_venue()
    browser = at_desk(app, siti())
    good = chosen(browser, **a_day(team=team.id, venue=venue.id, contact="021-555000"))
    changed = {name.replace("__", "-"): value for name, value in typed.items()}
    answer = browser.post(NEW, good | changed, status=422)
    html = answer.get_data(as_text=True)
    errors = re.findall(rf'id="{named}-error">(.*?)</span>', html, re.DOTALL)
    assert errors and sentence in errors[0], errors
    assert f'href="#{named}' in html, "the list on top leads to the input"
    assert_kept(filled(answer), changed)
    assert not all_of(Visit)
    assert len(session().scalars(select(Venue)).all()) == 1, "no venue is made for a plan that is refused"


def assert_kept(shown: dict[str, Any], typed: dict[str, Any]) -> None:
    """What was typed stands in the page again, as far as there is such an input and such a choice."""
    for name, value in typed.items():
        wanted = [one for one in (value if isinstance(value, list) else [value]) if one != "TIDAK_ADA"]
        if name not in CHOSEN_FROM_LISTS and value:
            assert shown.get(name, []) == wanted, f"{name} was {wanted}"
    assert "contact" in typed or shown["contact"] == ["021-555000"]


def test_a_point_far_from_the_village_can_be_insisted_on(app: Flask) -> None:
    team = a_team()
    browser = at_desk(app, siti())
    far = {"venue": "baru", "place__name": "Pantai", "place__point": "-6.0512, 107.0123"}
    asked = browser.post(NEW, chosen(browser, **a_day(team=team.id, **far)), status=422)
    assert "Titik ini sudah saya periksa" in page(asked).text
    browser.post(NEW, filled(asked, place__far_is_right="y"))
    assert all_of(Visit)[0].venue.name == "Pantai"


def test_an_empty_form_speaks_only_of_inputs_that_it_shows(app: Flask) -> None:
    refused = at_desk(app, siti()).post(NEW, {"services": []}, status=422)
    shown = page(refused)
    ids = {found["id"] for _tag, found in shown.tags if "id" in found}
    named = [found["href"][1:] for found in shown.all("a") if found.get("href", "").startswith("#")]
    assert "Pilih desanya." in shown.text
    assert [name for name in named if name not in ids] == []
    assert "Titik di peta" not in shown.text


def test_pressing_twice_makes_one_draft(app: Flask) -> None:
    team = a_team()
    browser = at_desk(app, siti())
    form = chosen(browser, **a_day(team=team.id, venue="baru", place__name="Balai", place__point="-6.2275, 107.0769"))
    first = browser.post(NEW, form)
    again = browser.post(NEW, form)
    assert again.location == first.location.partition("#")[0]
    assert "sudah tersimpan" in page(browser.get(again.location)).text
    assert len(all_of(Visit)) == len(session().scalars(select(Venue)).all()) == 1


def test_two_presses_at_the_same_moment_make_one_draft(app: Flask) -> None:
    team, venue = a_team(), a_venue()
    windows = at_desk(app, siti()), at_desk(app, siti())
    form = chosen(windows[0], **a_day(team=team.id, venue=venue.id))
    ready = Barrier(len(windows))

    def press(window: Browser) -> str:
        ready.wait()
        return str(window.post(NEW, form).location).partition("#")[0]

    with ThreadPoolExecutor(len(windows)) as hands:
        first, second = hands.map(press, windows)
    assert first == second == f"/koordinator/kunjungan/{all_of(Visit)[0].public_id}"
    assert len(all_of(Visit)) == 1


@pytest.mark.parametrize("wrong", ["", "kunjungan", "K7M29QXD", "x" * 5000, "\x00"])
def test_a_number_that_no_form_of_ours_has_is_replaced(app: Flask, wrong: str) -> None:
    team, venue = a_team(), a_venue()
    browser = at_desk(app, siti())
    browser.post(NEW, chosen(browser, **a_day(team=team.id, venue=venue.id, draft=wrong)))
    (visit,) = all_of(Visit)
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{8}", visit.public_id)


@dataclass
class Theirs:
    """What another office has."""

    team: Team
    venue: Venue
    cancelled: Visit
    officer: Account
    coordinator: Account


@pytest.fixture
def theirs(app: Flask) -> Theirs:
    """Rows of another office that no form here may name."""
    team, venue = a_team("Tim Lain", elsewhere()), a_venue("Aula Lain", "Lembang", elsewhere())
    cancelled = a_visit(team=team, venue=venue, state=VisitState.CANCELLED)
    officer = person("ujang", "Ujang Lain", asep().role, elsewhere())
    return Theirs(team, venue, cancelled, officer, dewi())


@pytest.mark.parametrize(
    "named",
    [
        lambda theirs: {"team": theirs.team.id},
        lambda theirs: {"venue": theirs.venue.id},
        lambda theirs: {"village": theirs.venue.village_code},
        lambda theirs: {"village": theirs.venue.village_code, "venue": theirs.venue.id},
        lambda theirs: {"crewing": "pilih", "crew": [theirs.officer.id]},
        lambda theirs: {"crewing": "pilih", "crew": [theirs.coordinator.id]},
    ],
    ids=["team", "venue", "village", "venue and village", "officer", "coordinator"],
)
def test_another_offices_rows_are_unknown_here(
    app: Flask, theirs: Theirs, named: Callable[[Theirs], dict[str, Any]]
) -> None:
    base = a_day(team=a_team().id, venue=a_venue().id) | named(theirs)
    browser = at_desk(app, siti())
    answer = browser.post(NEW, chosen(browser, **base), status=422)
    assert not re.search("Ujang|Aula Lain|Tim Lain", page(answer).text)
    assert [visit.office_id for visit in all_of(Visit)] == [elsewhere().id]


def test_another_offices_visit_is_neither_replaced_nor_written_over(app: Flask, theirs: Theirs) -> None:
    base, number = a_day(team=a_team().id, venue=a_venue().id), theirs.cancelled.public_id
    browser = at_desk(app, siti())
    browser.post(NEW, chosen(browser, **(base | {"replaces": number})), status=404)
    browser.get(f"{NEW}?pengganti={number}", status=404)
    answer = browser.post(NEW, chosen(browser, **(base | {"draft": number})), status=422)
    assert "tidak dapat dipakai lagi" in page(answer).text
    assert [visit.office_id for visit in all_of(Visit)] == [elsewhere().id]


def test_a_closed_venue_and_a_resting_team_are_not_offered(app: Flask) -> None:
    a_team("Tim Lama", active=False)
    a_venue("Balai Lama").active = False
    a_team("Tim Baru")
    session().commit()
    browser = at_desk(app, siti())
    offered = page(browser.post(NEW, chosen(browser, langkah="muat"), status=200)).text
    assert "Tim Baru" in offered
    assert "Lama" not in offered


def test_the_draft_says_what_stands_in_its_way(app: Flask) -> None:
    team, venue = a_team(), a_venue()
    other = a_visit("13:00", "15:00", team=team, state=VisitState.PUBLISHED, title="SMAN 1 Setu")
    browser = at_desk(app, siti())
    friday = a_day(day="2026-12-11", team=team.id, venue=venue.id)
    shown = page(browser.get(browser.post(NEW, chosen(browser, **friday)).location)).text
    assert "salat Jumat" in shown and "Sumberjaya juga dikunjungi" in shown
    same_day = a_day(team=team.id, venue=venue.id)
    answer = browser.get(browser.post(NEW, chosen(browser, **same_day)).location)
    assert "Tim Utara sudah bertugas di SMAN 1 Setu" in page(answer).text
    assert f'href="/koordinator/kunjungan/{other.public_id}"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("zone", "opens_at", "shown"),
    [
        ("Asia/Jakarta", "2026-12-08T01:00:00+00:00", "08.00–14.00 WIB"),
        ("Asia/Makassar", "2026-12-08T00:00:00+00:00", "08.00–14.00 WITA"),
        ("Asia/Jayapura", "2026-12-07T23:00:00+00:00", "08.00–14.00 WIT"),
    ],
)
def test_hours_are_those_of_the_offices_own_zone(app: Flask, zone: str, opens_at: str, shown: str) -> None:
    bekasi().time_zone = zone
    session().commit()
    team, venue = a_team(), a_venue()
    browser = at_desk(app, siti())
    answer = browser.post(NEW, chosen(browser, **a_day(team=team.id, venue=venue.id)))
    assert all_of(Visit)[0].opens_at.isoformat() == opens_at
    assert shown in page(browser.get(answer.location)).text
    form = filled(browser.get(f"/koordinator/kunjungan/{all_of(Visit)[0].public_id}/ubah"))
    assert (form["day"], form["opens"]) == (["2026-12-08"], ["08.00"])
