"""What search engines are told."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from flask import Flask

from botram.visits.models import VisitState
from botram.web.parameters import parameters_of
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


READABLE = (
    "/", "/jadwal", "/jadwal?bahasa=en", "/jadwal.atom", "/jadwal.atom?bahasa=en", "/peta", "/peta?bahasa=en",
    "/kalender", "/kalender?bahasa=en", "/kalender/semua.ics", "/kalender/semua.ics?bahasa=en",
    "/kalender/desa/32.16.06.2010.ics",
    "/kalender/layanan/kk-baru.ics", "/kalender/tingkat/desa.ics", "/desa/32.16.06.2010", "/desa/32.16.06.2010.atom",
    "/layanan/kk-baru?bahasa=en", "/kunjungan/k7m29qxd", "/kunjungan/k7m29qxd.ics", "/kecamatan", "/sitemap.xml",
)  # fmt: skip
FILTERED = (
    "/jadwal?q=sukatani", "/jadwal?layanan=kk-baru", "/jadwal?bahasa=en&q=sukatani", "/jadwal?kecamatan=32.16.06&q=a",
    "/jadwal?lat=-6.2&lon=107.1", "/jadwal?halaman=2", "/jadwal.atom?layanan=kk-baru", "/peta?sampai=2026-12-08",
    "/peta?bahasa=en&layanan=kk-baru", "/kalender?q=sukatani", "/kalender?desa=32.16.06.2010",
)  # fmt: skip
OF_STAFF = ("/koordinator/kunjungan", "/petugas", "/masuk?lanjut=/akun", "/akun/kalender")
PREVIEWS = (
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "WhatsApp/2.23.20.0 A",
    "Twitterbot/1.0", "TelegramBot (like TwitterBot)", "LinkedInBot/1.0 (compatible; Mozilla/5.0)",
    "Slackbot-LinkExpanding 1.0",
)  # fmt: skip
SEARCHERS = ("Googlebot/2.1 (+http://www.google.com/bot.html)", "bingbot/2.0", "Thunderbird/128", "a-village-web-site")
SITE = "http://127.0.0.1:8000"


def as_old_pythons_read(text: str, agent: str, address: str) -> bool:
    """Whether a program may fetch an address by urllib.robotparser, which drops a bare question mark up to 3.12."""
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    return rules.can_fetch(agent, SITE + address)


def as_google_reads(text: str, agent: str, address: str) -> bool:
    """Whether a program may fetch an address by RFC 9309: of the rules that match, the longest decides."""
    groups: list[tuple[list[str], list[tuple[bool, str]]]] = []
    for name, _colon, value in (line.partition(":") for line in text.splitlines()):
        if name == "User-agent":
            if not groups or groups[-1][1]:
                groups.append(([], []))
            groups[-1][0].append(value.strip().lower())
        elif name in ("Allow", "Disallow"):
            groups[-1][1].append((name == "Allow", value.strip()))
    named = [rules for names, rules in groups if any(name in agent.lower() for name in names)]
    general = [rules for names, rules in groups if names == ["*"]]
    pattern = "|".join(f"(?:{re.escape(path)})" for _may, path in (named or general)[0])
    return not re.match(pattern, address)


@pytest.mark.parametrize("may", [as_old_pythons_read, as_google_reads])
def test_robots_may_read_what_is_public(app: Flask, browser: Browser, may: Callable[[str, str, str], bool]) -> None:
    answer = browser.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    text = answer.get_data(as_text=True)
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text.splitlines()
    assert not set("*$") & set("".join(line for line in text.splitlines() if "llow:" in line)), "not all know patterns"
    for agent in (*PREVIEWS, *SEARCHERS):
        assert [address for address in READABLE if not may(text, agent, address)] == [], agent
        assert [address for address in OF_STAFF if may(text, agent, address)] == [], agent
    for agent in PREVIEWS:
        assert [address for address in FILTERED if not may(text, agent, address)] == [], agent
    for agent in SEARCHERS:
        assert [address for address in FILTERED if may(text, agent, address)] == [], agent


def test_every_parameter_of_a_filtered_list_is_shut_to_searchers(app: Flask, browser: Browser) -> None:
    text = browser.get("/robots.txt").get_data(as_text=True)
    lists = ("schedule", "schedule_news", "visit_map", "calendars")
    for name in lists:
        path = next(rule.rule for rule in app.url_map.iter_rules() if rule.endpoint == f"residents.{name}")
        for parameter in parameters_of(f"residents.{name}"):
            assert not as_old_pythons_read(text, "Googlebot", f"{path}?{parameter}=x")
