"""Links of a page keep the query parameters that the page takes, and nothing else that stood in its address."""

from contextvars import Context
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask

from botram.database import session
from botram.staff.models import Role
from botram.visits.models import VisitState
from botram.web.parameters import parameters_of
from tests.browser import Browser, Page, page
from tests.builders import a_team, a_venue, a_visit
from tests.databases import on_sqlite
from tests.web.desk import PEOPLE, at_desk
from tests.web.routes import EXAMPLES, address_of, public_rules, staff_rules, takes

UNKNOWN = {"zzunknown": "zzvalue", "utm_source": "zzvalue", "fbclid": "zzvalue", "q[]": "zzvalue"}


def leads(read: Page) -> list[str]:
    """Every address on a page."""
    return [one[name] for _tag, one in read.tags for name in ("href", "src", "action", "content") if name in one]


@on_sqlite
def test_no_public_page_repeats_what_it_does_not_take(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    visit.public_id = EXAMPLES["public_id"]
    session().commit()
    walked = 0
    for rule in public_rules(app):
        for known in ("", "bahasa=en"):
            address = f"{address_of(rule)}?{known}"
            plain = Context().run(browser.client.get, address)
            many = Context().run(
                browser.client.get, f"{address}&{urlencode(UNKNOWN)}&{urlencode({'zz' * 9: 'zzvalue'})}"
            )
            assert many.status_code == plain.status_code, address
            assert "zz" not in many.get_data(as_text=True) + many.headers.get("Location", ""), address
            walked += many.status_code == 200
    assert walked > 20


@on_sqlite
def test_three_thousand_unknown_parameters_cost_the_page_nothing(app: Flask, browser: Browser) -> None:
    flood = urlencode([(f"x{n}", "y" * 9) for n in range(3000)])
    assert len(browser.get(f"/jadwal?q=sukatani&{flood}").data) == len(browser.get("/jadwal?q=sukatani").data)


@on_sqlite
@pytest.mark.parametrize("address", ["/jadwal", "/peta", "/kalender"])
def test_a_parameter_that_is_repeated_counts_once_and_an_endless_one_not_at_all(
    app: Flask, browser: Browser, address: str
) -> None:
    repeated = urlencode([("q", "sukatani")] * 500)
    switch = next(one["href"] for one in page(browser.get(f"{address}?{repeated}")).all("a") if "hreflang" in one)
    assert parse_qsl(urlsplit(switch).query) == [("q", "sukatani"), ("bahasa", "en")]
    long = page(browser.get(f"{address}?{urlencode({'q': 'x' * 5000})}"))
    assert not [lead for lead in leads(long) if len(lead) > 1500]


@on_sqlite
def test_both_languages_keep_what_the_page_takes(app: Flask, browser: Browser) -> None:
    asked = {"q": "sukatani", "kecamatan": "32.16.15", "layanan": "kk-baru", "dari": "2026-12-05", "halaman": "1"}
    read = page(browser.get(f"/jadwal?{urlencode(asked | UNKNOWN)}"))
    switch = next(one["href"] for one in read.all("a") if one.get("hreflang") == "en")
    assert dict(parse_qsl(urlsplit(switch).query)) == asked | {"bahasa": "en"}


@on_sqlite
def test_no_page_of_staff_repeats_what_it_does_not_take(app: Flask) -> None:
    team = a_team()
    for _n in range(60):
        a_visit(team=team, venue=a_venue())
    browser = at_desk(app, PEOPLE[Role.COORDINATOR]())
    paged = set()
    for rule, roles in staff_rules(app):
        if Role.COORDINATOR not in roles or not takes(rule, "GET") or rule.rule.startswith("/api/"):
            continue
        known = {"hitung": "planned"} if "hitung" in parameters_of(rule.endpoint) else {}
        answer = Context().run(browser.client.get, f"{address_of(rule)}?{urlencode(known | UNKNOWN)}")
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert not [lead for lead in leads(page(answer)) if "zzvalue" in lead], rule
            paged |= {rule.rule} if "halaman=2" in answer.text else set()
    assert {"/koordinator/kunjungan", "/koordinator/titik"} <= paged
