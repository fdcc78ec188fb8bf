"""A visit that moved more than once: somebody with the first message finds the day, everywhere."""

from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

import pytest
from flask import Flask

from botram.config import ROOT
from botram.database import session
from botram.places.actions import VenuePlan, change_venue
from botram.places.models import Venue
from botram.places.signals import PlacesChanged, VillageSucceeded, places_changed, village_succeeded
from botram.visit_view import Audience, Part, VisitView, view_of
from botram.visit_view.moves import move_word
from botram.visits.actions import cancel_visit
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, NOW, a_venue, a_visit, moment, siti, village
from tests.visits.builders import change

P = VisitState.PUBLISHED
FIRST, LAST = "Selasa, 8 Desember 2026, 08.00–14.00 WIB", "Kamis, 10 Desember 2026, 08.00–14.00 WIB"
BACK = "Sekarang kembali seperti yang pertama kali diumumkan."
ALL_REASONS = "Banjir 1; lalu Banjir 2; lalu Banjir 3"
NEW = "Sabtu, 12 Desember 2026, 08.00–14.00 WIB"


def move(visit: Visit, day: int, reason: str, **different: Any) -> None:
    """Move the visit to another day of December."""
    to = DAY.replace(day=day)
    change(visit, opens_at=moment("08:00", to), closes_at=moment("14:00", to), reason=reason, **different)


def moved(*days: int) -> Visit:
    """A visit announced for the 8th, and moved to these days with the reasons Banjir 1, Banjir 2 and so on."""
    visit = a_visit(state=P)
    for number, day in enumerate(days, start=1):
        move(visit, day, f"Banjir {number}")
    return visit


def view(visit: Visit) -> VisitView:
    session().expire_all()
    return view_of(visit, Audience.RESIDENTS, NOW, Part.LINE)


@pytest.mark.parametrize(
    ("days", "sentence", "reason"),
    [
        ((10,), f"Hari baru. Semula {FIRST}.", "Banjir 1"),
        (
            (9, 10, 12),
            f"Sudah dipindah 3 kali. Pertama kali diumumkan {FIRST}. Sebelum ini diumumkan {LAST}.",
            ALL_REASONS,
        ),
        ((10, 8), f"Sudah dipindah 2 kali. {BACK} Sebelum ini diumumkan {LAST}.", "Banjir 1; lalu Banjir 2"),
        ((10, 8, 12), f"Sudah dipindah 3 kali. Pertama kali diumumkan {FIRST}.", ALL_REASONS),
    ],
)
def test_the_first_and_the_last_announced_day_are_told(
    app: Flask, days: tuple[int, ...], sentence: str, reason: str
) -> None:
    shown = view(moved(*days))
    assert (shown.move_sentence, shown.move_reason) == (sentence, reason)
    assert shown.card_sentence == f"{sentence} Alasan: {reason}"


def test_the_place_of_a_former_plan_is_told_where_it_was_another(app: Flask) -> None:
    visit = moved(10)
    move(visit, 12, "Aula dipakai", venue=a_venue("Lapangan", "Sertajaya"))
    told = view(visit).move_sentence
    assert f"Pertama kali diumumkan {FIRST} di Aula Kantor Desa, Desa Sumberjaya." in told
    assert f"Sebelum ini diumumkan {LAST} di Aula Kantor Desa, Desa Sumberjaya." in told


@pytest.mark.parametrize(
    "address", ["/kunjungan/{}", "/jadwal", "/kunjungan/{}.ics", "/jadwal.atom", "/kalender/semua.ics"]
)
def test_all_that_residents_read_has_both_days_and_the_reasons(app: Flask, browser: Browser, address: str) -> None:
    visit = moved(9, 10, 12)
    answer = browser.get(address.format(visit.public_id))
    text = page(answer).text if answer.mimetype == "text/html" else answer.get_data(as_text=True)
    text = text.replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";")
    assert f"Pertama kali diumumkan {FIRST}" in text
    assert f"Sebelum ini diumumkan {LAST}" in text
    assert ALL_REASONS in text


def test_a_page_begins_with_the_new_day(app: Flask, browser: Browser) -> None:
    visit = moved(9, 10, 12)
    html = browser.get(f"/kunjungan/{visit.public_id}").get_data(as_text=True)
    main = html[html.index("<main") :]
    assert main.index(NEW) < main.index(FIRST) < main.index(LAST)
    assert f'class="new-plan"><b>{NEW}</b>' in main


def test_a_message_that_is_shared_tells_the_old_day_and_why(app: Flask, browser: Browser) -> None:
    visit = moved(9, 10, 12)
    read = page(browser.get(f"/kunjungan/{visit.public_id}"))
    shared = next(one["data-share"] for one in read.all("a") if "data-share" in one)
    assert shared.index("DIPINDAH") < shared.index(NEW) < shared.index(FIRST) < shared.index("Banjir 1")
    description = next(one["content"] for one in read.all("meta") if one.get("name") == "description")
    assert FIRST in description


def test_the_api_has_the_first_plan_and_the_last_one(app: Flask, browser: Browser) -> None:
    visit = moved(9, 10, 12)
    found = browser.get(f"/api/v1/visits/{visit.public_id}").get_json()
    assert (found["first_announced"]["opens_at"], found["first_announced"]["reason"]) == (
        "2026-12-08T08:00:00+07:00",
        "Banjir 1",
    )
    assert (found["moved_from"]["opens_at"], found["moved_from"]["reason"]) == ("2026-12-10T08:00:00+07:00", "Banjir 3")
    feature = browser.get("/api/v1/visits.geojson").get_json()["features"][0]["properties"]
    assert (feature["first"]["day"], feature["was"]["day"]) == ("2026-12-08", "2026-12-10")


def test_a_cancelled_visit_tells_its_former_days_too(app: Flask, browser: Browser) -> None:
    visit = moved(9, 10, 12)
    cancel_visit(visit, siti(), reason="Alat rusak", now=NOW)
    assert view(visit).former_sentence == f"Pertama kali diumumkan {FIRST}. Sebelum ini diumumkan {LAST}."
    assert FIRST in page(browser.get(f"/kunjungan/{visit.public_id}")).text


def test_a_cancelled_visit_is_not_said_to_be_as_announced_again(app: Flask, browser: Browser) -> None:
    visit = moved(10, 8)
    cancel_visit(visit, siti(), reason="Alat rusak", now=NOW)
    for address in ("/kunjungan/{}", "/kunjungan/{}.ics", "/jadwal.atom", "/jadwal"):
        text = browser.get(address.format(visit.public_id)).get_data(as_text=True)
        assert "kembali seperti" not in text.replace("\r\n ", ""), address
    assert view(visit).former_sentence == f"Sebelum ini diumumkan {LAST}."


def test_a_card_and_a_message_of_a_cancelled_visit_tell_its_first_day(app: Flask, browser: Browser) -> None:
    visit = moved(12)
    cancel_visit(visit, siti(), reason="Alat rusak", now=NOW)
    told = f"Alat rusak. Pertama kali diumumkan {FIRST}."
    assert view(visit).card_sentence == told
    read = page(browser.get(f"/kunjungan/{visit.public_id}"))
    assert told in next(one["data-share"] for one in read.all("a") if "data-share" in one)


def call_otherwise(venue: Venue) -> None:
    """The venue gets another name."""
    plan = VenuePlan(venue.village_code, "Balai Warga", venue.address, venue.latitude, venue.longitude)
    change_venue(venue, plan, siti(), now=NOW)


def rename_venue(visit: Visit) -> None:
    """The venue of the visit gets another name."""
    call_otherwise(visit.venue)


def rename_village(visit: Visit) -> None:
    """A region pack with another spelling is loaded."""
    before = visit.village.full_name
    visit.village.name = "Sumber Jaya"
    session().commit()
    places_changed.send(PlacesChanged(frozenset((visit.village_code,)), NOW, {visit.village_code: before}))
    session().commit()


def hand_village_over(visit: Visit) -> None:
    """Another village stands for this one now."""
    new = village("Mangunjaya").code
    village_succeeded.send(VillageSucceeded(visit.village_code, new, None, NOW))
    session().commit()


@pytest.mark.parametrize("renamed", [rename_venue, rename_village, hand_village_over])
def test_a_place_with_a_new_name_is_no_other_place(app: Flask, renamed: Callable[[Visit], None]) -> None:
    visit = moved(9, 10)
    renamed(visit)
    told = view(visit)
    before = FIRST.replace("Selasa, 8", "Rabu, 9")
    assert told.move_sentence == (
        f"Sudah dipindah 2 kali. Pertama kali diumumkan {FIRST}. Sebelum ini diumumkan {before}."
    )
    assert move_word(told) == "Pindah hari"


def test_a_place_that_was_left_keeps_the_name_that_was_announced(app: Flask) -> None:
    visit = moved(10)
    left = visit.venue
    move(visit, 12, "Aula dipakai", venue=a_venue("Lapangan", "Sertajaya"))
    call_otherwise(left)
    assert f"{FIRST} di Aula Kantor Desa, Desa Sumberjaya." in view(visit).move_sentence


def test_an_upgrade_finds_the_plans_of_visits_that_had_moved_before() -> None:
    spec = spec_from_file_location("availability", ROOT / "migrations/versions/0015_availability.py")
    assert spec and spec.loader
    migration = module_from_spec(spec)
    spec.loader.exec_module(migration)
    present = {"opens_at": "12T08", "closes_at": "12T14", "venue": "Lapangan", "village": "Desa B"}
    moves = [
        ({"opens_at": "8T08", "closes_at": "8T14"}, "Banjir"),
        ({"venue": "Aula", "village": "Desa A"}, "Dipakai"),
        ({"opens_at": "10T08", "closes_at": "10T14"}, "Alat rusak"),
    ]
    assert migration.former_plans(moves, present) == [
        {"opens_at": "8T08", "closes_at": "8T14", "place": "Aula, Desa A", "reason": "Banjir"},
        {"opens_at": "10T08", "closes_at": "10T14", "place": "Aula, Desa A", "reason": "Dipakai"},
        {"opens_at": "10T08", "closes_at": "10T14", "place": "Lapangan, Desa B", "reason": "Alat rusak"},
    ]
