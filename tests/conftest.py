"""One app for each test, on a database of its own: every test that wants one runs on SQLite and on PostgreSQL."""

import contextvars
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from botram import clock, create_app
from botram.extensions import db
from tests import builders, databases, parts
from tests.browser import Browser


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated SQLite file that each test copies."""
    return databases.sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[tuple[str, str]]:
    """The server's address and the name of the migrated database that each test copies."""
    server = parts.postgresql_url()
    with databases.postgresql_template(server) as name:
        yield server, name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with the real villages and services."""
    if request.param == "sqlite":
        yield databases.sqlite_copy(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    server, template = request.getfixturevalue("postgresql_template")
    with databases.postgresql_database(server, f"botram_test_{uuid4().hex[:12]}", template) as url:
        yield url


@pytest.fixture
def app(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The app at NOW, with an application context open for builders and actions."""
    monkeypatch.setattr(clock, "now", lambda: builders.NOW)
    made = create_app({"DATABASE_URL": database_url, "SECRET_KEY": builders.SECRET, "RATE_LIMIT": "100000"})
    with made.app_context(), made.test_request_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser without script that looks at every page it gets."""
    return Browser(app)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Keep one test's context variables out of the next."""
    contextvars.copy_context()
