"""The page that says how to follow the schedule, and the ways that lead to it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from botram.calendars.scopes import FeedScope
from botram.config import ROOT
from botram.visits.models import ListKind
from tests.browser import Browser, Page
from tests.builders import bekasi, elsewhere, village
from tests.web.residents.links import links, shown

SUMBERJAYA = "127.0.0.1:8000/kalender/desa/32.16.06.2010.ics"


def addresses(read: Page) -> list[str]:
    """The addresses to copy."""
    return [one["value"] for one in read.all("input") if "readonly" in one]


def test_a_place_is_found_with_every_way_to_follow_it(app: Flask, browser: Browser) -> None:
    bekasi()
    read = shown(browser, "/kalender?q=sumber+jaya")
    assert addresses(read)[0] == f"http://{SUMBERJAYA}"
    assert f"webcal://{SUMBERJAYA}" in links(read)
    google = next(link for link in links(read) if link.startswith("https://calendar.google.com/"))
    assert parse_qs(urlsplit(google).query) == {"cid": [f"webcal://{SUMBERJAYA}"]}
    assert "Desa Sumberjaya, Kecamatan Tambun Selatan" in read.text
    assert "http://127.0.0.1:8000/kalender/kecamatan/32.16.06.ics" in addresses(
        shown(browser, "/kalender?q=tambun+selatan")
    )


def test_every_link_of_the_page_is_a_calendar_that_there_is(app: Flask, browser: Browser) -> None:
    bekasi(), elsewhere()
    read = shown(browser, "/kalender")
    found = [link.removeprefix("webcal://127.0.0.1:8000") for link in links(read) if link.startswith("webcal://")]
    assert len(found) > 30
    for address in found:
        assert browser.get(address).mimetype == "text/calendar"
    assert addresses(read) == ["http://127.0.0.1:8000/kalender/semua.ics"]


@pytest.mark.parametrize("query", ["qqqqzzzz", "%00", "<script>", "'", "🎪" * 30, "a" * 5000, "%E2%80%AE"])
def test_what_names_no_place_is_said_and_shown_again(app: Flask, browser: Browser, query: str) -> None:
    bekasi()
    read = shown(browser, f"/kalender?q={query}")
    assert "http://127.0.0.1:8000/kalender/semua.ics" in addresses(read)


@pytest.mark.parametrize("place", ["desa/32.16.06.2010", "kecamatan/32.16.06"])
def test_places_lead_to_their_calendars(app: Flask, browser: Browser, place: str) -> None:
    assert village().code == "32.16.06.2010"
    found = links(shown(browser, f"/{place}"))
    assert f"webcal://127.0.0.1:8000/kalender/{place}.ics" in found
    how = next(link for link in found if link.startswith("/kalender?"))
    assert addresses(shown(browser, how))[0] == f"http://127.0.0.1:8000/kalender/{place}.ics"


@pytest.mark.parametrize("wrong", ["desa=32.16.06.9999", "kecamatan=x", "desa=%00"])
def test_there_is_no_calendar_of_what_is_no_place(browser: Browser, wrong: str) -> None:
    assert "/kalender" in links(shown(browser, "/"))
    browser.get(f"/kalender?{wrong}", 404)


def test_every_public_calendar_has_its_address_and_is_offered_and_documented(app: Flask, browser: Browser) -> None:
    bekasi()
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("residents.")]
    calendars = {rule.endpoint: rule.rule for rule in rules if rule.rule.startswith("/kalender/")}
    assert len(calendars) == len([kind for kind in ListKind if FeedScope(kind, "", "", "").public])
    pages = ("/kalender", "/kalender?desa=32.16.06.2010", "/kalender?kecamatan=32.16.06")
    offered = {
        urlsplit(link).path for page in pages for link in links(shown(browser, page)) if link.startswith("webcal:")
    }
    assert {app.url_map.bind("localhost").match(path)[0] for path in offered} >= set(calendars)
    document = (ROOT / "docs" / "calendars.md").read_text()
    assert [rule for rule in calendars.values() if rule.partition("<")[0] not in document] == []
