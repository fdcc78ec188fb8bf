"""The map of visits and the list beside it: the same visits, however many, and nothing that could run."""

import gzip
import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from shapely.geometry import shape

from botram.database import session
from botram.packs import DATA
from botram.places.regions.actions import load_region
from botram.staff.models import Installation
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, add, bekasi, elsewhere, village
from tests.hostile import texts
from tests.many_visits import copies
from tests.statements import reads_of
from tests.web.residents.links import links, shown, visit_links

TODAY = date(2026, 12, 4)
MOST_STATEMENTS = {"/peta": 8, "/peta/bingkai": 8, "/peta/batas.geojson": 1, "/peta/batas/32.16.06.geojson": 2}


def mapped(browser: Browser, query: str = "") -> list[dict[str, Any]]:
    """What the framed map fetches."""
    script = browser.get(f"/peta/bingkai?{query}").get_data(as_text=True)
    found = re.search(r'"data": "([^"]+)"', script)
    assert found
    address = json.loads(f'"{found[1]}"')
    features: list[dict[str, Any]] = browser.get(address).get_json()["features"]
    return features


def opened(browser: Browser, query: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """The corners of what the map shows first."""
    script = browser.get(f"/peta/bingkai?{query}").get_data(as_text=True)
    found = re.search(r"fitBounds\(\s*(\[\[.+?\]\])", script)
    assert found
    south_west, north_east = json.loads(found[1])
    return tuple(south_west), tuple(north_east)


def listed(browser: Browser, query: str = "") -> list[str]:
    """The visits on all pages of the list, in order."""
    seen: list[str] = []
    for number in range(1, 10):
        read = shown(browser, f"/peta?{query}&halaman={number}")
        seen += visit_links(read)
        if not any(link.endswith(f"halaman={number + 1}") for link in links(read)):
            break
    return seen


@pytest.fixture
def some(app: Flask) -> list[Visit]:
    """Visits of today and later, moved, cancelled and over; with drafts and others around that no map shows."""
    a_visit(), a_visit(day=TODAY)
    a_visit(day=TODAY - timedelta(days=1), state=VisitState.VERIFIED)
    a_visit(day=TODAY + timedelta(days=91), state=VisitState.PUBLISHED)
    other = a_team("Tim KBB", at=elsewhere())
    return [
        a_visit("06:00", "08:00", day=TODAY, state=VisitState.CLOSED, venue=a_venue("Lapangan", "Sukaindah")),
        a_visit(day=TODAY, state=VisitState.RUNNING),
        a_visit(state=VisitState.CANCELLED, services=("KIA_NEW",)),
        a_visit("09:00", state=VisitState.PUBLISHED, team=other, venue=a_venue(in_village="Lembang", at=elsewhere())),
        a_visit(day=TODAY + timedelta(days=90), state=VisitState.PUBLISHED),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", "01234"),
        ("sampai=2026-12-04", "01"),
        ("dari=2026-12-05&sampai=2026-12-11", "23"),
        ("layanan=kia-baru", "2"),
        ("kecamatan=32.17.01", "3"),
        ("q=lapangan", "0"),
        ("dari=2020-01-01", "01234"),
        ("lat=-6.81&lon=107.61", "31420"),
    ],
)
def test_the_map_and_the_list_hold_the_same_visits_in_the_same_order(
    browser: Browser, some: list[Visit], query: str, wanted: str
) -> None:
    names = {visit.public_id: str(number) for number, visit in enumerate(some)}
    assert "".join(names[one["id"]] for one in mapped(browser, query)) == wanted
    assert "".join(names[one] for one in listed(browser, query)) == wanted


def test_the_map_of_a_filter_that_is_not_known_gets_no_visits(browser: Browser, some: list[Visit]) -> None:
    script = browser.get("/peta/bingkai?layanan=tidak-ada").get_data(as_text=True)
    assert "/api/v1/visits.geojson?layanan=tidak-ada" in script
    browser.get("/api/v1/visits.geojson?layanan=tidak-ada", 422)
    assert listed(browser, "layanan=tidak-ada") == []


def test_the_list_is_paged_and_the_map_is_whole(browser: Browser) -> None:
    team, venue = a_team(), a_venue()
    for n in range(23):
        a_visit(team=team, venue=venue, day=DAY + timedelta(days=n), state=VisitState.PUBLISHED)
    assert len(visit_links(shown(browser, "/peta"))) == 20
    assert [one["id"] for one in mapped(browser)] == listed(browser)
    assert browser.get("/peta?halaman=9", 302).location == "/peta?halaman=2"


def test_the_card_in_the_list_and_the_mark_say_the_same(browser: Browser, some: list[Visit]) -> None:
    text = shown(browser, "/peta").text
    for one in mapped(browser):
        said = one["properties"]
        place = text.index(f"{said['place']} {said['venue']}")
        assert text.index(said["hours"], place) > place
    assert "Dibatalkan" in text
    assert "5 kunjungan" in text


def test_a_card_on_an_english_map_names_services_in_english(browser: Browser, some: list[Visit]) -> None:
    frame = browser.get("/peta/bingkai?bahasa=en").get_data(as_text=True)
    assert '"KK_NEW": "Family card"' in frame
    assert '"KK_NEW": "KK"' in browser.get("/peta/bingkai").get_data(as_text=True)


def test_each_visit_of_the_list_leads_to_its_place_on_the_map(browser: Browser, some: list[Visit]) -> None:
    on_map = [link for link in links(shown(browser, "/peta?sampai=2026-12-04")) if "/bingkai" in link]
    assert on_map == [f"/peta/bingkai?sampai=2026-12-04#{visit.public_id}" for visit in some[:2]]


def test_the_ways_to_the_map(browser: Browser) -> None:
    a_visit(state=VisitState.PUBLISHED)
    assert "/peta" in links(shown(browser, "/"))
    assert "/peta?layanan=kk-baru" in links(shown(browser, "/jadwal?layanan=kk-baru"))
    (frame,) = shown(browser, "/peta?layanan=kk-baru").all("iframe")
    assert (frame["src"], frame["loading"]) == ("/peta/bingkai?layanan=kk-baru", "lazy")
    assert frame["title"]
    assert "/peta?sampai=2026-12-11" in links(shown(browser, "/peta"))


def test_an_empty_map_says_what_to_do_next(browser: Browser) -> None:
    assert "Belum ada kunjungan" in shown(browser, "/peta").text
    assert mapped(browser) == []


def test_only_the_framed_map_holds_a_script_and_only_our_pages_frame_it(browser: Browser) -> None:
    answer = browser.get("/peta/bingkai")
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    nonce = policy["script-src"].removeprefix("'self' 'nonce-").removesuffix("'")
    inline = [one for one in page(answer).all("script") if "src" not in one]
    assert inline == [{"nonce": nonce}]
    assert len(nonce) >= 20
    assert nonce not in browser.get("/peta/bingkai").get_data(as_text=True)
    assert policy["frame-ancestors"] == "'self'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    around = browser.get("/peta")
    assert "nonce" not in around.headers["Content-Security-Policy"]
    assert all("src" in one for one in page(around).all("script"))
    assert "frame-ancestors 'none'" in around.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("query", "inside", "outside"),
    [
        ("", ["Babelankota", "Ragemanunggal"], ["Lembang"]),
        ("q=Sumberjaya", ["Sumberjaya"], ["Sukamekar", "Lembang"]),
        ("kecamatan=32.16.06", ["Sumberjaya", "Setiadarma"], ["Sukamekar"]),
        ("kecamatan=32.17.01", ["Lembang"], ["Sumberjaya"]),
        ("q=Lembang", ["Lembang"], ["Sumberjaya"]),
        ("q=Kabupaten+Bandung+Barat", ["Lembang"], ["Sumberjaya"]),
        ("q=bekasi", ["Sumberjaya", "Ragemanunggal"], ["Lembang"]),
        ("lat=-6.81&lon=107.61", ["Lembang"], ["Sumberjaya"]),
        ("layanan=kk-baru", ["Sumberjaya"], ["Lembang"]),
        ("kecamatan=99.99.99&q=tidakadayangbegini", ["Sumberjaya"], ["Lembang"]),
    ],
)
def test_the_map_opens_on_the_region_that_is_asked_for(
    browser: Browser, query: str, inside: list[str], outside: list[str]
) -> None:
    bekasi(), elsewhere()
    (south, west), (north, east) = opened(browser, query)
    for name in inside + outside:
        place = village(name)
        assert place.latitude is not None
        assert place.longitude is not None
        within = south <= place.latitude <= north and west <= place.longitude <= east
        assert within == (name in inside), name


