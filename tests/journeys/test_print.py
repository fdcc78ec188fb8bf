"""What pages are on paper: a visit is one sheet, lists and reports take no more than their tables need."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import segno
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route
from sqlalchemy import select

from botram.database import session
from botram.services.models import Service
from botram.visits.models import Visit, VisitState
from tests.browser import Browser
from tests.builders import DAY, a_booth, a_team, a_venue, a_visit, an_agency, moment
from tests.journeys.conftest import DESK, PHONE, Site, open_window, sign_in

SENTENCE = "Warga diminta membawa map sendiri dan memarkir motor di lapangan, bukan di jalan desa. "
HOST = "http://127.0.0.1:8000"
A4_WIDTH = 718  # CSS pixels between the margins


@contextmanager
def printing(chromium: Chromium, browser: Browser) -> Iterator[Page]:
    """A window whose requests this process answers."""

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        with browser.client.get(f"{parts.path}?{parts.query}".rstrip("?"), base_url=HOST) as got:
            route.fulfill(status=got.status_code, body=got.get_data(), headers=dict(got.headers))

    context = chromium.new_context(base_url=HOST, viewport={"width": A4_WIDTH, "height": 1000})
    context.route("**/*", answer)
    yield context.new_page()
    context.close()


def sheets(page: Page, address: str) -> int:
    """How many sheets of A4 an address takes."""
    page.goto(address)
    return sheets_of(page)


def sheets_of(page: Page) -> int:
    """How many sheets of A4 the page that is open takes."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


def all_services() -> tuple[str, ...]:
    """The codes of the service list."""
    return tuple(session().scalars(select(Service.code).order_by(Service.position)))


def full_visit(services: int, notes: str, booths: int, offers: str) -> Visit:
    """A visit with much to say."""
    venue = a_venue("Gedung Serbaguna dan Balai Pertemuan Warga Desa")
    venue.address, venue.access, venue.wheelchair = (SENTENCE * 3)[:200], (SENTENCE * 4)[:300], True
    visit = a_visit(state=VisitState.PUBLISHED, venue=venue, services=all_services()[:services])
    visit.queue_closes_at, visit.notes = moment("13:00"), notes
    visit.contact = ("Loket keliling, telepon 021-555000, WhatsApp 0812-0000-0000, " * 3)[:120]
    session().commit()
    for number in range(booths):
        a_booth(visit, an_agency(f"Instansi mitra nomor {number} Kabupaten Bekasi"), offers)
    return visit


@pytest.mark.parametrize(
    ("services", "notes", "booths", "offers"),
    [
        (1, "", 0, ""),
        (9, "Bawa bolpoin.", 1, "Cek kepesertaan"),
        (14, SENTENCE * 3, 2, SENTENCE),
        (20, SENTENCE * 6, 3, SENTENCE * 2),
        (30, (SENTENCE * 20)[:1000], 4, SENTENCE * 2),
        (30, "\n".join("abcdefghi" for _line in range(100)), 8, SENTENCE * 2),
        (30, (SENTENCE * 20)[:1000], 60, (SENTENCE * 4)[:200]),
    ],
    ids=["one service", "usual", "many", "more", "all", "a hundred lines", "as much as there may be"],
)
def test_a_visit_is_one_sheet(
    chromium: Chromium, app: Flask, browser: Browser, services: int, notes: str, booths: int, offers: str
) -> None:
    visit = full_visit(services, notes, booths, offers)
    with printing(chromium, browser) as page:
        for language in ("", "?bahasa=en"):
            assert sheets(page, f"/kunjungan/{visit.public_id}{language}") == 1, language


@pytest.mark.parametrize("language", ["", "?bahasa=en"])
def test_the_sheet_says_all_that_is_needed_there_and_nothing_to_tap(
    chromium: Chromium, app: Flask, browser: Browser, language: str
) -> None:
    visit = full_visit(9, "Bawa bolpoin.", 1, "Cek kepesertaan")
    a_visit(state=VisitState.PUBLISHED, day=DAY, team=a_team("Tim lain"))  # an alternative, for the screen alone
    with printing(chromium, browser) as page:
        page.goto(f"/kunjungan/{visit.public_id}{language}")
        on_screen = page.locator("body").inner_text()
        page.emulate_media(media="print")
        text = page.locator("body").inner_text()
        for words in (
            f"{HOST}/kunjungan/{visit.public_id}{language}",
            "Desa Sumberjaya",
            "2026",
            "08.00–14.00 WIB" if not language else "08:00–14:00",
            "021-555000",
            "Bawa bolpoin.",
            "Cek kepesertaan",
            "Fotokopi kartu keluarga" if not language else "Photocopy of the family card",
        ):
            assert words in text, words
        assert page.locator(".code svg").is_visible()
        assert not page.locator(":is(a.btn, button, nav, form, .visit):visible").count()
        assert HOST not in on_screen


def test_the_code_leads_to_the_page(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    html = browser.get(f"/kunjungan/{visit.public_id}").get_data(as_text=True)
    drawn = segno.make_qr(f"{HOST}/kunjungan/{visit.public_id}", error="m", mask=3)
    assert drawn.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None) in html


@pytest.mark.parametrize(
    ("name", "address", "most"),
    [
        ("", "/jadwal", 2),
        ("", "/peta", 2),
        ("", "/layanan/akta-kelahiran", 1),
        ("", "/desa/32.16.06.2006", 1),
        ("petugas", "/petugas", 1),
        ("koordinator", "/koordinator/kunjungan", 1),
        ("koordinator", "/koordinator/tim", 1),
        ("koordinator", "/koordinator/titik", 1),
        ("kepala", "/koordinator/hasil", 1),
        ("kepala", "/koordinator/ringkasan", 2),
    ],
)
def test_lists_and_reports_are_printed_without_menu_and_filters(
    chromium: Chromium, site: Site, name: str, address: str, most: int
) -> None:
    window = open_window(chromium, site, PHONE if name == "petugas" else DESK)
    if name:
        sign_in(window, name)
    page = window.page
    assert sheets(page, address) <= most
    page.emulate_media(media="print")
    hidden = page.locator(":is(nav, form, .btn, .dock, .outbox, .skip, .nav, .filters):visible")
    assert hidden.evaluate_all("found => found.map(one => one.outerHTML.slice(0, 80))") == []
    page.set_viewport_size({"width": A4_WIDTH, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_WIDTH
    window.page.context.close()
