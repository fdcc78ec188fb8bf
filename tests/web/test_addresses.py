"""An address with too much at its end leads to the page that is meant, and never to another site."""

from contextvars import Context

import pytest
from flask import Flask

from tests.browser import Browser
from tests.databases import on_sqlite
from tests.web.routes import address_of, public_rules, staff_rules, takes


@on_sqlite
def test_every_page_is_found_with_a_slash_at_its_end(app: Flask, browser: Browser) -> None:
    rules = [*public_rules(app), *(rule for rule, _roles in staff_rules(app) if takes(rule, "GET"))]
    pages = {page for page in map(address_of, rules) if page != "/" and not page.startswith("/api/")}
    assert len(pages) > 50
    for address in pages:
        answer = Context().run(browser.client.get, f"{address}/?bahasa=en&q=a%20b")
        assert (answer.status_code, answer.location) == (308, f"{address}?bahasa=en&q=a%20b")
        assert Context().run(browser.client.head, f"{address}///").location == address


@on_sqlite
@pytest.mark.parametrize("address", ["/kalender/semua.ics/", "/jadwal.atom/", "/robots.txt/", "/sitemap.xml/"])
def test_files_too(app: Flask, browser: Browser, address: str) -> None:
    assert browser.get(address, 308).location == address.rstrip("/")


@on_sqlite
@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/jadwal.", "/jadwal"),
        ("/jadwal),", "/jadwal"),
        ("/peta%20", "/peta"),
        ("/kalender%C2%A0", "/kalender"),
        ("/layanan%22%3E", "/layanan"),
        ("/desa/32.16.01.2007.", "/desa/32.16.01.2007"),
        ("/kunjungan/AbC*", "/kunjungan/AbC"),
        ("/kalender/semua.ics!", "/kalender/semua.ics"),
        ("/Jadwal", "/jadwal"),
        ("/KUNJUNGAN/AbC/", "/kunjungan/AbC"),
    ],
)
def test_what_a_sentence_around_an_address_left_falls_away(browser: Browser, address: str, meant: str) -> None:
    assert browser.get(f"{address}?bahasa=en", 308).location == f"{meant}?bahasa=en"


@on_sqlite
@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/",
        "///evil.example//",
        "//evil.example/%2e%2e/",
        "/\\evil.example/",
        "/%5Cevil.example/",
        "//",
        "/x/",
    ],
)
def test_what_is_no_page_stays_lost_and_leads_nowhere_else(app: Flask, address: str) -> None:
    answer = app.test_client().get("/", environ_overrides={"PATH_INFO": address.replace("%5C", "\\")})
    assert answer.status_code in (200, 308, 404)
    assert "evil" not in answer.headers.get("Location", "")
    assert answer.headers.get("Location", "/") in ("/", "http://localhost/")


@on_sqlite
@pytest.mark.parametrize("address", ["//jadwal/", "/jadwal//"])
def test_a_redirect_begins_with_one_slash(app: Flask, address: str) -> None:
    answer = app.test_client().get("/", environ_overrides={"PATH_INFO": address})
    assert answer.headers["Location"] in ("/jadwal", "http://localhost/jadwal", "http://localhost/jadwal/")


@on_sqlite
@pytest.mark.parametrize("code", ["%5Cevil.example", "%0d%0aX-Evil:1", "%E2%80%AE"])
def test_what_stands_in_the_address_is_written_as_it_came(app: Flask, browser: Browser, code: str) -> None:
    answer = browser.get(f"/desa/{code}/", 308)
    assert answer.location.lower() == f"/desa/{code}".lower().replace("x-evil:1", "x-evil%3a1")
    assert "X-Evil" not in answer.headers


@on_sqlite
def test_a_form_is_not_sent_elsewhere(app: Flask, browser: Browser) -> None:
    browser.post("/masuk/", {"name": "siti"}, 404)


@on_sqlite
def test_a_program_is_told_that_its_address_is_wrong(app: Flask, browser: Browser) -> None:
    assert browser.get("/api/v1/visits/", 404).mimetype == "application/problem+json"
