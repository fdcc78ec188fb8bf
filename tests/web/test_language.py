"""Each answer speaks the language that was asked for, and everything on it leads on in that language."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from botram.database import session
from botram.visits.models import VisitState
from tests.browser import Browser, Page, page
from tests.builders import NOW, SetClock, a_visit, asep, siti
from tests.databases import lose_table, on_sqlite
from tests.web.desk import at_desk, in_english
from tests.web.routes import EXAMPLES, address_of, asks_for_english, english_pages

FRAMED = ("/peta/bingkai",)  # the page around it has the switch


def is_ours(address: str) -> bool:
    """Whether it is a page of this site, which has both languages."""
    return address.startswith("/") and not address.startswith(("/static/", "/api/"))


def indonesian_ways(read: Page) -> list[str]:
    """Links and forms of a page that leave English; the switch is meant to."""
    links = [link["href"] for link in read.all("a") if "href" in link and link.get("hreflang") != "id"]
    actions = [form.get("action", "") for form in read.all("form") if form.get("method") == "post"]
    asking = [form for form in read.all("form") if form.get("method", "get") != "post"]
    kept = [one for one in read.all("input") if (one.get("name"), one.get("value")) == ("bahasa", "en")]
    left = [way for way in links + actions if is_ours(way) and not asks_for_english(way)]
    return left + ["a form"] * (len(asking) - len(kept))


@pytest.fixture
def announced(app: Flask) -> None:
    """A visit that public pages can show."""
    visit = a_visit(state=VisitState.PUBLISHED)
    visit.public_id = EXAMPLES["public_id"]
    session().commit()


@on_sqlite
@pytest.mark.usefixtures("announced")
def test_all_ways_from_an_english_page_lead_to_english(app: Flask, browser: Browser) -> None:
    for address, read in english_pages(app, browser):
        assert read.all("html")[0]["lang"] == "en", address
        assert indonesian_ways(read) == [], address


@on_sqlite
@pytest.mark.usefixtures("announced")
def test_both_languages_of_a_page_know_each_other(app: Flask, browser: Browser) -> None:
    for address, read in english_pages(app, browser):
        switch = [link["href"] for link in read.all("a") if link.get("hreflang") == "id"]
        assert switch == ([] if address in FRAMED else [address])
        named = {
            link["hreflang"]: link["href"]
            for link in read.all("link")
            if link.get("rel") == "alternate" and "hreflang" in link
        }
        if not [one for one in read.all("meta") if one.get("content") == "noindex"]:
            here = f"http://127.0.0.1:8000{address}"
            assert named == {"id": here, "en": f"{here}?bahasa=en", "x-default": here}
            assert [one["href"] for one in read.all("link") if one.get("rel") == "canonical"] == [named["en"]]


@on_sqlite
def test_the_switch_keeps_what_the_address_asks_for(browser: Browser) -> None:
    read = page(browser.get("/jadwal?q=Sumber+Jaya&halaman=1"))
    assert [link["href"] for link in read.all("a") if link.get("hreflang") == "en"] == [
        "/jadwal?q=Sumber+Jaya&halaman=1&bahasa=en"
    ]
    moved_on = browser.get("/jadwal?halaman=99&bahasa=en", 302)
    assert asks_for_english(moved_on.location)
    assert asks_for_english(browser.get("/desa?bahasa=en", 301).location)


@on_sqlite
@pytest.mark.parametrize("address", ["/", "/jadwal", "/layanan/kia-baru"])
def test_nothing_but_the_address_decides_for_residents(app: Flask, address: str) -> None:
    reader = at_desk(app, in_english(siti()))
    plain = Browser(app).get(address)
    other = reader.get(address, headers={"Accept-Language": "en"})
    assert (other.data, "Vary" in other.headers) == (plain.data, "Vary" in plain.headers)
    assert Browser(app).get(f"{address}?bahasa=de").headers["ETag"] == plain.headers["ETag"]
    english = Browser(app).get(f"{address}?bahasa=en")
    assert english.headers["ETag"] != plain.headers["ETag"]
    assert english.headers["Cache-Control"] == plain.headers["Cache-Control"]
    assert Browser(app).get(address).data == plain.data, "the English page left something behind"


@on_sqlite
def test_staff_pages_and_what_programs_of_staff_read_follow_the_account(app: Flask) -> None:
    reader = at_desk(app, in_english(siti()))
    assert page(reader.get("/koordinator/tim")).all("html")[0]["lang"] == "en"
    assert page(at_desk(app, siti()).get("/koordinator/tim?bahasa=id")).all("html")[0]["lang"] == "en"
    assert page(reader.get("/koordinator/kunjungan/zzzzzzzz", 404)).all("html")[0]["lang"] == "en"
    assert page(reader.get("/masuk")).all("html")[0]["lang"] == "id"


@on_sqlite
@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/koordinator/xyz", 404),
        ("GET", "/petugas/xyz/abc", 404),
        ("GET", "/akun/xyz", 404),
        ("GET", "/koordinator/kunjungan/zzzzzzzz", 404),
        ("POST", "/koordinator/tim", 405),
        ("GET", "/koordinator/akun", 403),
    ],
)
def test_staff_lose_neither_language_nor_menu_where_nothing_is_served(
    app: Flask, method: str, address: str, status: int
) -> None:
    answer = at_desk(app, in_english(siti())).ask(method, address, status)
    read = page(answer)
    assert read.all("html")[0]["lang"] == "en"
    assert "Siti Aminah" in read.text
    assert "Summary" in read.text, "the menu"
    assert "Staff sign-in" not in read.text
    assert answer.headers["Cache-Control"] == "no-store"


@on_sqlite
def test_where_nothing_is_served_others_read_what_residents_read(app: Flask) -> None:
    reader = at_desk(app, in_english(siti()))
    for read in (page(Browser(app).get("/koordinator/xyz", 404)), page(reader.get("/tidak-ada", 404))):
        assert read.all("html")[0]["lang"] == "id"
        assert "Masuk petugas" in read.text


@on_sqlite
@pytest.mark.parametrize(
    ("method", "address", "status", "said"),
    [
        ("GET", "nothing", 404, "Not found"),
        ("GET", "visits/zzzzzzzz", 404, "Not found"),
        ("GET", "visits/zzzzzzzz?scope=office", 404, "Not found"),
        ("DELETE", "visits", 405, "This method is not served here"),
        ("GET", "visits?limit=0", 422, "Some fields are wrong"),
        ("GET", "visits?limit=1&limit=2", 422, "Some fields are wrong"),
    ],
)
def test_a_failure_is_told_to_a_signed_in_program_in_the_language_of_its_account(
    app: Flask, method: str, address: str, status: int, said: str
) -> None:
    reader = at_desk(app, in_english(siti()))
    answer = reader.ask(method, f"/api/v1/{address}", status)
    assert answer.get_json()["title"] == said
    assert answer.headers["Cache-Control"] == "no-store"
    if "scope" not in address:
        assert Browser(app).ask(method, f"/api/v1/{address}", status).get_json()["title"] != said


@on_sqlite
@pytest.mark.usefixtures("announced")
def test_what_programs_read_of_public_things_has_no_language(app: Flask, browser: Browser) -> None:
    reader, tried = at_desk(app, in_english(siti())), 0
    for rule in app.url_map.iter_rules():
        public = getattr(app.view_functions[rule.endpoint], "audience", None) == "everyone"
        if not (public and rule.rule.startswith("/api/") and "GET" in (rule.methods or ())):
            continue
        plain = browser.request("GET", address_of(rule))
        if plain.status_code == 200:
            asked = reader.get(address_of(rule))
            assert asked.data == plain.data, rule.rule
            assert "cookie" not in f"{plain.vary} {asked.vary}".lower(), rule.rule
            tried += 1
    assert tried >= 8, "the addresses are found"


@on_sqlite
def test_the_warnings_of_a_visit_are_in_the_language_of_who_asks(app: Flask) -> None:
    friday = a_visit("09:00", "12:00", day=NOW.date() + timedelta(days=7))
    reader = at_desk(app, in_english(siti()))
    warnings = reader.get(f"/api/v1/visits/{friday.public_id}?scope=office").get_json()["warnings"]
    assert "Friday" in " ".join(one["sentence"] for one in warnings)


@on_sqlite
def test_the_language_of_an_account_that_no_database_tells_is_no_second_failure(app: Flask) -> None:
    reader = at_desk(app, in_english(siti()))
    lose_table("sign_in")
    assert "The service is not connected" in reader.get("/koordinator/tim", 503).text, "the cookie tells it"
    assert "not connected right now" in reader.get("/koordinator/tim?bahasa=en", 503).text


@on_sqlite
def test_whoever_signs_out_goes_on_in_the_language_of_the_page(app: Flask) -> None:
    reader = at_desk(app, in_english(siti()))
    desk = page(reader.get("/koordinator/tim"))
    sign_out = next(form["action"] for form in desk.all("form") if form["action"].startswith("/keluar"))
    left = reader.post(sign_out)
    assert asks_for_english(left.location)
    assert "You have signed out." in page(reader.get(left.location)).text


@on_sqlite
def test_signing_out_follows_the_account_where_no_page_said_anything(app: Flask) -> None:
    english, indonesian = in_english(siti()), asep()
    assert asks_for_english(at_desk(app, english).post("/keluar").location)
    assert not asks_for_english(at_desk(app, indonesian).post("/keluar").location)


@on_sqlite
def test_whoever_has_to_sign_in_again_is_asked_in_the_language_of_the_account(app: Flask, set_clock: SetClock) -> None:
    reader = at_desk(app, in_english(siti()))
    token = reader.token()
    set_clock(NOW + timedelta(hours=13))
    asked = reader.get("/koordinator/tim", 302).location
    assert asks_for_english(asked)
    assert parse_qs(urlsplit(asked).query)["lanjut"] == ["/koordinator/tim"]
    lost = page(reader.post("/koordinator/tim/baru", {"csrf_token": token}, 401))
    assert lost.all("html")[0]["lang"] == "en"
    assert not asks_for_english(Browser(app).get("/koordinator/tim", 302).location)


@on_sqlite
@pytest.mark.parametrize(
    ("address", "other", "there"),
    [
        ("/masuk?lanjut=/akun", "en", "/masuk?lanjut=/akun&bahasa=en"),
        ("/masuk?lanjut=/akun&bahasa=en", "id", "/masuk?lanjut=/akun"),
    ],
)
def test_signing_in_names_its_other_language(browser: Browser, address: str, other: str, there: str) -> None:
    read = page(browser.get(address))
    switch = [one["href"].replace("%2F", "/") for one in read.all("a") if one.get("hreflang") == other]
    assert switch == [there]
    assert {one.get("hreflang") for one in read.all("link")} >= {"id", "en"}
