"""A visit that serves two villages is on the pages and in the feeds of both, and leaves them one by one."""

from datetime import timedelta

import pytest
from flask import Flask

from botram.visits.models import ListKind, Visit, VisitLevel, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, a_team, a_venue, a_visit, asep, ujang, with_second
from tests.calendars.parsers import events
from tests.news.parsers import agreed
from tests.visits.builders import change
from tests.web.residents.links import links, visit_links
from tests.web.test_private_feeds import feed_address

SUMBERJAYA, SRIMUKTI = "32.16.06.2010", "32.16.05.2005"
NAME = "Desa Sumberjaya dan Desa Srimukti"
PAGES = (f"/desa/{SUMBERJAYA}", f"/desa/{SRIMUKTI}", "/kecamatan/32.16.06", "/kecamatan/32.16.05")
LISTS = ("/jadwal?q=sumberjaya", "/jadwal?q=srimukti", "/jadwal?kecamatan=32.16.06", "/jadwal?kecamatan=32.16.05")
CALENDARS = tuple(f"/kalender{one}.ics" for one in PAGES)
NEWS = (*(f"{one}.atom" for one in PAGES), *(one.replace("jadwal", "jadwal.atom") for one in LISTS))


def for_both(**different: object) -> Visit:
    """An announced visit to Sumberjaya that serves Srimukti too."""
    return with_second(a_visit(state=VisitState.PUBLISHED, **different), in_village="Srimukti")  # type: ignore[arg-type]


@pytest.mark.parametrize("address", [*PAGES, *LISTS])
def test_pages_of_both_places_show_the_visit_once(app: Flask, browser: Browser, address: str) -> None:
    visit = for_both()
    shown = page(browser.get(address))
    assert NAME in shown.text
    assert visit_links(shown) == [visit.public_id]


@pytest.mark.parametrize("address", CALENDARS)
def test_calendars_of_both_places_have_the_visit(app: Flask, browser: Browser, address: str) -> None:
    visit = for_both()
    [(name, event)] = events(browser, address).items()
    assert (name, str(event["SUMMARY"])) == (visit.public_id, f"Botram {NAME}")


@pytest.mark.parametrize("address", NEWS)
def test_news_of_both_places_tell_the_visit(app: Flask, browser: Browser, address: str) -> None:
    for_both()
    [entry] = agreed(browser.get(address).data)
    assert entry.title.startswith(NAME)


def test_a_village_that_is_served_no_more_is_told_and_the_other_is_not(app: Flask, browser: Browser) -> None:
    visit = for_both()
    change(visit, more_villages=())
    found = {address: str(events(browser, address)[visit.public_id]["SUMMARY"]) for address in CALENDARS}
    gone, stays = "PINDAH: Botram Desa Sumberjaya", "Botram Desa Sumberjaya"
    assert found == dict(zip(CALENDARS, (stays, gone, stays, gone), strict=True))
    assert page(browser.get(PAGES[1])).text.count("Desa Sumberjaya")
    assert [one.title.partition(":")[0] for one in agreed(browser.get(NEWS[1]).data)] == ["BERUBAH"]


def test_a_new_venue_in_the_second_village_leaves_only_the_first(app: Flask, browser: Browser) -> None:
    visit = for_both()
    change(visit, venue=a_venue("Balai", "Srimukti"), more_villages=())
    found = {address: str(events(browser, address)[visit.public_id]["SUMMARY"])[:6] for address in CALENDARS}
    assert found == dict(zip(CALENDARS, ("PINDAH", "Botram", "PINDAH", "Botram"), strict=True))


def test_the_page_of_the_visit_links_both_villages_and_districts(app: Flask, browser: Browser) -> None:
    shown = page(browser.get(f"/kunjungan/{for_both().public_id}"))
    assert set(PAGES) <= set(links(shown))


def test_the_page_of_a_past_visit_asks_when_the_team_comes_to_either_village_again(
    app: Flask, browser: Browser
) -> None:
    past = with_second(a_visit(day=DAY - timedelta(days=9), state=VisitState.CLOSED), in_village="Srimukti")
    again = a_visit(venue=a_venue("Balai", "Srimukti"), state=VisitState.PUBLISHED)
    shown = page(browser.get(f"/kunjungan/{past.public_id}"))
    assert f"Kapan tim ke {NAME} lagi?" in shown.text
    assert again.public_id in visit_links(shown) and {PAGES[0], PAGES[1]} <= set(links(shown))


def test_a_school_s_page_names_both_villages(app: Flask, browser: Browser) -> None:
    shown = page(browser.get(f"/kunjungan/{for_both(level=VisitLevel.SCHOOL, title='SMAN 1').public_id}"))
    assert {PAGES[0], PAGES[1]} <= set(links(shown))


def test_the_name_is_joined_in_the_language_of_the_page(app: Flask, browser: Browser) -> None:
    for_both()
    assert "Desa Sumberjaya and Desa Srimukti" in page(browser.get(f"{PAGES[0]}?bahasa=en")).text


def test_both_teams_calendars_have_the_visit_until_one_is_left(app: Flask, browser: Browser) -> None:
    first, second = a_team("Satu", members=(asep(),)), a_team("Dua", members=(ujang(),))
    visit = with_second(a_visit(team=first, state=VisitState.PUBLISHED), team=second)
    feeds = [feed_address(ListKind.TEAM, team) for team in (first, second)]
    for address in feeds:
        event = events(browser, address)[visit.public_id]
        assert "Tim: Satu (Mobil Satu), Dua (Mobil Dua)" in str(event["DESCRIPTION"])
    change(visit, more_teams=())
    titles = [str(events(browser, address)[visit.public_id]["SUMMARY"]) for address in feeds]
    assert [title.startswith("PINDAH") for title in titles] == [False, True]
    assert "Kunjungan ini sekarang dijalankan Satu." in str(events(browser, feeds[1])[visit.public_id]["DESCRIPTION"])
