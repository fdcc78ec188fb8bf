"""Map tiles in a real browser, from a server of this machine: asked of one host alone, and nothing is lost without."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from botram.config import ROOT
from tests.journeys.conftest import DESK, PHONE, Site, Window, open_window, started
from tests.journeys.test_map import framed

PICTURE = (ROOT / "static/vendor/leaflet/images/marker-icon.png").read_bytes()
CLASHES = """() => {
    const names = [...document.querySelectorAll(".boundary-name")];
    const shown = names.filter((one) => one.checkVisibility({ visibilityProperty: true }));
    const boxes = shown.map((one) => one.getBoundingClientRect());
    return boxes.flatMap((a, n) => boxes.slice(0, n).filter((b) =>
        a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top)).length;
}"""


@dataclass
class Provider:
    """A tile server: what it was asked, and by whom."""

    address: str
    asked: list[str] = field(default_factory=list)
    referrers: set[str | None] = field(default_factory=set)


@contextmanager
def provider(*, broken: bool) -> Iterator[Provider]:
    """A tile server of this machine; a broken one has no tile."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            found.referrers.add(self.headers["Referer"])
            self.send_response(404 if broken else 200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(b"" if broken else PICTURE)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    found = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def tiled(chromium: Browser, site: Site, folder: Path, tiles: Provider) -> Iterator[tuple[Window, list[str]]]:
    """A window on a copy of the site with those tiles, and every address that it asks elsewhere."""
    instance = shutil.copytree(site.instance, folder / "instance")
    settings = {
        "TILE_URL": f"{tiles.address}/{{z}}/{{x}}/{{y}}.png",
        "TILE_CREDIT": "© Peta contoh",
        "TILE_CREDIT_URL": f"{tiles.address}/hak-cipta",
    }
    with started(instance, **settings) as shown:
        window, abroad = open_window(chromium, shown, DESK), list[str]()
        home = urlsplit(shown.address).netloc
        window.page.on(
            "request", lambda one: abroad.append(one.url) if urlsplit(one.url).netloc not in (home, "") else None
        )
        yield window, abroad
        window.page.context.close()


@pytest.mark.parametrize("broken", [False, True], ids=["there", "away"])
def test_tiles_come_from_one_host_and_nothing_is_lost_without(
    chromium: Browser, site: Site, tmp_path: Path, broken: bool
) -> None:
    with provider(broken=broken) as tiles, tiled(chromium, site, tmp_path, tiles) as (window, abroad):
        window.page.goto("/peta")
        frame = framed(window.page)
        expect(frame.locator(".boundary-district").first).to_be_attached()
        expect(frame.locator(".name-district:visible").first).to_be_visible()
        expect(frame.get_by_role("link", name="© Peta contoh")).to_have_attribute("href", f"{tiles.address}/hak-cipta")
        expect(frame.locator(".leaflet-tile-loaded")).to_have_count(
            0 if broken else frame.locator(".leaflet-tile").count()
        )
        shown = frame.locator(".leaflet-tile:visible").evaluate_all("all => all.map(one => one.naturalWidth)")
        assert all(shown)
        assert bool(shown) != broken
        assert tiles.asked
        assert tiles.referrers == {f"{window.page.url.partition('/peta')[0]}/"}
        assert {f"http://{urlsplit(address).netloc}" for address in abroad} == {tiles.address}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
@pytest.mark.parametrize(
    ("query", "name"),
    [("", "Cikarang Utara"), ("?kecamatan=32.16.06", "Tambun Selatan"), ("?q=Sumberjaya", "Sumberjaya")],
)
def test_the_map_opens_on_boundaries_with_names(
    chromium: Browser, site: Site, size: dict[str, int], query: str, name: str
) -> None:
    window = open_window(chromium, site, size)
    page = window.page
    page.goto(f"/peta{query}")
    frame = open_map(page)
    expect(frame.locator(".boundary-district").first).to_be_attached()
    names = frame.locator(".boundary-name")
    expect(names.filter(has_text=name).first).to_be_attached()
    shown = [one for one in names.all() if one.evaluate("one => one.checkVisibility({ visibilityProperty: true })")]
    assert len(shown) >= (1 if query else 5)
    assert frame.evaluate(CLASHES) == 0
    page.context.close()
    assert window.complaints == []


def open_map(page: Page) -> Frame:
    """The map, which opens by a tap on a phone, also where no visit is on it."""
    if not page.locator("#peta[open]").count():
        page.locator("#peta summary").click()
    expect(page.frame_locator("iframe").locator("#kabar")).to_contain_text("di peta", timeout=20_000)
    found = page.frame(url=re.compile("/peta/bingkai"))
    assert found
    return found


def test_marks_beyond_the_region_are_told_and_shown_by_a_button(desk: Window) -> None:
    page = desk.page
    page.goto("/peta/bingkai?sampai=2099-01-01")
    expect(page.locator("#kabar")).to_contain_text("di luar tampilan")
    button = page.get_by_role("button", name="Tampilkan semua")
    button.click()
    expect(button).to_be_hidden()
    expect(page.locator("#kabar")).not_to_contain_text("di luar")
