"""A database that fails is a page that says so, at every address, for every audience, wherever it fails."""

import logging
from collections.abc import Callable, Iterator
from contextvars import Context

import pytest
from flask import Flask, abort
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from botram import create_app
from botram.extensions import db
from botram.staff.models import Account, Role
from botram.visits.models import VisitState
from botram.web import access, errors
from tests.browser import Browser, check, page
from tests.builders import NOW, SECRET, SetClock, a_team, a_visit, an_agency, asep, budi, overwrite, ratna, siti
from tests.conftest import Workplace
from tests.databases import on_sqlite
from tests.outages import SHORT, Outage, lost_after, outage
from tests.web.desk import PEOPLE, at_desk, in_english
from tests.web.routes import EXAMPLES, address_of

WRITING = ("POST", "PUT", "PATCH", "DELETE")
SENTENCES = ("Layanan sedang tidak tersambung", "The service is not connected")
PASSWORD, CODE = "hujan bulan juni", "123456"
TYPED = {"reason": "Aula <b>dipakai</b> warga", "services": ["KTP_ENROL", "KK_NEW"], "password": PASSWORD, "code": CODE}
WITHOUT_DATABASE = (200, 301, 302, 308, 400, 401, 403, 404, 405, 422)


@pytest.fixture
def failing(database_url: str, app: Flask, workplace: Workplace) -> Iterator[Flask]:
    """An app that waits shortly for locks, on a database with a visit at the address of the examples."""
    visit = a_visit(state=VisitState.RUNNING, team=a_team(members=(asep(),)), day=NOW.date())
    overwrite(visit, public_id=EXAMPLES["public_id"])
    an_agency()
    db.session.remove()
    db.engine.dispose()  # a server that stops ends them all
    made = workplace.app(database_url, **SHORT)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=[*Role, None], ids=lambda role: role.value if role else "nobody")
def person(request: pytest.FixtureRequest, failing: Flask) -> Browser:
    """Somebody of each role with the page of the sign-in behind them; somebody who has signed in nowhere."""
    browser = Browser(failing)
    if role := request.param:
        account = in_english(PEOPLE[role]()) if role is Role.HEAD else PEOPLE[role]()
        browser = at_desk(failing, account)
    browser.token()
    return browser


