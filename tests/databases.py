"""Databases for tests: made by the migrations once a run, brought back to that state for each test."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.engine import make_url

from botram import create_app
from botram.database import Base, transaction
from botram.extensions import db
from tests import builders

REFERENCE = ("district", "village", "document", "service", "requirement", "installation")
VERBS = "INSERT INTO|UPDATE|DELETE FROM|DROP|ALTER|CREATE"
WRITES = re.compile(rf"\s*(?:{VERBS})\b(?:(?!SELECT).)*?\b(?:{'|'.join(REFERENCE)}|TABLE|TRIGGER)\b", re.DOTALL)
NO_WAITING = {"options": "-csynchronous_commit=off"}  # what a test writes need not survive a power cut
COUNT_FROM_ONE = "SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence"
written: set[str] = set()

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what no kind of database makes a difference to, and for what only one of them has."""


def note_writing(connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    """Remember that the reference data, or the tables themselves, are no longer as the migrations made them."""
    if WRITES.match(statement):
        written.add(statement)


def make_template(url: str) -> None:
    """Bring an empty database to the newest schema and load the real districts, villages and services."""
    settings = {"DATABASE_URL": url, "SECRET_KEY": builders.SECRET}
    app = create_app({**settings, "RATE_LIMIT": "100000"})  # the first app's brake is that of the whole process
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
    """The URL of a fresh copy of the template, the same each time."""
    file = folder / "botram.sqlite"
    for old in folder.glob("botram.sqlite*"):
        old.unlink()
    shutil.copy(template, file)
    return f"sqlite:///{file}"


def lose_table(name: str) -> None:
    """Take a table away from under the app, as a server does that is being restored."""
    with transaction() as current:
        current.execute(text(f"ALTER TABLE {name} RENAME TO {name}_lost"))


@dataclass
class PostgresqlCopy:
    """A PostgreSQL database that is brought back to its template's state."""

    url: str
    template: str
    server: psycopg.Connection[tuple[object, ...]]
    made: bool = False

    @property
    def name(self) -> sql.Identifier:
        """The database's name."""
        return sql.Identifier(str(make_url(self.url).database))

    def fresh(self) -> str:
        """The URL, with nothing in the database but the reference data."""
        if not self.made or written:
            self.server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(self.name))
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            self.server.execute(copy.format(self.name, sql.Identifier(self.template)))
            self.made = True
            written.clear()
        else:
            self.empty()
        return self.url

    def empty(self) -> None:
        """Delete what tests write, and count from one again. Triggers do not see it, and nobody else is connected.

        A tenth of what TRUNCATE takes, which makes new files for each table and index.
        """
        tables = [table.name for table in Base.metadata.sorted_tables if table.name not in REFERENCE]
        deleted = [sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in tables]
        with psycopg.connect(plain_url(self.url), autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(sql.SQL("; ").join(deleted))
            connection.execute(COUNT_FROM_ONE)


@contextmanager
def postgresql_copy(server: str) -> Iterator[PostgresqlCopy]:
    """A migrated template and a copy of it, both dropped at the end."""
    number = uuid4().hex[:10]
    with (
        postgresql_database(server, f"botram_template_{number}") as template,
        psycopg.connect(plain_url(server), autocommit=True) as connection,
    ):
        make_template(template)
        copied = make_url(template).set(database=f"botram_test_{number}")
        url = copied.update_query_dict(NO_WAITING).render_as_string(hide_password=False)
        copy = PostgresqlCopy(url, str(make_url(template).database), connection)
        try:
            yield copy
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(copy.name))


def plain_url(url: str) -> str:
    """The address as psycopg itself wants it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def postgresql_database(server: str, name: str, template: str = "template0") -> Iterator[str]:
    """The URL of a new PostgreSQL database, copied from a template and dropped at the end."""
    with psycopg.connect(plain_url(server), autocommit=True) as connection:
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        connection.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            with_driver = make_url(server).set(drivername="postgresql+psycopg", database=name)
            yield with_driver.render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
