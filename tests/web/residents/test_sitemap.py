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
    assert len(paths) == len(set(paths)) == 2 * (6 + 30 + 23 + 187 + 1)
    assert {path.removesuffix("?bahasa=en") for path in paths} == set(paths[::2])
    assert f"/kunjungan/{visit.public_id}" in paths
    assert not {f"/kunjungan/{one.public_id}" for one in (draft, old)} & set(paths)
    for path in paths[:5] + paths[-2:]:
        browser.get(path)
    first = next(iter(root))
    others = {link.get("hreflang"): link.get("href") for link in first if link.tag.endswith("link")}
    assert others == {"id": places[0], "en": places[1]}
    assert browser.get("/sitemap.xml?bahasa=en").data == browser.get("/sitemap.xml").data


def test_robots_may_read_what_is_public(app: Flask, browser: Browser) -> None:
    answer = browser.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    lines = answer.get_data(as_text=True).splitlines()
    assert "Disallow: /koordinator" in lines
    unfiltered = {f"Allow: /{name}?bahasa=en$" for name in ("jadwal", "jadwal.atom", "peta")}
    assert unfiltered <= set(lines), "unlike their filtered forms"
    assert {"Disallow: /jadwal?", "Disallow: /jadwal.atom?", "Disallow: /peta?"} <= set(lines)
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines
