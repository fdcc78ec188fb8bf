"""How a visit comes about and what its crew presses in a real browser, with script and without."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

from botram import clock
from tests.expected_figures import Tap
from tests.journeys.conftest import DESK, Site, open_window, sign_in
from tests.journeys.test_planning import NEW, SOMEWHERE, new_venue, publish
from tools.demonstration import follow

CARD, FAMILY, BIRTH = "KTP-el baru (pemula)", "Kartu Keluarga baru", "Akta kelahiran"
IKD = "Aktivasi Identitas Kependudukan Digital (IKD)"
SERVICES = {"KTP_NEW": "", "KK_NEW": "20", "BIRTH": "", "IKD": ""}
HOURS = {
    "opens": "16.30",
    "closes": "23.59",
    "queue_closes": "",
}  # whatever the hour is now: after the team's other visits, and not over yet
SETTLED = "began => performance.now() - began > 400"  # a tap sooner after a sheet came or went is taken for a slip


def plan_today(chromium: Browser, site: Site, team: str) -> str:
    """A visit of today, planned and published without script; returns its public id."""
    window = open_window(chromium, site, DESK, java_script_enabled=False)
    page = sign_in(window, "koordinator")
    page.goto(NEW)
    page.locator("#village").select_option(label=SOMEWHERE)
    new_venue(page, f"Balai {team}")
    named = page.locator("#team option").filter(has_text=team)
    page.locator("#team").select_option(named.get_attribute("value"))
    page.get_by_label("Hari", exact=True).fill(clock.local_day(clock.now(), "Asia/Jakarta").isoformat())
    for name, hour in HOURS.items():
        page.locator(f"#{name}").fill(hour)
    page.locator("summary").filter(has_text="Layanan").first.click()
    for box in page.locator("input[name=services]").all():
        box.set_checked(box.get_attribute("value") in SERVICES)
    for service, quota in SERVICES.items():
        page.locator(f"[name=kuota-{service}]").fill(quota)
    follow(page.get_by_role("button", name="Simpan rancangan"))
    publish(page)
    public_id = urlsplit(page.url).path.rpartition("/")[2]
    page.context.close()
    return public_id


def start_the_day(page: Page, public_id: str) -> None:
    """From the list of today to the tiles: on the way, open, a service that is running out."""
    follow(page.locator(f'a[href$="{public_id}"]'))
    for step in ("Konfirmasi berangkat", "Buka layanan"):
        follow(page.get_by_role("link", name=step))
        follow(page.get_by_role("button", name=step))
    follow(page.get_by_role("link", name=CARD))
    follow(page.get_by_role("button", name="Blangko terbatas"))
    follow(page.get_by_role("link", name="Catat hasil"))


def tile(page: Page, service: str) -> Locator:
    """The tile of a service."""
    return page.locator(".tile").filter(has_text=service)


def settle(page: Page) -> None:
    """Let it be long enough after a sheet came or went that the next tap is meant."""
    page.wait_for_function(SETTLED, arg=page.evaluate("performance.now()"))


def open_sheet(page: Page, service: str) -> Locator:
    """Tap a tile; returns the sheet that came up."""
    tile(page, service).click()
    sheet = page.locator("dialog[open]")
    expect(sheet).to_be_visible()
    settle(page)
    return sheet


def outcome(sheet: Locator, words: str) -> Locator:
    """The button of an outcome."""
    return sheet.locator("button[name=outcome]").filter(has_text=words)


def tap(page: Page, what: Tap, buttons: tuple[str, ...] = (), papers: tuple[str, ...] = ()) -> Tap:
    """A tile, perhaps numbers and missing papers, then the outcome."""
    sheet = open_sheet(page, what.service)
    set_up(sheet, what, buttons, papers)
    outcome(sheet, what.outcome).click()
    expect(sheet).to_have_count(0)
    settle(page)
    return what


def set_up(sheet: Locator, what: Tap, buttons: tuple[str, ...], papers: tuple[str, ...]) -> None:
    """Whatever is pressed before the outcome."""
    if any(button.startswith("doc-") for button in buttons):
        sheet.get_by_text("Dokumen yang terbit").click()
    for button in buttons:
        sheet.locator(f'button[value="{button}"]').click()
    tick(sheet, what, papers)


def tick(sheet: Locator, what: Tap, papers: tuple[str, ...]) -> None:
    """Mark the papers that were missing, beside the outcome that they belong to."""
    if papers:
        sheet.locator("summary").filter(has_text=what.outcome).click()
    for paper in papers:
        sheet.get_by_label(paper).check()


def tap_through(page: Page, what: Tap, buttons: tuple[str, ...] = (), papers: tuple[str, ...] = ()) -> Tap:
    """The same taps without script: each of them brings a page."""
    follow(tile(page, what.service))
    sheet = page.locator("main")
    folded = sheet.locator("details:not([open]) > summary").filter(has_text="Dokumen yang terbit")
    for button in buttons:
        if button.startswith("doc-") and folded.count():
            folded.click()
        follow(sheet.locator(f'button[value="{button}"]'))
    tick(sheet, what, papers)
    follow(outcome(sheet, what.outcome))
    expect(page).to_have_url(re.compile(r"/catat\?terakhir="))
    return what


def expect_total(page: Page, tapped: list[Tap]) -> None:
    """The page counts what was tapped, sent or not, tile by tile."""
    expect(page.locator("[data-total]")).to_have_text(str(sum(one.requests for one in tapped)))
    for service in (CARD, FAMILY, BIRTH, IKD):
        requests = sum(one.requests for one in tapped if one.service == service)
        expect(tile(page, service).locator("[data-sum]")).to_have_text(str(requests))


def expect_all_sent(page: Page) -> None:
    """Nothing waits any more."""
    expect(page.get_by_test_id("status-sinkron").get_by_text("Semua terkirim")).to_be_visible()


def undo(page: Page) -> Locator:
    """The button that takes the last tap back."""
    return page.get_by_role("button", name="Urungkan")


def unsent(page: Page) -> Locator:
    """How many entries the page says are not sent."""
    return page.get_by_test_id("antrean-jumlah")


def send_now(page: Page) -> None:
    """Press the button that sends at once."""
    page.get_by_test_id("status-sinkron").click()
    page.get_by_test_id("antrean-kirim").click()
    expect_all_sent(page)


def stored(page: Page, public_id: str) -> int:
    """How many entries the ledger of the visit holds."""
    return len(page.request.get(f"/api/v1/visits/{public_id}/results?limit=100").json()["items"])


def shares_of(html: str) -> Mapping[str, int]:
    """What a list behind a figure says of each visit: its share, or that it is one."""
    rows = re.findall(r"<tr>.*?</tr>", html, re.DOTALL)
    found: dict[str, int] = {}
    for row in rows:
        names = re.findall(r'href="/koordinator/(?:hasil|kunjungan)/(\w{8})"', row)
        counts = re.findall(r'<td class="num">([\d.]+)</td>', row)
        found |= {name: int(counts[0].replace(".", "")) if counts else 1 for name in names}
    return found
