"""An app and a fresh database for each test: every test that wants one runs on SQLite and on PostgreSQL.

Databases are made by the migrations once a run. Between tests the SQLite file is copied again; on PostgreSQL what
tests write is emptied, and the whole database is copied again after a test that wrote to the reference data.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from botram import clock, create_app
from botram.calendars import feed
from botram.extensions import db, limiter
from botram.services import queries as services
from tests import builders, databases, parts
from tests.browser import Browser
from tests.nominatim import Nominatim, nominatim


@dataclass
class Workplace:
    """What the tests of one process share: templates, and one app for each database's address."""

    folder: Path
    stack: ExitStack
    apps: dict[tuple[str, ...], Flask] = field(default_factory=dict)
    sqlite: Path | None = None
    postgresql: databases.PostgresqlCopy | None = None

    def url(self, kind: str) -> str:
        """The address of a database that holds the real villages and services and nothing else."""
        if kind == "sqlite":
            self.sqlite = self.sqlite or databases.sqlite_template(self.folder)
            return databases.sqlite_copy(self.sqlite, self.folder)
        if self.postgresql is None:
            self.postgresql = self.stack.enter_context(databases.postgresql_copy(parts.postgresql_url()))
        return self.postgresql.fresh()

    def app(self, url: str, **settings: str) -> Flask:
        """The app on that database; made once, and clean of what the test before left in it."""
        key = (url, *settings.values())
        if key not in self.apps:
            same = {"DATABASE_URL": url, "SECRET_KEY": builders.SECRET, "RATE_LIMIT": "100000"}
            self.apps[key] = create_app(same | settings)
            self.apps[key].extensions["settings-as-made"] = dict(self.apps[key].config)
        app = self.apps[key]
        app.config.clear()
        app.config.update(app.extensions["settings-as-made"])
        app.extensions.pop("botram-gazetteer", None)
        app.extensions.pop(feed.KEPT, None)
        app.extensions.pop(services.KEPT, None)
        limiter.reset()
        return app


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """Templates and apps of this process."""
    with ExitStack() as stack:
        memory = Path("/dev/shm")  # a database in memory waits for no disk
        if os.access(memory, os.W_OK):
            folder = Path(stack.enter_context(TemporaryDirectory(dir=memory, prefix="botram-")))
        else:
            folder = tmp_path_factory.mktemp("databases")
        yield Workplace(folder, stack)


@pytest.fixture(scope="session", autouse=True)
def watch_reference_data() -> None:
    """Note every statement that writes to the reference data."""
    event.listen(Engine, "before_cursor_execute", databases.note_writing)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, workplace: Workplace) -> str:
    """The address of a fresh database with the real villages and services."""
    return workplace.url(request.param)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> builders.SetClock:
    """Let it be another moment from here on."""

    def show(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return show


@pytest.fixture
def app(database_url: str, workplace: Workplace, set_clock: builders.SetClock) -> Iterator[Flask]:
    """The app at NOW, with an application context open for builders and actions."""
    set_clock(builders.NOW)
    made = workplace.app(database_url)
    with made.app_context(), made.test_request_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser without script that looks at every page it gets."""
    return Browser(app)


@pytest.fixture
def geocoder(app: Flask) -> Iterator[Nominatim]:
    """A stand-in for Nominatim, and the app set to it. It waits for answers so shortly that silence costs little."""
    with nominatim() as stand_in:
        app.config["GEOCODER_URL"] = f"{stand_in.url}/nominatim"
        app.config["GEOCODER_USER_AGENT"] = "Botram Kabupaten Contoh (it@example.go.id)"
        app.config["GEOCODER_TIMEOUT"] = 0.3  # seconds
        yield stand_in


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once for each missing part how many tests it kept from running."""
    reasons = Counter(str(report.longrepr[2]) for report in terminalreporter.getreports("skipped"))
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} {reason}")
