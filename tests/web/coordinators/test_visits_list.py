"""The list of an office's visits, and who may see what."""

from collections.abc import Callable

import pytest
from flask import Flask

from botram.database import session
from botram.staff.models import Account
from botram.visits.models import Visit, VisitMark, VisitState
from botram.web.parameters import numbered_address
from tests.browser import Browser, page
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, add, asep, budi, dewi, ratna, siti
from tests.many_visits import copies
from tests.statements import statements
from tests.web.coordinators.addresses import address_of
from tests.web.desk import all_of, at_desk

LIST = "/koordinator/kunjungan"


def test_the_list_begins_today_and_shows_drafts(app: Flask) -> None:
    a_visit(day=DAY.replace(day=3), title="Sudah lewat")
    a_visit(day=DAY.replace(day=4), title="Hari ini")
    a_visit(title="Rancangan besok")
    shown = page(at_desk(app, siti()).get(LIST)).text
    assert "Sudah lewat" not in shown
    assert shown.index("Hari ini") < shown.index("Rancangan besok")
    assert "2 kunjungan" in shown


@pytest.mark.parametrize(
    ("query", "one", "two"),
    [
        ("bulan=2026-11", False, True),
        ("bulan=2026-12", True, False),
        ("bulan=semua", True, True),
        ("bulan=semua&keadaan=PUBLISHED", True, False),
        ("bulan=semua&tim=1", True, False),
        ("bulan=semua&q=jatimulia", False, True),
        ("bulan=semua&q=SD+Satu", True, False),
        ("bulan=semua&q=%00%25_", False, False),
        ("bulan=2026-99&keadaan=x&tim=x&halaman=x", False, False),
        ("tim=99999999&halaman=99999999999", False, False),
    ],
)
def test_the_list_is_filtered_by_month_state_team_and_words(app: Flask, query: str, one: bool, two: bool) -> None:
    north = a_team("Tim Utara")
    assert north.id == 1
    a_visit(title="SD Satu", team=north, state=VisitState.PUBLISHED)
    a_visit(title="SD Dua", day=DAY.replace(month=11, day=30), venue=a_venue("Balai", "Jatimulya"))
    shown = page(at_desk(app, siti()).get(f"{LIST}?{query}")).text
    assert ("SD Satu" in shown, "SD Dua" in shown) == (one, two)


def test_words_are_looked_for_among_the_visits_of_a_year_and_older_ones_a_year_at_a_time(app: Flask) -> None:
    team = a_team()
    assert team.id == 1
    a_visit(title="SD Satu", team=team)
    a_visit(title="SD Satu lama", team=team, day=DAY.replace(year=2025, month=12, day=1))
    a_visit(title="SD Satu tua", team=team, day=DAY.replace(year=2025, month=11, day=28))
    browser = at_desk(app, siti())
    recent = page(browser.get(f"{LIST}?bulan=semua&q=sd+satu&tim=1&halaman=1"))
    assert "Dicari di antara kunjungan sejak Senin, 1 Desember 2025." in recent.text
    assert "SD Satu lama" in recent.text and "SD Satu tua" not in recent.text
    (older,) = [one["href"] for one in recent.all("a") if "bulan=2025" in one.get("href", "")]
    assert older == f"{LIST}?bulan=2025&tim=1&q=sd+satu"
    year = browser.get(older).text
    assert year.index("SD Satu lama") < year.index("SD Satu tua") and "bulan=2024" in year
    assert "Dicari di antara kunjungan tahun 2025." in year
    assert "SD Satu tua" in page(browser.get(f"{LIST}?bulan=semua&q=++")).text, "all of them without words"
    assert "bulan=1999" not in browser.get(f"{LIST}?bulan=2000&q=x").text


def test_the_pages_of_a_list_keep_every_filter(app: Flask) -> None:
    first = a_visit()
    team_id = first.team_id
    copies(first, range(1, 25))
    for visit in all_of(Visit):
        add(VisitMark(visit_id=visit.id, office_id=visit.office_id, code="holiday", sentence="Libur.", since=NOW))
    found = page(at_desk(app, siti()).get(f"{LIST}?bulan=semua&tanda=1&tim={team_id}"))
    (later,) = {one["href"] for one in found.all("a") if "halaman=2" in one.get("href", "")}
    assert later == f"{LIST}?bulan=semua&tim={team_id}&tanda=1&halaman=2"


@pytest.mark.parametrize(("query", "told"), [("", "Rancang yang pertama"), ("?q=tidak+ada", "Longgarkan saringannya")])
def test_a_list_with_nothing_in_it_says_what_to_do(app: Flask, query: str, told: str) -> None:
    assert told in page(at_desk(app, siti()).get(LIST + query)).text


def test_the_list_costs_the_same_however_long_it_is(app: Flask) -> None:
    team, venue = a_team(), a_venue()
    browser = at_desk(app, siti())
    counts = []
    for days in ((8,), range(9, 29)):
        for day in days:
            session().rollback()
            a_visit(day=DAY.replace(day=day), team=team, venue=venue)
        browser.get(LIST)
        with statements() as sent:
            browser.get(LIST)
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert "Halaman" in page(browser.get(LIST)).text


def test_the_head_reads_and_is_led_to_nothing_else(app: Flask) -> None:
    visit = a_visit()
    browser = at_desk(app, ratna())
    assert "Kunjungan baru" not in page(browser.get(LIST)).text
    shown = page(browser.get(address_of(visit)))
    links = [link["href"] for link in shown.all("a") if visit.public_id in link.get("href", "")]
    assert links == []
    browser.get(f"{LIST}/baru", status=403)


