"""A coordinator lets the point of an address be found; whatever the geocoder does, nothing typed is lost."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from botram.database import session
from botram.places.models import Geocoded, Venue
from tests.browser import Page, page
from tests.builders import a_team, siti, village
from tests.nominatim import Answer, Nominatim
from tests.web.coordinators.form_reader import filled
from tests.web.desk import all_of, at_desk

NEW = "/koordinator/titik/baru"
NEW_VISIT = "/koordinator/kunjungan/baru"
ADDRESS = "Jl. Raya Sumberjaya 1"
HERE = ("Balai Desa Sumberjaya", -6.2275, 107.0769)
BUTTON = "Cari titik dari alamat"


def typed(**different: Any) -> dict[str, Any]:
    """A venue as somebody types it, with what a test wants different."""
    return {"village": village().code, "name": "Balai <RW> 5", "address": ADDRESS, "access": "Dari timur"} | different


def points(read: Page) -> list[str]:
    """The points that the page offers."""
    return [one["value"] for one in read.all("button") if one.get("name") == "titik"]


def test_a_point_is_found_taken_and_saved(app: Flask, geocoder: Nominatim) -> None:
    geocoder.knows(HERE)
    browser = at_desk(app, siti())
    form = filled(browser.get(NEW), **typed())
    found = browser.post(NEW, form | {"langkah": "alamat"}, status=200)
    assert [asked["q"] for asked in geocoder.asked] == [f"{ADDRESS}, Tambun Selatan"]
    south, west = (float(one) for one in reversed(geocoder.asked[0]["viewbox"].split(",")[:2]))
    assert -6.6 < south < -6.3 and 106.8 < west < 107.1, "it looks in the office's region first"
    assert points(page(found)) == ["-6.22750, 107.07690"]
    assert "© kontributor OpenStreetMap" in page(found).text
    kept = filled(found)
    assert {name: kept[name] for name in typed()} == {name: [value] for name, value in typed().items()}
    chosen = browser.post(NEW, filled(found, titik="-6.22750, 107.07690"), status=200)
    assert points(page(chosen)) == []
    browser.post(NEW, filled(chosen))
    (venue,) = all_of(Venue)
    assert (venue.latitude, venue.longitude, venue.address) == (-6.2275, 107.0769, ADDRESS)
    assert len(geocoder.asked) == 1


def test_it_works_inside_the_form_of_a_visit(app: Flask, geocoder: Nominatim) -> None:
    geocoder.knows(HERE)
    team = a_team()
    browser = at_desk(app, siti())
    first = filled(browser.get(NEW_VISIT), village=village().code, langkah="muat")
    form = filled(
        browser.post(NEW_VISIT, first, status=200),
        place__name="Balai",
        place__address=ADDRESS,
        team=team.id,
        day="8-12-2026",
        opens="8",
        closes="14",
        notes="Bawa map",
    )
    found = browser.post(NEW_VISIT, form | {"langkah": "alamat"}, status=200)
    chosen = browser.post(NEW_VISIT, filled(found, titik=points(page(found))[0]), status=200)
    kept = filled(chosen)
    assert (kept["venue"], kept["notes"], kept["place-address"]) == (["baru"], ["Bawa map"], [ADDRESS])
    browser.post(NEW_VISIT, kept)
    assert [(one.name, one.latitude) for one in all_of(Venue)] == [("Balai", -6.2275)]


def test_what_speaks_against_a_point_stands_beside_it(app: Flask, geocoder: Nominatim) -> None:
    geocoder.knows(
        HERE, ("Muara <script>alert(1)</script>", -6.02, 107.03), ("Surabaya", -7.25, 112.75), ("Greenwich", 51.48, 0.1)
    )
    found = at_desk(app, siti()).post(NEW, typed(langkah="alamat"), 200)
    read = page(found)
    assert points(read) == ["-6.22750, 107.07690", "-6.02000, 107.03000", "-7.25000, 112.75000"]
    assert "Muara <script>alert(1)</script> Sekitar 23 km dari tengah Desa Sumberjaya." in read.text
    assert "Surabaya Di luar wilayah kantor ini." in read.text
    assert "Greenwich Di luar Indonesia, tidak dapat dipakai." in read.text
    assert "<script>alert" not in found.text


def test_without_a_village_the_address_is_asked_for_as_it_is(app: Flask, geocoder: Nominatim) -> None:
    geocoder.knows(HERE)
    found = at_desk(app, siti()).post(NEW, typed(langkah="alamat", village=""), 200)
    assert geocoder.asked[0]["q"] == ADDRESS
    assert len(points(page(found))) == 1


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("", 200, "Tulis alamatnya dahulu."),
        ("   ", 200, "Tulis alamatnya dahulu."),
        ("Rumah NIK 3216 0655 0898 0001", 422, "Jangan tulis NIK"),
        ("Jl. " * 1500, 422, "Paling panjang 200"),
    ],
)
def test_what_must_not_leave_the_house_is_never_sent(
    app: Flask, geocoder: Nominatim, address: str, status: int, said: str
) -> None:
    answer = at_desk(app, siti()).post(NEW, typed(langkah="alamat", address=address), status)
    assert said in page(answer).text
    assert filled(answer)["name"] == ["Balai <RW> 5"]
    assert geocoder.asked == []
    assert session().scalar(select(func.count()).select_from(Geocoded)) == 0


def test_nothing_found_says_what_to_try(app: Flask, geocoder: Nominatim) -> None:
    found = page(at_desk(app, siti()).post(NEW, typed(langkah="alamat"), 200))
    assert "Tidak ada yang cocok. Coba tulis nama jalannya saja" in found.text


@pytest.mark.parametrize(("silent", "status", "said"), [(True, 200, "tidak menjawab"), (False, 429, "menolak")])
def test_a_geocoder_in_trouble_keeps_nobody_from_saving(
    app: Flask, geocoder: Nominatim, silent: bool, status: int, said: str
) -> None:
    geocoder.answer = Answer(status, silent=silent)
    browser = at_desk(app, siti())
    form = filled(browser.get(NEW), **typed())
    answer = browser.post(NEW, form | {"langkah": "alamat"}, status=200)
    assert said in page(answer).text
    browser.post(NEW, filled(answer, point="-6.2275, 107.0769"))
    assert [one.name for one in all_of(Venue)] == ["Balai <RW> 5"]
    assert len(geocoder.asked) == 1, "saving asks nobody"


def test_it_is_off_until_the_operator_turns_it_on(app: Flask, geocoder: Nominatim) -> None:
    app.config["GEOCODER_URL"] = ""
    browser = at_desk(app, siti())
    assert BUTTON not in page(browser.get(NEW)).text
    answer = browser.post(NEW, typed(langkah="alamat"), 200)
    assert filled(answer)["address"] == [ADDRESS]
    assert geocoder.asked == [] and all_of(Venue) == []