def requests_of(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every address with every method that it takes."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, address_of(rule)


def reading(app: Flask) -> list[tuple[Rule, str, str]]:
    """Every address that can be read."""
    return [asked for asked in requests_of(app) if asked[1] == "GET"]


def send(browser: Browser, method: str, address: str) -> TestResponse:
    """One request; a form carries what somebody has typed."""
    if method not in WRITING:
        return Context().run(browser.client.open, address, method=method)
    if address.startswith("/api/"):
        return Context().run(browser.client.open, address, method=method, json={})
    return Context().run(browser.client.open, address, method=method, data=TYPED | {"csrf_token": browser.token()})


def is_staffs(app: Flask, rule: Rule) -> bool:
    """Whether an address is for signed-in people alone."""
    return isinstance(getattr(app.view_functions[rule.endpoint], "audience", None), tuple)


def check_outage(answer: TestResponse, where: str) -> None:
    """A page or a problem document that says what is the matter, and when to come back."""
    assert answer.status_code == 503, f"{where}: {answer.status}"
    assert answer.headers["Retry-After"] == str(errors.RETRY_SECONDS), where
    if answer.mimetype == "text/html":
        check(page(answer), where)
        assert any(sentence in answer.text for sentence in SENTENCES), where
    else:
        assert answer.mimetype in ("application/problem+json", "application/json"), where


@pytest.fixture(scope="module")
def statuses() -> dict[str, dict[str, int]]:
    """What is known of each person on each database."""
    return {}


@pytest.fixture
def healthy(
    request: pytest.FixtureRequest, failing: Flask, person: Browser, statuses: dict[str, dict[str, int]]
) -> dict[str, int]:
    """The status of every address that can be read, for this person, while nothing fails. Asked for once."""
    case = request.node.callspec.id
    if case not in statuses:
        statuses[case] = {address: send(person, method, address).status_code for _, method, address in reading(failing)}
    return statuses[case]


def test_a_stopped_database_is_503_at_every_address(failing: Flask, person: Browser, healthy: dict[str, int]) -> None:
    signed_in, asked = healthy["/akun"] == 200, 0
    with outage(failing, Outage.STOPPED):
        for rule, method, address in requests_of(failing):
            answer, where = send(person, method, address), f"{method} {address}"
            if (signed_in and is_staffs(failing, rule)) or answer.status_code >= 500:
                check_outage(answer, where)
                asked += 1
            else:
                expected = WITHOUT_DATABASE if method != "GET" else (healthy[address],)
                assert answer.status_code in expected, where
    assert asked > 30


def test_reading_needs_no_write_lock(
    failing: Flask, person: Browser, healthy: dict[str, int], set_clock: SetClock
) -> None:
    set_clock(NOW.replace(minute=NOW.minute + 5))  # the use of the sign-in would be noted again
    with outage(failing, Outage.LOCKED):
        for _rule, method, address in reading(failing):
            assert send(person, method, address).status_code == healthy[address], address
    assert 200 in healthy.values()


def test_a_write_that_gets_no_lock_is_503(failing: Flask, person: Browser) -> None:
    with outage(failing, Outage.LOCKED):
        for _rule, method, address in requests_of(failing):
            if method in WRITING:
                answer = send(person, method, address)
                if answer.status_code not in WITHOUT_DATABASE:
                    check_outage(answer, f"{method} {address}")


@on_sqlite
def test_a_full_disk_fails_no_reader(failing: Flask, person: Browser) -> None:
    with outage(failing, Outage.FULL):
        for _rule, method, address in requests_of(failing):
            answer = send(person, method, address)
            if answer.status_code >= 500:
                assert method in WRITING, address
                check_outage(answer, f"{method} {address}")


VISIT = EXAMPLES["public_id"]
SENT = {
    f"/petugas/kunjungan/{VISIT}/lapor/buka": asep,
    f"/koordinator/kunjungan/{VISIT}/batal": siti,
    "/koordinator/kunjungan/baru": siti,
    "/koordinator/akun/baru": budi,
    "/akun/sandi": ratna,
    "/api/v1/visits": siti,
}
READ = {
    "/": None,
    "/jadwal": None,
    f"/kunjungan/{VISIT}": None,
    "/petugas": asep,
    f"/petugas/kunjungan/{VISIT}": asep,
    "/koordinator/kunjungan": siti,
    "/koordinator/ringkasan": ratna,
    "/koordinator/tidak-ada": siti,
    "/api/v1/visits": None,
}


@pytest.mark.parametrize(("address", "who"), READ.items(), ids=READ)
def test_a_database_lost_after_any_statement_of_a_page_is_503(
    failing: Flask, address: str, who: Callable[[], Account] | None
) -> None:
    browser = at_desk(failing, who()) if who else Browser(failing)
    healthy = browser.request("GET", address).status_code
    for statements in range(60):
        with lost_after(failing, statements):
            answer = browser.request("GET", address)
        if answer.status_code == healthy and healthy == 200:
            break
        if answer.status_code != healthy:
            check_outage(answer, f"{address} after {statements} statements")
    assert statements > 0


@pytest.mark.parametrize(("address", "who"), SENT.items(), ids=SENT)
def test_a_database_lost_while_something_is_saved_is_503(
    failing: Flask, address: str, who: Callable[[], Account]
) -> None:
    browser = at_desk(failing, who())
    for statements in range(25):
        browser.token()
        with lost_after(failing, statements):
            answer = send(browser, "POST", address)
        if answer.status_code not in (*WITHOUT_DATABASE, 409, 415):
            check_outage(answer, f"{address} after {statements} statements")


def test_what_was_typed_is_there_to_be_sent_again(failing: Flask) -> None:
    browser, address = at_desk(failing, siti()), f"/koordinator/kunjungan/{VISIT}/batal"
    browser.token()
    with outage(failing, Outage.STOPPED):
        answer = send(browser, "POST", f"{address}?dari=1")
    (form,) = page(answer).all("form")
    assert (form["method"], form["action"]) == ("post", f"{address}?dari=1")
    hidden = [(one["name"], one["value"]) for one in page(answer).all("input") if one["type"] == "hidden"]
    assert ("services", "KTP_ENROL") in hidden and ("services", "KK_NEW") in hidden
    assert "Aula &lt;b&gt;dipakai&lt;/b&gt; warga</textarea>" in answer.text
    assert PASSWORD not in answer.text and CODE not in answer.text
    assert {one["name"] for one in page(answer).all("input") if one["type"] == "password"} == {"password", "code"}
    token = dict(hidden)["csrf_token"]
    sent = {"reason": "Aula dipakai warga", "version": "1", "csrf_token": token}
    assert browser.request("POST", address, data=sent).status_code in (302, 422)


@pytest.mark.parametrize("kind", [Outage.STOPPED, Outage.LOCKED])
@pytest.mark.parametrize(
    ("method", "address", "sentence"),
    [
        ("POST", "/keluar", "Anda belum keluar dari akun Anda."),
        ("POST", "/akun/bahasa", "Yang Anda kirim belum disimpan."),
        ("GET", "/koordinator/kunjungan", "Data sedang tidak dapat dibaca."),
        ("GET", "/kalender/semua.ics", "Data sedang tidak dapat dibaca."),
        ("GET", "/api/v1/visits.csv", "Data sedang tidak dapat dibaca."),
    ],
)
def test_what_is_said_fits_what_was_asked_for(
    failing: Flask, kind: Outage, method: str, address: str, sentence: str
) -> None:
    browser = at_desk(failing, siti())
    browser.token()
    with outage(failing, kind):
        answer = send(browser, method, address)
    if method == "GET" and kind is Outage.LOCKED:
        assert answer.status_code == 200, "reading needs no lock"
    else:
        check_outage(answer, address)
        assert sentence in answer.get_data(as_text=True) or sentence in str(answer.json)


@pytest.mark.parametrize("origin", ["https://jahat.example", "null", ""])
def test_nobody_else_puts_words_on_the_page_of_an_outage(failing: Flask, origin: str) -> None:
    browser = at_desk(failing, siti())
    with outage(failing, Outage.STOPPED):
        headers = {"Origin": origin} if origin else {}
        answer = browser.request("POST", "/koordinator/kunjungan/baru", data={"note": "Beli obat"}, headers=headers)
    check_outage(answer, "from elsewhere")
    assert "Beli obat" not in answer.text


@pytest.mark.parametrize("who", [None, siti])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/tidak-ada", 404),
        ("/koordinator/tidak-ada", 404),
        ("/koordinator/akun", 403),
        ("/gagal/413", 413),
        ("/gagal/429", 429),
    ],
)
def test_other_error_pages_come_without_the_database(
    failing: Flask, database_url: str, address: str, status: int, who: Callable[[], Account] | None
) -> None:
    app = create_app({"DATABASE_URL": database_url, "SECRET_KEY": SECRET, "RATE_LIMIT": "100000", **SHORT})

    @app.get("/gagal/<int:code>")
    @access.everyone
    def fail(code: int) -> str:
        abort(code)

    browser = at_desk(app, who()) if who else Browser(app)
    with app.app_context():
        db.engine.dispose()
    with outage(failing, Outage.STOPPED):
        answer = browser.request("GET", address)
    assert answer.status_code in ((status, 503) if who else (status, 302))


@pytest.mark.parametrize(
    ("kind", "words"), [(Outage.STOPPED, "it cannot be reached"), (Outage.LOCKED, "another writer holds the lock")]
)
def test_the_log_says_why_in_words(failing: Flask, kind: Outage, words: str, caplog: pytest.LogCaptureFixture) -> None:
    browser = Browser(failing)
    browser.token()
    with outage(failing, kind), caplog.at_level(logging.ERROR):
        check_outage(
            browser.request("POST", "/masuk", data={"name": "siti", "password": "x", "csrf_token": browser.token()}), ""
        )
    assert f"database: {words}" in caplog.text