@pytest.mark.parametrize("step", ["/ubah", "/terbit", "/batal", "/buang"])
def test_the_head_changes_nothing(app: Flask, step: str) -> None:
    address = address_of(a_visit(), step)
    browser = at_desk(app, ratna())
    browser.get(address, status=403)
    browser.post(address, {"version": 1}, status=403)


@pytest.mark.parametrize("person", [asep, budi])
def test_officers_and_administrators_have_no_part_in_it(app: Flask, person: Callable[[], Account]) -> None:
    visit = a_visit()
    browser = at_desk(app, person())
    for address in (LIST, f"{LIST}/baru", address_of(visit), "/koordinator/titik"):
        browser.get(address, status=403)


@pytest.mark.parametrize("state", [VisitState.DRAFT, VisitState.PUBLISHED])
@pytest.mark.parametrize("step", ["", "/ubah", "/terbit", "/batal", "/buang"])
def test_nobody_opens_another_offices_visit(app: Flask, state: VisitState, step: str) -> None:
    visit = a_visit(title="Rahasia", state=state)
    browser = at_desk(app, dewi())
    browser.get(address_of(visit, step), status=404)
    if step:
        browser.post(address_of(visit, step), {"version": 1, "reason": "Coba saja"}, status=404)
    assert session().get_one(type(visit), visit.id).version == 1


@pytest.mark.parametrize("query", ["bulan=semua", "tim=1&bulan=semua"])
def test_nobody_lists_another_offices_visits(app: Flask, query: str) -> None:
    assert a_visit(title="Rahasia").team_id == 1
    assert "Rahasia" not in page(at_desk(app, dewi()).get(f"{LIST}?{query}")).text


@pytest.mark.parametrize("public_id", ["%00", "tidak-ada", "x" * 3000, "..%2f..", "ÿ"])
def test_strange_addresses_are_not_found(app: Flask, public_id: str) -> None:
    at_desk(app, siti()).get(f"{LIST}/{public_id}", status=404)


@pytest.mark.parametrize("address", [LIST, f"{LIST}/{{visit}}", f"{LIST}/{{visit}}/terbit"])
def test_without_signing_in_there_is_nothing(app: Flask, address: str) -> None:
    path = address.format(visit=a_visit().public_id)
    assert "/masuk" in Browser(app).get(path, status=302).location


def test_a_form_that_nobody_sent_is_refused(app: Flask) -> None:
    address = address_of(a_visit(), "/terbit")
    Browser(app).post(address, {"version": 1}, status=401)
    forged = at_desk(app, siti())
    forged.ask("POST", address, 400, data={"version": "1"})


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        (f"{LIST}?keadaan=DIBUKA", ("keadaan", "DIBUKA")),
        (f"{LIST}?bulan=2026-13", ("bulan", "2026-13")),
        (f"{LIST}?tim=99999999", ("tim", "99999999")),
        (f"{LIST}?tanda=ya", ("tanda", "ya")),
        ("/koordinator/titik?keadaan=buka", ("keadaan", "buka")),
        ("/koordinator/mitra?keadaan=1", ("keadaan", "1")),
        ("/koordinator/ringkasan?kecamatan=99.99.99", ("kecamatan", "99.99.99")),
        ("/koordinator/ringkasan?layanan=ktp&dari=desember", ("layanan", "ktp")),
        ("/koordinator/ringkasan?dari=2026-1", ("dari", "2026-1")),
        ("/koordinator/ringkasan?terverifikasi=ya", ("terverifikasi", "ya")),
        ("/koordinator/hari?tahun=dua", ("tahun", "dua")),
    ],
)
def test_a_filter_that_is_not_known_is_left_out_in_words(app: Flask, address: str, wrong: tuple[str, str]) -> None:
    a_visit()
    shown = page(at_desk(app, siti()).get(address)).text
    assert f"Saringan “{wrong[0]}” tidak dipakai: “{wrong[1]}” tidak dikenal." in shown
    assert "tidak dipakai" not in page(at_desk(app, siti()).get(address.partition("?")[0])).text


@pytest.mark.parametrize(
    "query", ["keadaan=DIBUKA", "bulan=2026-13", "tim=99999999", "tanda=ya", "keadaan=draft&tim=x"]
)
def test_a_filter_that_is_not_known_gives_no_list_of_everything(app: Flask, query: str) -> None:
    visit = a_visit()
    siti_sees = at_desk(app, siti())
    assert visit.public_id in siti_sees.get(LIST).get_data(as_text=True)
    assert visit.public_id not in siti_sees.get(f"{LIST}?{query}").get_data(as_text=True)


@pytest.mark.parametrize("file", ["ringkasan.csv?", "ringkasan.xlsx?", "ringkasan/kunjungan.csv?hitung=dipindah&"])
def test_no_file_of_everything_is_saved_for_a_filter_that_is_not_known(app: Flask, file: str) -> None:
    a_visit()
    browser = at_desk(app, siti())
    told = browser.get(f"/koordinator/{file}kecamatan=99.99.99&sampai=2026-11", 302)
    assert "/koordinator/ringkasan?" in told.location and "sampai=2026-11" in told.location
    assert "Saringan “kecamatan” tidak dipakai" in page(browser.get(told.location)).text


def test_the_pages_of_the_marked_visits_keep_the_filter(app: Flask) -> None:
    with app.test_request_context(f"{LIST}?tanda=1"):
        assert numbered_address(2) == f"{LIST}?tanda=1&halaman=2"
