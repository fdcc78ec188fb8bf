"""The coordinator keeps the venues; one that was used is closed, never deleted."""

from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.places.models import Venue
from botram.visits.models import Visit, VisitState
from tests.browser import page
from tests.builders import IDENTITY_NUMBER, a_venue, a_visit, elsewhere, ratna, siti, village
from tests.web.coordinators.form_reader import filled
from tests.web.desk import all_of, at_desk

LIST = "/koordinator/titik"
NEW = f"{LIST}/baru"


def a_place(**typed: Any) -> dict[str, Any]:
    """What belongs to every venue of these tests, with what one wants different."""
    return {"village": village().code, "name": "Balai RW 5", "point": "-6,2275 107,0769"} | typed


def test_a_venue_is_made_and_shown(app: Flask) -> None:
    browser = at_desk(app, siti())
    done = browser.post(
        NEW, filled(browser.get(NEW), **a_place(address="Jl. Mawar 5", wheelchair="y", access="Ramp <timur>"))
    )
    (venue,) = all_of(Venue)
    assert (venue.latitude, venue.longitude, venue.wheelchair, venue.active) == (-6.2275, 107.0769, True, True)
    shown = page(browser.get(done.location)).text
    assert "Jl. Mawar 5" in shown and "Ramp <timur>" in shown and "-6.22750, 107.07690" in shown
    assert "Balai RW 5" in page(browser.get(f"{LIST}?q=mawar")).text
    assert "Tidak ada titik layanan yang cocok" in page(browser.get(f"{LIST}?q=melati")).text


def test_a_short_plus_code_means_a_point_near_the_chosen_village(app: Flask) -> None:
    browser = at_desk(app, siti())
    form = filled(browser.get(NEW))
    refused = browser.post(NEW, form | a_place(point="Q3FG+2Q", village=""), status=422)
    assert "Pilih desanya, atau tulis kode yang lengkap." in page(refused).text
    browser.post(NEW, form | a_place(point="Q3FG+2Q Sumberjaya"))
    (venue,) = all_of(Venue)
    assert (venue.latitude, venue.longitude) == pytest.approx((-6.2275, 107.0769), abs=0.0002)


@pytest.mark.parametrize(
    ("named", "typed"),
    [
        ("name", ""),
        ("name", IDENTITY_NUMBER),
        ("address", IDENTITY_NUMBER),
        ("access", IDENTITY_NUMBER),
        ("point", ""),
        ("point", "di balai"),
        ("point", "107.0769, -6.2275"),
        ("point", "0.01, 0.01"),
        ("village", ""),
        ("village", "32.17.01.2003"),
    ],
)
def test_what_is_wrong_stands_beside_its_input(app: Flask, named: str, typed: str) -> None:
    elsewhere()
    browser = at_desk(app, siti())
    refused = browser.post(NEW, filled(browser.get(NEW)) | a_place(**{named: typed}), status=422)
    html = refused.get_data(as_text=True)
    assert f'id="{named}-error"' in html and f'href="#{named}"' in html
    if named != "village":
        assert filled(refused)[named] == [typed]
    assert all_of(Venue) == []


