"""Brakes: writes by number, searches by what they cost, and no brake on reading, since thousands share an address."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from flask import Flask

from botram import create_app
from botram.extensions import db, limiter
from botram.web.write_gate import WriteGate
from tests.browser import Browser
from tests.builders import SECRET, asep, siti
from tests.databases import on_sqlite
from tests.web.desk import at_desk

READ = ["/", "/jadwal", "/layanan", "/api/v1/services", "/jadwal.atom", "/masuk", "/tidak-ada"]
LIMIT = 100_000  # writes a minute, of the process's first app


@pytest.fixture
def braked(app: Flask, database_url: str) -> Iterator[Flask]:
    """An app whose searches may take one second a minute."""
    made = create_app({"DATABASE_URL": database_url, "SECRET_KEY": SECRET, "SEARCH_LIMIT": "1"})
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def use_up(writer: str) -> None:
    """Let somebody have written as often as one may in this minute."""
    (limit,) = limiter.limit_manager.application_limits
    limiter.limiter.hit(limit.limit, writer, limit.scope_for("", "POST"), cost=LIMIT)


@on_sqlite
@pytest.mark.parametrize("address", READ)
def test_reading_is_not_limited_by_address(browser: Browser, address: str) -> None:
    use_up("127.0.0.1")
    for _reader in range(20):
        assert browser.request("GET", address).status_code != 429


@on_sqlite
def test_a_writer_is_braked_and_nobody_beside(app: Flask) -> None:
    people = [siti(), asep()]
    stranger, staff = Browser(app), [at_desk(app, account) for account in people]
    use_up("127.0.0.1")
    assert stranger.request("POST", "/keluar").status_code == 429
    for signed_in in staff:
        assert signed_in.request("POST", "/akun/bahasa").status_code == 400


@on_sqlite
def test_searches_are_braked_by_what_they_cost(braked: Flask) -> None:
    phone = Browser(braked)
    statuses = [phone.request("GET", f"/jadwal?q=suka+{number}").status_code for number in range(300)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert phone.request("GET", "/jadwal").status_code == 200
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    assert phone.request("GET", "/jadwal?q=suka", environ_overrides=elsewhere).status_code == 200


def waiting(gate: WriteGate) -> tuple[Thread, list[bool]]:
    """Somebody who tries to get in meanwhile."""
    answers: list[bool] = []
    thread = Thread(target=lambda: answers.append(gate.enter()))
    thread.start()
    return thread, answers


def test_a_further_writer_waits_for_one_to_finish() -> None:
    gate = WriteGate(2, standstill_seconds=60)
    assert gate.enter() and gate.enter()
    thread, answers = waiting(gate)
    gate.leave()
    thread.join()
    assert answers == [True]


def test_nobody_waits_where_nobody_finishes() -> None:
    gate = WriteGate(1, standstill_seconds=0.05)
    assert gate.enter()
    assert not gate.enter()
    gate.leave()
    assert gate.enter()


def test_a_queue_that_moves_lets_everybody_in() -> None:
    gate, pause = WriteGate(1, standstill_seconds=0.3), Event()
    assert gate.enter()
    queue = [waiting(gate) for _writer in range(8)]
    for _writer in queue:
        pause.wait(0.1)
        gate.leave()
    for thread, answers in queue:
        thread.join()
        assert answers == [True]
