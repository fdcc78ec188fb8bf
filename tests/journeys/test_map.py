"""The map in a real browser: as many marks as list entries, keys that work, texts that stay texts, no foreign host."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page, Route, expect

from botram.config import ROOT
from tests.journeys.conftest import DESK, PHONE, Site, Window, open_window, started
from tests.journeys.test_every_page import AXE
from tools.demonstration import follow

HOSTILE = "</script><img src=x onerror=window.hacked=1>${window.hacked=2}`{{7*7}}"
MARKS = ".leaflet-marker-icon"
COUNT_MARKS = """() => [...document.querySelectorAll(".leaflet-marker-icon")]
    .reduce((sum, mark) => sum + (Number(mark.textContent) || 1), 0)"""

GAPS = """() => {
    const points = [...document.querySelectorAll(".leaflet-marker-icon")].map((mark) => mark.getBoundingClientRect());
    return points.flatMap((a, n) => points.slice(0, n).map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
}"""
FINGER = 44
PLACES_OFF = """() => {
    const frame = map_peta.getContainer().getBoundingClientRect(), off = [];
    map_peta.eachLayer((layer) => {
        if (!layer.getElement || !layer.getElement() || !layer.getElement().matches(".mark")) return;
        const box = layer.getElement().getBoundingClientRect(), at = map_peta.latLngToContainerPoint(layer.getLatLng());
        const away = Math.hypot(box.x + box.width / 2 - frame.x - at.x, box.y + box.height / 2 - frame.y - at.y);
        if (away > 2) off.push(away);
    });
    return off;
}"""

TO_THE_EDGE = """() => {
    let mark;
    map_peta.eachLayer((layer) => {
        if (layer.getElement && layer.getElement()?.matches(".mark:not(.mark-many)")) mark = layer;
    });
    const at = map_peta.latLngToContainerPoint(mark.getLatLng());
    map_peta.panBy(at.subtract([map_peta.getSize().x - 6, map_peta.getSize().y / 2]), { animate: false });
    const box = mark.getElement().getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
}"""


def stay_at_home(page: Page, site: Site) -> list[str]:
    """Stop every request to another host, and keep its address."""
    abroad: list[str] = []
    home = urlsplit(site.address).netloc

    def look(route: Route) -> None:
        address = route.request.url
        if urlsplit(address).netloc in (home, ""):
            route.continue_()
        else:
            abroad.append(address)
            route.abort()

    page.route("**/*", look)
    return abroad


def framed(page: Page) -> Frame:
    """The map in its frame, with its marks."""
    expect(page.frame_locator("iframe").locator("#kabar")).to_have_text(re.compile("kunjungan di peta"), timeout=20_000)
    found = page.frame(url=re.compile("/peta/bingkai"))
    assert found
    return found


def show_all(frame: Frame) -> None:
    """Let the map show also what lies beyond the region that it opens on."""
    button = frame.get_by_role("button", name="Tampilkan semua")
    if button.is_visible():
        button.click()
        expect(button).to_be_hidden()


def number_in(text: str) -> int:
    """The figure that a sentence starts with."""
    return int(text.split()[0].replace(".", ""))


def test_the_map_shows_as_many_visits_as_the_list_and_asks_no_other_host(desk: Window, site: Site) -> None:
    page = desk.page
    abroad = stay_at_home(page, site)
    page.goto("/peta")
    frame = framed(page)
    listed = number_in(page.locator("#hasil h2").inner_text())
    assert listed > 5
    show_all(frame)
    assert number_in(frame.locator("#kabar").inner_text()) == listed
    frame.wait_for_function(f"listed => ({COUNT_MARKS})() === listed", arg=listed)  # once the marks have come together
    follow(page.get_by_role("link", name="7 hari ke depan"))
    frame = framed(page)
    show_all(frame)
    listed = page.locator("#hasil article").count()
    assert frame.evaluate(COUNT_MARKS) == listed == number_in(page.locator("#hasil h2").inner_text())
    assert abroad == []


def test_a_keyboard_opens_a_mark_and_leaves_it_again(desk: Window) -> None:
    page = desk.page
    page.goto("/peta/bingkai?sampai=2099-01-01")
    expect(page.locator("#kabar")).to_have_text(re.compile("kunjungan di peta"))
    single = page.locator(f"{MARKS}:not(.mark-many)").first
    page.locator("#map_peta").focus()
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.mark:not(.mark-many)')"):
            break
    name = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert single.get_attribute("role") == "button"
    page.keyboard.press("Enter")
    card = page.locator(".map-card")
    expect(card).to_be_visible()
    place, day, *_rest = name.split(", ")
    assert card.inner_text().startswith(place)
    assert day in card.inner_text()
    assert page.evaluate("document.activeElement.matches('.map-card a')")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name


def test_a_slow_press_on_a_mark_at_the_edge_opens_its_card(desk: Window) -> None:
    page = desk.page
    page.goto("/peta/bingkai?sampai=2099-01-01")
    expect(page.locator("#kabar")).to_have_text(re.compile("kunjungan di peta"))
    expect(page.locator(".leaflet-cluster-anim")).to_have_count(0)
    page.mouse.click(*page.evaluate(TO_THE_EDGE), delay=300)
    expect(page.locator(".leaflet-popup")).to_be_visible()


def test_a_group_shows_the_soonest_of_its_visits_and_tells_how_many_of_each(desk: Window) -> None:
    page = desk.page
    page.goto("/peta/bingkai?sampai=2099-01-01")
    group = page.locator(".mark-many").first
    told = group.get_attribute("aria-label") or ""
    found = re.fullmatch(r"(\d+) kunjungan berdekatan: (.+)\. Tekan untuk memperbesar\.", told)
    assert found, told
    assert sum(
        int(part) for part in re.findall(r"\d+(?= (?:hari ini|dalam|sesudahnya|sudah|dibatalkan))", found[2])
    ) == int(found[1])
    soonest = {"hari": "today", "dalam": "week", "sesudahnya": "later", "sudah": "over", "dibatalkan": "cancelled"}
    expect(group.locator(f".mark-{soonest[found[2].split()[1].rstrip(',')]} .icon")).to_be_visible()


def test_a_phone_fetches_the_map_on_a_tap_and_opens_the_visit_that_is_asked_for(phone: Window) -> None:
    page = phone.page
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(urlsplit(request.url).path))
    page.goto("/peta")
    page.wait_for_load_state("networkidle")
    assert not [path for path in fetched if "bingkai" in path or "leaflet" in path]
    entry = page.locator(".map-entry").last
    place = entry.locator("h3").inner_text()
    entry.get_by_role("link", name="Tunjukkan di peta").click()
    card = page.frame_locator("iframe").locator(".map-card")
    expect(card).to_contain_text(place)
    assert fetched.count("/peta/bingkai") == 1
    page.locator(".map-entry").first.get_by_role("link", name="Tunjukkan di peta").click()
    expect(card).to_have_count(1)  # the other one has faded out
    expect(card).to_contain_text(page.locator(".map-entry h3").first.inner_text())
    assert fetched.count("/peta/bingkai") == 1
    follow(card.get_by_role("link"))
    expect(page.locator("h1")).to_contain_text(page.locator("h1").inner_text())
    assert urlsplit(page.url).path.startswith("/kunjungan/")
    page.go_back()
    assert urlsplit(page.url).path == "/peta"


def test_the_own_position_is_asked_for_only_on_a_tap(phone: Window) -> None:
    page = phone.page
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -6.236, "longitude": 107.061})
    page.goto("/peta/bingkai")
    expect(page.locator("#kabar")).to_have_text(re.compile("kunjungan di peta"))
    assert page.locator(".here").count() == 0
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("button", name="Posisi saya").click()
    expect(page.locator(".here")).to_have_count(1)
    expect(page.locator("#kabar")).to_contain_text("tidak dikirim")
    assert not [address for address in sent if "6.236" in address or "6.24" in address]
    expect(page.locator(".boundary-village").first).to_be_attached()


def test_tiles_and_boundaries_can_be_left_out(chromium: Browser, site: Site, tmp_path: Path) -> None:
    instance = shutil.copytree(site.instance, tmp_path / "instance")
    with started(instance, TILE_URL="https://tiles.example/{z}/{x}/{y}.png", TILE_CREDIT="Peta: contoh") as tiled:
        window = open_window(chromium, tiled, PHONE)
        page = window.page
        picture = (ROOT / "static/vendor/leaflet/images/marker-icon.png").read_bytes()
        page.route("https://tiles.example/**", lambda route: route.fulfill(body=picture, content_type="image/png"))
        page.goto("/peta/bingkai")
        parts = {"Gambar latar": page.locator(".leaflet-tile"), "Batas wilayah": page.locator(".boundary-district")}
        for drawn in parts.values():
            expect(drawn.first).to_be_attached()
        faults = Axe().run(page, options=AXE).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:150]) for one in faults] == []
        for name, drawn in parts.items():
            page.get_by_label(name).focus()
            page.keyboard.press("Space")
            expect(drawn).to_have_count(0)
            page.keyboard.press("Space")
            expect(drawn.first).to_be_attached()
        page.context.close()
    assert window.complaints == []


def test_without_script_the_list_says_it_all(plain_phone: Window) -> None:
    page = plain_phone.page
    page.goto("/peta")
    expect(page.locator("#hasil article").first).to_be_visible()
    expect(page.locator(".on-map").first).to_be_hidden()
    page.goto("/peta/bingkai")
    expect(page.locator("main")).to_contain_text("Peta ini perlu JavaScript")
    follow(page.get_by_role("link", name="Lihat daftarnya"))
    expect(page.locator("h1")).to_have_text("Peta kunjungan")


@contextmanager
def hostile_venues(site: Site) -> Iterator[None]:
    """All venues with a name that tries to run."""
    with sqlite3.connect(site.instance / "botram.sqlite", timeout=15) as connection:
        names = connection.execute("SELECT name, id FROM venue").fetchall()
        connection.execute("UPDATE venue SET name = ?", (HOSTILE,))
        connection.commit()
        try:
            yield
        finally:
            connection.executemany("UPDATE venue SET name = ? WHERE id = ?", names)


def test_a_hostile_name_is_shown_as_it_was_typed_and_runs_nowhere(chromium: Browser, site: Site) -> None:
    window = open_window(chromium, site, DESK)
    page = window.page
    with hostile_venues(site):
        page.goto("/peta")
        framed(page)
        page.locator(".map-entry").first.get_by_role("link", name="Tunjukkan di peta").click()
        card = page.frame_locator("iframe").locator(".map-card")
        expect(card).to_contain_text(HOSTILE)
        assert HOSTILE in page.locator("#hasil").inner_text()
        assert page.evaluate("window.hacked") is None
        assert page.frames[1].evaluate("window.hacked") is None
    page.context.close()
    assert window.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_is_sound_with_its_marks_and_an_open_card(chromium: Browser, site: Site, scheme: str) -> None:
    window = open_window(chromium, site, PHONE, color_scheme=scheme)
    page = window.page
    page.goto("/peta/bingkai?sampai=2099-01-01")
    expect(page.locator("#kabar")).to_have_text(re.compile("kunjungan di peta"))
    expect(page.locator(".boundary-district").first).to_be_attached()
    expect(page.locator(".leaflet-cluster-anim")).to_have_count(0)
    faults = Axe().run(page, options=AXE).response["violations"]
    page.locator(f"{MARKS}:not(.mark-many)").first.click()
    expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")  # it fades in
    faults += Axe().run(page, options=AXE).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:150]) for one in faults] == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    gaps = page.evaluate(GAPS)
    assert min(gaps) >= FINGER, "marks that a finger cannot tell apart"
    assert page.evaluate(PLACES_OFF) == []
    page.context.close()
    assert window.complaints == []