def test_a_used_venue_is_closed_and_its_visits_stay(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    address = f"{LIST}/{visit.venue_id}"
    form = browser.get(f"{address}/ubah")
    assert "1 kunjungan yang sudah terbit memakai titik ini" in page(form).text
    shown = browser.post(f"{address}/ubah", filled(form, active=None), status=200)
    assert "1 kunjungan akan ditandai" in page(shown).text and all_of(Venue)[0].active
    browser.post(f"{address}/ubah", filled(shown))
    assert not all_of(Venue)[0].active
    assert "sudah ditutup" in page(browser.get(address)).text
    assert "Aula Kantor Desa" not in page(browser.get(LIST)).text
    assert "Aula Kantor Desa" in page(browser.get(f"{LIST}?keadaan=tutup")).text
    assert visit.public_id in browser.get(address).get_data(as_text=True)
    form_of_visit = filled(browser.get(f"/koordinator/kunjungan/{visit.public_id}/ubah"))
    assert form_of_visit["venue"] == [str(visit.venue_id)], "the visit keeps its closed venue"


def test_a_changed_venue_counts_for_the_visits_announced_there(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    address = f"{LIST}/{visit.venue_id}/ubah"
    browser.post(address, filled(browser.get(address), access="Masuk dari timur"))
    session().rollback()
    session().expire_all()
    assert session().get_one(Visit, visit.id).version == 2


def test_a_used_venue_stays_in_its_village(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    there = village("Jatimulya")
    browser = at_desk(app, siti())
    address = f"{LIST}/{visit.venue_id}/ubah"
    typed = filled(browser.get(address), village=there.code, point=f"{there.latitude}, {there.longitude}")
    refused = browser.post(address, typed, status=422)
    assert "desanya tetap" in page(refused).text


def test_two_coordinators_on_one_venue(app: Flask) -> None:
    venue = a_venue()
    first, second = at_desk(app, siti()), at_desk(app, siti())
    address = f"{LIST}/{venue.id}/ubah"
    slow = filled(first.get(address), access="Parkir luas")
    second.post(address, filled(second.get(address), name="Balai Baru"))
    refused = first.post(address, slow, status=422)
    assert "Balai Baru" in page(refused).text
    assert filled(refused)["access"] == ["Parkir luas"]
    assert all_of(Venue)[0].access == ""
    first.post(address, filled(refused))
    assert (all_of(Venue)[0].access, all_of(Venue)[0].name) == ("Parkir luas", "Balai Baru")


@pytest.mark.parametrize(
    ("pressed", "point", "shown"),
    [
        ({"langkah": "tengah"}, None, ""),
        ({"langkah": "cari", "q": "sumberjya"}, "", "Desa Sumberjaya"),
        ({"langkah": "cari", "q": "zzzzzz"}, "", "Tidak ada tempat dengan nama itu"),
        ({"titik": "<script>", "point": "-6.2, 107.1"}, "-6.2, 107.1", ""),
    ],
    ids=["the middle of the village", "a place that is found", "a place that is not", "what no button sends"],
)
def test_the_helping_buttons_give_a_point_and_save_nothing(
    app: Flask, pressed: dict[str, str], point: str | None, shown: str
) -> None:
    browser = at_desk(app, siti())
    form = filled(browser.get(f"{NEW}?desa={village().code}"), name="Balai")
    answer = browser.post(NEW, form | pressed, status=200)
    middle = f"{village().latitude:.5f}, {village().longitude:.5f}"
    assert filled(answer)["point"] == [middle if point is None else point]
    assert filled(answer)["name"] == ["Balai"]
    assert shown in page(answer).text
    assert not all_of(Venue)


def test_the_map_draws_the_offices_own_villages(app: Flask) -> None:
    drawn = at_desk(app, siti()).get(f"{LIST}/batas.json?desa={village().code}").get_json(force=True)
    assert village().code in [one["properties"]["code"] for one in drawn["features"]]


@pytest.mark.parametrize("code", ["32.17.01.2003", "", "32.16", "%00"], ids=["another office's", "", "32.16", "%00"])
def test_the_map_draws_no_other_villages(app: Flask, code: str) -> None:
    elsewhere()
    at_desk(app, siti()).get(f"{LIST}/batas.json?desa={code}", status=404)


@pytest.mark.parametrize("address", ["/1", "/1/ubah", "/99999999999999999999"])
def test_another_offices_venue_is_not_found(app: Flask, address: str) -> None:
    assert a_venue("Aula Lembang", "Lembang", elsewhere()).id == 1
    browser = at_desk(app, siti())
    browser.get(f"{LIST}{address}", status=404)
    browser.post("/koordinator/titik/1/ubah", a_place(), status=404)
    assert "Lembang" not in page(browser.get(LIST)).text


def test_the_head_reads_and_is_led_to_no_form(app: Flask) -> None:
    venue = a_venue()
    browser = at_desk(app, ratna())
    assert "Titik baru" not in page(browser.get(LIST)).text
    assert "Ubah" not in page(browser.get(f"{LIST}/{venue.id}")).text


@pytest.mark.parametrize("address", [NEW, f"{LIST}/1/ubah"])
def test_the_head_changes_nothing(app: Flask, address: str) -> None:
    assert a_venue().id == 1
    browser = at_desk(app, ratna())
    browser.get(address, status=403)
    browser.post(address, a_place(), status=403)