def test_a_site_of_no_office_by_its_name_opens_on_all_of_them(app: Flask, browser: Browser) -> None:
    bekasi(), elsewhere()
    app.config["SITE_NAME"] = "Jadwal bersama"
    (south, west), (north, east) = opened(browser, "")
    assert west < 107.1 < 107.6 < east
    assert south < -6.8 < -6.1 < north


def test_the_map_marks_what_was_asked_for(browser: Browser) -> None:
    bekasi()
    script = browser.get("/peta/bingkai?kecamatan=32.16.06").get_data(as_text=True)
    assert '"asked": ["32.16.06"]' in script
    assert '"asked": []' in browser.get("/peta/bingkai").get_data(as_text=True)


@pytest.mark.parametrize(
    ("demonstration", "setting", "host"),
    [
        (True, "", "https://tile.openstreetmap.org"),
        (True, "off", ""),
        (True, "https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        (False, "", ""),
        (False, "off", ""),
        (False, "https://tiles.example:8443/{z}/{x}/{y}.png", "https://tiles.example:8443"),
    ],
)
def test_a_demonstration_shows_openstreetmap_unless_that_is_set_otherwise(
    app: Flask, browser: Browser, demonstration: bool, setting: str, host: str
) -> None:
    add(Installation(uid_host="botram.example", demonstration=demonstration))
    app.config["TILE_URL"] = setting
    answer = browser.get("/peta/bingkai")
    policy = answer.headers["Content-Security-Policy"]
    assert f"img-src 'self' data: blob: {host}".strip() + ";" in policy
    script = answer.get_data(as_text=True)
    assert (f'"{host}/{{z}}' in script) == bool(host)
    assert ("OpenStreetMap contributors" in script) == (host == "https://tile.openstreetmap.org")
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    for address in ("/", "/peta", "/jadwal", "/masuk"):
        assert "img-src 'self' data: blob:;" in browser.get(address).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("pattern", "hosts"),
    [
        ("", "img-src 'self' data: blob:;"),
        ("https://tiles.example/{z}/{x}/{y}.png?key=1", "img-src 'self' data: blob: https://tiles.example;"),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "img-src 'self' data: blob: https://*.tiles.example;"),
    ],
)
def test_tiles_come_from_the_operators_host_alone(app: Flask, browser: Browser, pattern: str, hosts: str) -> None:
    app.config["TILE_URL"] = pattern
    answer = browser.get("/peta/bingkai")
    assert hosts in answer.headers["Content-Security-Policy"]
    foreign = set(re.findall(r"https?://[^/\"]+", answer.get_data(as_text=True)))
    assert foreign == {pattern.split("/{z}")[0]} - {""}


