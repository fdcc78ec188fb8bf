"""What an installation behind TLS says to browsers, and how the log writes an entry."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from botram import create_app
from botram.extensions import db
from botram.web.logs import OneEntry
from tests.builders import PASSWORD, SECRET, siti

SITE = "https://botram.example.go.id"


@contextmanager
def behind_tls(app: Flask, **settings: str) -> Iterator[FlaskClient]:
    """A client of the same database as an installation behind TLS serves it."""
    known = {"DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "SECRET_KEY": SECRET, "PUBLIC_URL": SITE}
    made = create_app(known | settings)
    yield made.test_client()
    with made.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("settings", "sent"), [({}, "max-age=31536000; includeSubDomains"), ({"HSTS_SUBDOMAINS": "0"}, "max-age=31536000")]
)
@pytest.mark.parametrize(("address", "status"), [("/masuk", 200), ("/tidak-ada", 404), ("/healthz", 200)])
def test_browsers_stay_on_https_for_a_year(
    app: Flask, settings: dict[str, str], sent: str, address: str, status: int
) -> None:
    with behind_tls(app, **settings) as client:
        answer = client.get(address, base_url=SITE)
    assert answer.status_code == status
    assert answer.headers["Strict-Transport-Security"] == sent


def test_without_tls_no_browser_is_told_to_use_it(app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/masuk").headers


def test_the_cookie_is_for_this_host_over_tls_and_out_of_reach_of_scripts(app: Flask) -> None:
    siti()
    with behind_tls(app) as client:
        first = client.get("/masuk", base_url=SITE)
        token = first.text.partition('name="csrf_token" value="')[2].partition('"')[0]
        sent = {"name": "siti", "password": PASSWORD, "csrf_token": token}
        answer = client.post("/masuk", base_url=SITE, data=sent, headers={"Referer": f"{SITE}/masuk"})
    assert answer.status_code == 302, answer.text
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    assert name == "__Host-botram"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in rest.split(";")}
    assert "Domain" not in rest


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("one line", "1970-01-01T00:00:00Z INFO botram one line"),
        (
            "a\n2026-01-01T00:00:00Z ERROR forged",
            "1970-01-01T00:00:00Z INFO botram a\n    2026-01-01T00:00:00Z ERROR forged",
        ),
        ("a\r\nb\x0bc\u2028d", "1970-01-01T00:00:00Z INFO botram a\n    b\n    c\n    d"),
    ],
)
def test_an_entry_of_the_log_bears_its_moment_in_utc_and_nobody_forges_one(message: str, written: str) -> None:
    form = OneEntry("%(asctime)s %(levelname)s %(name)s %(message)s")
    entry = logging.makeLogRecord({"name": "botram", "levelname": "INFO", "msg": message, "created": 0.0})
    assert form.format(entry) == written


def test_the_program_writes_its_log_in_this_form(tmp_path: Path) -> None:
    handlers = logging.getLogger().handlers
    kept = handlers.copy()
    handlers.clear()
    try:
        create_app({"DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite", "SECRET_KEY": SECRET})
        forms = [handler.formatter for handler in handlers]
    finally:
        handlers[:] = kept
    assert forms
    assert all(isinstance(form, OneEntry) for form in forms)


ADDRESSES = (
    "/", "/jadwal", "/masuk", "/peta", "/tidak-ada", "/robots.txt", "/kalender/semua.ics", "/api/v1/visits",
    "/api/v1/openapi.json", "/api/v1/tidak-ada", "/koordinator", "/static/css/botram.css", "/healthz",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_what_browsers_need(app: Flask, address: str) -> None:
    headers = app.test_client().get(address).headers
    policy = headers["Content-Security-Policy"]
    assert not {"object-src 'none'", "base-uri 'none'", "default-src 'self'"} - set(policy.split("; "))
    assert "frame-ancestors " in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_text_names_its_characters(app: Flask, address: str) -> None:
    answer = app.test_client().get(address)
    kind = str(answer.mimetype)
    if kind.startswith("text/") or kind.endswith("xml"):
        assert answer.mimetype_params.get("charset", "").lower() == "utf-8"
    else:
        assert kind in ("application/json", "application/problem+json")


@pytest.mark.parametrize(
    "address", ["/static/", "/static", "/static/js/", "/.git/config", "/static/../app.py", "/app.py"]
)
def test_folders_and_the_program_s_own_files_are_not_served(app: Flask, address: str) -> None:
    assert app.test_client().get(address).status_code == 404


@pytest.mark.parametrize("address", ["/", "/masuk", "/api/v1/visits", "/static/css/botram.css", "/koordinator"])
def test_no_address_takes_trace(app: Flask, address: str) -> None:
    assert app.test_client().open(address, method="TRACE").status_code in (404, 405)
