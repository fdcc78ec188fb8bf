"""Every page that can be reached, in each language: links lead somewhere, axe finds nothing, nothing scrolls."""

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, PHONE, Site, open_window, sign_in
from tools.demonstration import follow

MOST_PAGES = 40
OF_ONE_KIND = 2  # the same page with other rows is looked at twice
FILES = (".ics", ".json", ".atom", ".xml", ".txt", ".csv", ".xlsx")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": TAGS, "resultTypes": ["violations"]}  # to send all that is right takes longer than to look


def kind_of(path: str) -> str:
    """The shape of an address: numbers, codes and names of services do not make a new one."""
    parts = path.split("/")
    named = [part if part.isalpha() and before != "layanan" else "*" for before, part in pairwise(parts)]
    return "/".join(named)


def own_links(page: Page, site: Site) -> list[str]:
    """The addresses of this site that the page leads to, in its own language."""
    hrefs = page.eval_on_selector_all("a[href]:not([hreflang])", "links => links.map(link => link.href)")
    found = [urlsplit(urljoin(page.url, href)) for href in hrefs]
    host = urlsplit(site.address).netloc
    return [f"{link.path}?{link.query}".rstrip("?") for link in found if link.netloc == host]


def every_page(page: Page, site: Site, start: str) -> Iterator[str]:
    """Walk through the site from one page, a few pages of each kind; the browser stands on the page yielded."""
    waiting, seen, kinds = [start], {start}, dict[str, int]()
    while waiting and sum(kinds.values()) < MOST_PAGES:
        address = waiting.pop(0)
        kind = kind_of(urlsplit(address).path)
        if kinds.get(kind, 0) >= OF_ONE_KIND:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        if address.partition("?")[0].endswith(FILES):
            assert page.request.get(address).ok, address
            continue
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"
        yield address
        for link in own_links(page, site):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def look(page: Page, address: str) -> list[str]:
    """What is wrong with the page that the browser stands on."""
    found = Axe().run(page, options=AXE).response["violations"]
    wrong = [f"{address}: {one['id']}: {one['nodes'][0]['html'][:150]}" for one in found]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append(f"{address}: scrolls sideways")
    return wrong


@pytest.mark.parametrize("size", [PHONE, DESK, {"width": 320, "height": 640}], ids=["360", "1280", "320"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_residents_pages_are_sound(chromium: Browser, site: Site, size: dict[str, int], scheme: str) -> None:
    if scheme == "dark" and size["width"] != PHONE["width"]:
        return  # the colours are the same at every width
    start = "/" if scheme == "light" else "/?bahasa=en"  # and in every language
    window = open_window(chromium, site, size, color_scheme=scheme)
    wrong = [fault for address in every_page(window.page, site, start) for fault in look(window.page, address)]
    window.page.context.close()
    assert wrong + window.complaints == []


@pytest.mark.parametrize("name", ["koordinator", "kepala", "petugas"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
def test_staff_pages_are_sound(chromium: Browser, site: Site, size: dict[str, int], name: str) -> None:
    window = open_window(chromium, site, size)
    start = urlsplit(sign_in(window, name).url).path
    if (name, size) == ("kepala", DESK):  # one of the walks in English
        window.page.goto("/akun/bahasa")
        window.page.locator("main [value=en]").check()
        follow(window.page.locator("main form button"))
        expect(window.page.locator("html")).to_have_attribute("lang", "en")
    wrong = [fault for address in every_page(window.page, site, start) for fault in look(window.page, address)]
    window.page.context.close()
    assert wrong + window.complaints == []
