"""A resident finds the next visit from a phone."""

import re
from itertools import pairwise

from playwright.sync_api import expect

from tests.journeys.conftest import Window
from tools.demonstration import follow


def test_a_misspelt_village_leads_to_its_visits(phone: Window) -> None:
    page = phone.page
    page.goto("/")
    page.get_by_label("Cari desa atau kelurahan").fill("pasirranji")
    follow(page.get_by_role("button", name="Cari"))
    expect(page.locator("main")).to_contain_text("Pasiranji")


def test_a_visits_page_says_when_where_and_what_to_bring(plain_phone: Window) -> None:
    page = plain_phone.page
    page.goto("/jadwal")
    follow(page.locator("article.visit h3 a").first)
    main = page.locator("main")
    expect(main).to_contain_text(re.compile(r"(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu), \d+ \w+ 20\d\d"))
    expect(main).to_contain_text(re.compile(r"\d\d\.\d\d–\d\d\.\d\d WIB"))
    expect(main).to_contain_text("Gratis")
    page.locator("main details summary").first.click()
    expect(page.locator("main details").first).to_have_attribute("open", "")


def test_near_me_sorts_by_distance(phone: Window) -> None:
    page = phone.page
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -6.236, "longitude": 107.061})
    page.goto("/")
    page.get_by_role("button", name="Dekat saya").or_(page.get_by_role("link", name="Dekat saya")).first.click()
    page.wait_for_url(re.compile(r"lat="))
    distances = [
        float(text.strip().removesuffix(" km").removesuffix(" m").replace(".", "").replace(",", "."))
        for text in page.locator("article.visit .distance").all_inner_texts()
        if text.strip().endswith("km")
    ]
    assert distances
    assert sum(nearer > next_one for nearer, next_one in pairwise(distances)) <= 1  # those after 30 days come behind
