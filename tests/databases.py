"""Databases for tests: made by the migrations once a run, copied for each test."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy.engine import make_url

from botram import create_app
from botram.extensions import db
from tests import builders

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


def make_template(url: str) -> None:
    """Bring an empty database to the newest schema and load the real districts, villages and services."""
    app = create_app({"DATABASE_URL": url, "SECRET_KEY": builders.SECRET})
    with app.app_context():
        upgrade()
        builders.load_reference_data()
        db.engine.dispose()


def sqlite_template(folder: Path) -> Path:
    """A migrated SQLite file in the folder."""
    file = folder / "template.sqlite"
    make_template(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def sqlite_copy(template: Path, folder: Path) -> str:
    """The URL of a fresh copy of the template."""
    file = folder / "botram.sqlite"
    shutil.copy(template, file)
    return f"sqlite:///{file}"


@contextmanager
def postgresql_template(server: str) -> Iterator[str]:
    """The name of a migrated PostgreSQL database, dropped at the end."""
    with postgresql_database(server, f"botram_template_{WORKER}_{uuid4().hex[:8]}") as url:
        make_template(url)
        yield str(make_url(url).database)


@contextmanager
def postgresql_database(server: str, name: str, template: str = "template0") -> Iterator[str]:
    """The URL of a new PostgreSQL database, copied from a template and dropped at the end."""
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        connection.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield (
                make_url(server)
                .set(drivername="postgresql+psycopg", database=name)
                .render_as_string(hide_password=False)
            )
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
