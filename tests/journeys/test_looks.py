"""What a page must hold on small screens and with large letters: no word cut in two, nothing beyond the edge."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, Site, Window, open_window, sign_in
from tests.journeys.test_every_page import every_page
from tools.demonstration import follow

SCREENS = ((320, 100), (360, 100), (360, 200))  # pixels, and the size of letters in percent
FIRST_SCREEN = 560  # where the first visit begins at the latest: the screen is 800 high
FAULTS = """() => {
    const faults = [];
    const shown = "button, .btn, h1, h2, h3, .lead, .state, .tile, .tabs a, .page-link, .figures b, .brand";
    const skipped = ".visually-hidden, svg";
    const name = (one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`;
    for (const one of document.querySelectorAll(shown)) {
        if (one.closest(skipped)) continue;
        const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
        for (let text; (text = texts.nextNode());) {
            if (text.parentElement.closest(skipped)) continue;
            for (const word of text.data.matchAll(/[\\p{L}\\p{N}.]+/gu)) {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                const lines = [...range.getClientRects()].filter((box) => box.width > 0.5).map((box) => box.top);
                const cut = lines.some((line) => Math.abs(line - lines[0]) > 2);
                if (cut) faults.push(`"${word[0]}" is cut, ${name(one)}`);
            }
        }
        if (one.clientWidth && one.scrollWidth > one.clientWidth + 1) faults.push(`too narrow: ${name(one)}`);
    }
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) faults.push(`${root.scrollWidth} pixels wide`);
    return faults;
}"""


def enlarge(page: Page, percent: int) -> None:
    """Let all letters be as large as a person has chosen, with every folded part open."""
    page.evaluate("size => { document.documentElement.style.fontSize = `${size}%`; }", percent)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")


def faults_of(page: Page) -> list[str]:
    """What is wrong with the open page on each of the screens."""
    wrong = []
    for width, percent in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        enlarge(page, percent)
        wrong += [f"{page.url} at {width} px, {percent} %: {fault}" for fault in page.evaluate(FAULTS)]
    return wrong


def start_of(window: Window, name: str, language: str) -> str:
    """Sign in, in a language; returns where the person starts."""
    page = sign_in(window, name)
    if page.locator("[name=code]").count():  # a demonstration shows the code of the second factor
        code = re.search(r"\b\d{6}\b", page.locator("main").inner_text())
        assert code
        page.locator("[name=code]").fill(code[0])
        follow(page.locator("main button").first)
    start = urlsplit(page.url).path
    choose_language(page, language)
    return start


def choose_language(page: Page, language: str) -> None:
    """Let the account speak a language."""
    page.goto("/akun/bahasa")
    page.locator(f"main [value={language}]").check()
    follow(page.locator("main form button"))


@pytest.mark.parametrize("start", ["/", "/?bahasa=en"])
def test_residents_pages_fit_small_screens_and_large_letters(chromium: Browser, site: Site, start: str) -> None:
    window = open_window(chromium, site, PHONE)
    wrong = [fault for _address in every_page(window.page, site, start) for fault in faults_of(window.page)]
    window.page.context.close()
    assert wrong == []


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", ["koordinator", "kepala", "petugas", "admin"])
def test_staff_pages_fit_small_screens_and_large_letters(
    chromium: Browser, site: Site, name: str, language: str
) -> None:
    window = open_window(chromium, site, PHONE)
    start = start_of(window, name, language)
    wrong = [fault for _address in every_page(window.page, site, start) for fault in faults_of(window.page)]
    choose_language(window.page, "id")
    window.page.context.close()
    assert wrong == []


def test_counts_stay_in_their_tile(phone: Window) -> None:
    page = sign_in(phone, "petugas")
    page.goto("/petugas")
    follow(page.locator("[aria-labelledby=lalu] a").first)
    follow(page.get_by_role("link", name="Catat susulan"))
    expect(page.locator(".tile").first).to_be_visible()
    for count in ("7", "123", "1.234", "12.345"):
        page.evaluate(
            """count => document.querySelectorAll(".tile").forEach((tile) => {
                tile.querySelector("[data-sum]").textContent = count;
                const left = tile.querySelector("[data-left]");
                if (left) left.textContent = `sisa ${count}`;
            })""",
            count,
        )
        assert faults_of(page) == []
        boxes = page.locator(".tile").evaluate_all(
            """tiles => tiles.flatMap((tile) => {
                const frame = tile.getBoundingClientRect();
                return [...tile.children].map((part) => part.getBoundingClientRect()).map((box) =>
                    box.left >= frame.left && box.right <= frame.right && box.bottom <= frame.bottom);
            })"""
        )
        assert all(boxes)


def test_a_recovery_code_stands_on_one_line(phone: Window) -> None:
    page = sign_in(phone, "petugas")
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/akun")
    lines = page.evaluate(
        """code => {
            const list = document.createElement("ol");
            list.className = "recovery-codes";
            list.innerHTML = `<li><code>${code}</code></li>`;
            document.querySelector("main").append(list);
            return list.querySelector("code").getClientRects().length;
        }""",
        "-".join(["WMQW"] * 7),
    )
    assert lines == 1


@pytest.mark.parametrize("address", ["/", "/jadwal", "/peta"])
@pytest.mark.parametrize("language", ["", "?bahasa=en"])
def test_the_first_visit_is_seen_without_scrolling(phone: Window, address: str, language: str) -> None:
    phone.page.goto(address + language)
    box = phone.page.locator(".visit").first.bounding_box()
    assert box
    assert box["y"] < FIRST_SCREEN


def test_a_card_names_a_state_only_where_it_says_more_than_the_day(phone: Window) -> None:
    page = phone.page
    page.goto("/jadwal")
    words = [" ".join(one.split()) for one in page.locator(".visit .state").all_inner_texts()]
    assert words
    assert "Terjadwal" not in words
    follow(page.locator(".visit:not(:has(.state)) a").first)
    assert "Terjadwal" in page.locator(".panel .lead").inner_text()


def test_the_dock_lies_over_nothing(phone: Window) -> None:
    page = sign_in(phone, "petugas")
    dock, work = page.locator(".dock").bounding_box(), page.locator(".work").bounding_box()
    assert dock
    assert work
    assert work["y"] + work["height"] <= dock["y"] + 1
    assert dock["y"] + dock["height"] == pytest.approx(PHONE["height"], abs=1)
