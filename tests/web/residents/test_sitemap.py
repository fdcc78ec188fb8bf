"""What search engines are told."""

from datetime import timedelta
from xml.etree import ElementTree

from flask import Flask

from botram.visits.models import VisitState
from tests.browser import Browser
from tests.builders import DAY, a_visit


def test_the_map_of_the_site_names_public_pages_that_exist(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    draft = a_visit()
    old = a_visit(day=DAY - timedelta(days=200), state=VisitState.CLOSED)
    root = ElementTree.fromstring(browser.get("/sitemap.xml").data)
    places = [str(place.text) for place in root.iter() if place.tag.endswith("loc")]
    paths = [place.removeprefix("http://127.0.0.1:8000") for place in places]
    assert len(paths) == len(set(paths)) == 4 + 30 + 23 + 187 + 1
    assert f"/kunjungan/{visit.public_id}" in paths
    assert not {f"/kunjungan/{one.public_id}" for one in (draft, old)} & set(paths)
    for path in paths[:5] + paths[-1:]:
        browser.get(path)


def test_robots_may_read_what_is_public(app: Flask, browser: Browser) -> None:
    answer = browser.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    lines = answer.get_data(as_text=True).splitlines()
    assert "Disallow: /koordinator" in lines
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines
