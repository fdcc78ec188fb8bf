"""What people and programs read when something went wrong."""

import logging
import re
from collections.abc import Iterator

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from botram import create_app
from botram.extensions import db
from botram.web import access, errors
from tests.browser import Browser, page
from tests.builders import SECRET

CODES = [400, 401, 403, 404, 405, 413, 422, 429, 500, 503]


@pytest.fixture
def failing(database_url: str) -> Iterator[Flask]:
    """The app with an address for each failure."""
    app = create_app({"DATABASE_URL": database_url, "SECRET_KEY": SECRET, "RATE_LIMIT": "100000"})

    @app.get("/gagal/<int:code>")
    @access.everyone
    def fail(code: int) -> str:
        abort(code)

    @app.get("/api/v1/gagal/<int:code>")
    @access.everyone
    def fail_a_program(code: int) -> str:
        abort(code)

    @app.get("/rusak")
    @access.everyone
    def broken() -> str:
        raise RuntimeError("rahasia 3216065508980000")

    @app.get("/putus")
    @access.everyone
    def cut() -> str:
        raise OperationalError("SELECT rahasia", {}, Exception("rahasia"))

    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("code", CODES)
def test_every_failure_has_a_page_that_says_what_to_do_next(failing: Flask, code: int) -> None:
    answer = Browser(failing).get(f"/gagal/{code}", code)
    shown = page(answer)
    assert "Cari desa Anda di beranda" in shown.text
    assert answer.headers["X-Request-Id"] in shown.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", CODES)
def test_a_program_reads_a_problem_document(failing: Flask, code: int) -> None:
    answer = failing.test_client().get(f"/api/v1/gagal/{code}")
    assert (answer.status_code, answer.mimetype) == (code, "application/problem+json")
    assert answer.get_json()["status"] == code
    assert answer.get_json()["title"]


@pytest.mark.parametrize("code", CODES)
def test_a_program_is_not_told_of_pages_and_buttons(failing: Flask, code: int) -> None:
    said = failing.test_client().get(f"/api/v1/gagal/{code}").get_json()
    for word in ("alaman", "beranda", "tombol", "Kembali", "ditandai", "di bawah"):
        assert word not in f"{said['title']} {said['detail']}", said


def test_a_broken_program_tells_the_log_and_not_the_reader(failing: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = Browser(failing).get("/rusak", 500)
    assert answer.headers["X-Request-Id"] in caplog.text
    assert "rahasia" not in answer.text


def test_a_lost_database_is_503_with_a_time_to_come_back(failing: Flask, caplog: pytest.LogCaptureFixture) -> None:
    answer = Browser(failing).get("/putus", 503)
    assert answer.headers["Retry-After"] == str(errors.RETRY_SECONDS)
    assert "rahasia" not in answer.text + caplog.text


@pytest.mark.parametrize("address", ["/gagal/429", "/api/v1/gagal/429"])
def test_whoever_is_braked_is_told_when_to_come_back(failing: Flask, address: str) -> None:
    assert failing.test_client().get(address).headers["Retry-After"] == str(errors.BRAKE_SECONDS)


def test_errors_need_no_database(tmp_path: object) -> None:
    app = create_app({"DATABASE_URL": f"sqlite:///{tmp_path}/none/none.sqlite", "SECRET_KEY": SECRET})
    assert Browser(app).get("/kunjungan/k7m29qxd", 503).headers["Retry-After"]
    assert Browser(app).get("/tidak-ada", 404)


def test_the_log_keeps_no_query_and_no_code_of_an_address(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "botram.requests"):
        browser.get("/jadwal?q=Ibu+Rahasia&lat=-6.2&lon=107.1")
        browser.get("/kunjungan/k7m29qxd", 404)
    lines = [record.getMessage() for record in caplog.records if record.name == "botram.requests"]
    assert len(lines) == 2
    assert not re.search(r"Rahasia|107\.1|k7m29qxd|127\.0\.0\.1", " ".join(lines))


def test_an_unknown_host_is_not_answered(browser: Browser) -> None:
    browser.get("/", 400, headers={"Host": "palsu.example"})


@pytest.mark.parametrize("address", ["/", "/jadwal", "/masuk", "/tidak-ada"])
def test_every_answer_says_what_it_may_load_and_who_may_frame_it(browser: Browser, address: str) -> None:
    headers = browser.get(address, 404 if address == "/tidak-ada" else 200).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/jadwal", "/layanan", "/kecamatan/32.16.06"])
def test_public_pages_are_the_same_for_everyone(browser: Browser, address: str) -> None:
    answer = browser.get(address)
    assert answer.headers["Cache-Control"].startswith("public, max-age=")
    assert "Set-Cookie" not in answer.headers
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert browser.get(address, 304, headers={"If-None-Match": answer.headers["ETag"]}).data == b""


def test_a_position_is_kept_by_nobody(browser: Browser) -> None:
    assert browser.get("/jadwal?lat=-6.2&lon=107.1").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("/kunjungan/k7m29qxe", "/jadwal"),
        ("/desa/32.16.99.2001", "/kecamatan"),
        ("/kecamatan/99.99.99", "/kecamatan"),
        ("/layanan/tidak-ada", "/layanan"),
        ("/kalender/desa/32.16.99.2001.ics", "/kalender"),
        ("/peta/tidak-ada", "/peta"),
        ("/tidak-ada", "/jadwal"),
        ("/tidak/ada/juga/", "/jadwal"),
    ],
)
@pytest.mark.parametrize("language", ["", "?bahasa=en"])
def test_a_lost_resident_can_search_at_once_and_goes_on_from_there(
    app: Flask, browser: Browser, address: str, way: str, language: str
) -> None:
    read = page(browser.get(address + language, 404))
    assert [form["action"] for form in read.all("form")] == ["/jadwal" + language]
    assert [one["name"] for one in read.all("input")] == ["q"] if not language else ["bahasa", "q"]
    main = [one["href"] for one in read.all("a")]
    assert way + language in main
    assert "/jadwal" + language in main
    assert f"{address}{language}" not in main
    said = read.text.partition("</header>")[0].split("Semua layanan gratis")[0].split("All services are free")[0]
    assert "Masuk petugas" not in said
    assert "Staff sign-in" not in said


def test_whoever_looks_for_a_page_of_staff_is_led_to_the_sign_in(app: Flask, browser: Browser) -> None:
    assert "/masuk" in [one["href"] for one in page(browser.get("/koordinator/tidak-ada", 404)).all("a")][:6]