def test_the_pages_are_as_large_and_as_cheap_for_many_visits_as_for_few(app: Flask, browser: Browser) -> None:
    model = a_visit(state=VisitState.PUBLISHED, venue=a_venue())

    def costs() -> tuple[dict[str, int], int, int]:
        sent = {address: len(reads_of(browser, address)) for address in MOST_STATEMENTS}
        frame = re.sub(r"nonce=\"[^\"]+", "", browser.get("/peta/bingkai").get_data(as_text=True))
        return sent, len(frame), len(gzip.compress(browser.get("/peta").data))

    copies(model, range(1, 30))
    few, frame, html = costs()
    assert not {address: n for address, n in few.items() if n > MOST_STATEMENTS[address]}
    copies(model, range(-200, 0))
    copies(model, range(30, 80))
    many, same_frame, more_html = costs()
    assert (many, same_frame) == (few, frame)
    assert max(html, more_html) <= 14_000
    assert len(gzip.compress(browser.get("/peta/bingkai").data)) <= 4_000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None, database=None)
@given(text=texts)
def test_a_hostile_text_changes_nothing_but_the_words_of_a_page(browser: Browser, text: str) -> None:
    visit = session().get(Visit, 1) or a_visit(state=VisitState.CANCELLED)
    visit.venue.name, visit.reason = f"Balai {text}", f"Banjir {text}"
    session().commit()
    plain = [tag for tag, _attributes in shown(browser, "/peta").tags]
    assert [tag for tag in plain if tag in ("img", "svg/onload")] == []
    assert plain.count("script") == 1
    (mark,) = mapped(browser)
    assert mark["properties"]["venue"] == f"Balai {text}"
    frame = browser.get("/peta/bingkai", query_string={"q": text, "kecamatan": text})
    assert frame.data.count(b"<script nonce") == frame.data.count(b"</script>") - 6 == 1
    browser.get("/peta", query_string={"q": text, "layanan": text, "sampai": text})


def test_boundaries_are_whole_shapes_that_browsers_keep(browser: Browser) -> None:
    bekasi(), elsewhere()
    districts = browser.get("/peta/batas.geojson")
    assert districts.mimetype == "application/geo+json"
    found = districts.get_json()["features"]
    assert len(found) == 23  # 32.17 brings none
    assert all(shape(one["geometry"]).is_valid for one in found)
    assert len(gzip.compress(districts.data, 6)) < 19_000
    villages = browser.get("/peta/batas/32.16.06.geojson")
    assert len(villages.get_json()["features"]) == 10
    assert shape(villages.get_json()["features"][0]["geometry"]).bounds[0] > 106
    assert browser.get("/peta/batas/32.17.01.geojson").get_json()["features"] == []
    for answer in (districts, villages):
        assert answer.headers["Cache-Control"] == "public, max-age=86400"
    tag = {"If-None-Match": districts.headers["ETag"]}
    assert browser.get("/peta/batas.geojson", 304, headers=tag).data == b""


@pytest.mark.parametrize("code", ["32.16.99", "32.16", "x", "32.16.06.2001"])
def test_there_are_no_boundaries_of_what_is_no_district(browser: Browser, code: str) -> None:
    bekasi()
    browser.get(f"/peta/batas/{code}.geojson", 404)


def test_the_page_says_whose_boundaries_these_are(browser: Browser) -> None:
    bekasi()
    load_region(DATA / "region-3216", now=NOW)
    assert "batas wilayah: Cahya DSN (MIT), menurut Kemendagri dan BIG" in shown(browser, "/peta").text
    english = browser.get("/peta?bahasa=en").text
    assert '<span lang="en">Codes, names and boundaries: Cahya DSN (MIT), after Kemendagri and BIG.' in english
    assert "batas wilayah" not in english


def test_a_pack_without_english_is_credited_in_indonesian(browser: Browser, tmp_path: Path) -> None:
    bekasi()
    pack = shutil.copytree(DATA / "region-3216", tmp_path / "pack")
    about = json.loads((pack / "pack.json").read_text("utf-8"))
    del about["credit_english"]
    (pack / "pack.json").write_text(json.dumps(about), "utf-8")
    load_region(pack, now=NOW)
    assert '<span lang="id">Kode, nama, dan batas wilayah: Cahya' in browser.get("/peta?bahasa=en").text
