"""The demonstration as of NOW, made once for all tests that look at it."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from botram import create_app
from botram.database import session
from botram.demonstration.actions import make_demonstration
from botram.extensions import db
from botram.staff.models import Office
from botram.visits.models import Visit
from tests.builders import NOW, SECRET
from tests.databases import sqlite_copy, sqlite_template


@pytest.fixture(scope="session")
def demonstration_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the demonstration as of NOW, a Friday."""
    folder = tmp_path_factory.mktemp("demonstration")
    made = create_app({"DATABASE_URL": sqlite_copy(sqlite_template(folder), folder), "SECRET_KEY": SECRET})
    with made.app_context():
        make_demonstration("contoh.example", now=NOW)
        db.session.remove()
        db.engine.dispose()
    return folder / "botram.sqlite"


@pytest.fixture
def demonstration(app: Flask, demonstration_template: Path) -> None:
    """That demonstration as the test's database, which is a SQLite file here."""
    db.session.remove()
    db.engine.dispose()
    shutil.copy(demonstration_template, str(db.engine.url.database))


def visits(code: str = "32.16") -> list[Visit]:
    """An office's visits by day."""
    session().expire_all()
    wanted = select(Visit).join(Office, Office.id == Visit.office_id).where(Office.code == code)
    return list(session().scalars(wanted.order_by(Visit.opens_at)))
