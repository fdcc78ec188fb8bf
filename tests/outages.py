"""Databases that fail in the middle of the work: stopped, full, or with their write lock held by somebody else."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from enum import StrEnum
from pathlib import Path

import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy import Connection, Dialect, event
from sqlalchemy.engine import make_url

from botram.database import Base
from botram.extensions import db
from tests import databases

SHORT = {"WRITE_WAIT": "30"}  # milliseconds: the walks below wait at hundreds of addresses


class Outage(StrEnum):
    """What befalls a database."""

    STOPPED = "stopped"
    LOCKED = "locked"
    FULL = "full"


@contextmanager
def outage(app: Flask, kind: Outage) -> Iterator[None]:
    """Let the database of the present app fail inside the block. What it had connected is let go first."""
    with ExitStack() as stack:
        url, engine = app.config["SQLALCHEMY_DATABASE_URI"], db.engine
        db.session.remove()
        engine.dispose()
        on_sqlite = engine.dialect.name == "sqlite"
        if kind is Outage.FULL:
            assert on_sqlite, "only SQLite can be told that its disk is full"
            stack.enter_context(_full())
        elif on_sqlite:
            stack.enter_context(
                (_file_away if kind is Outage.STOPPED else _locked_file)(Path(str(engine.url.database)))
            )
        else:
            stack.enter_context((_stopped if kind is Outage.STOPPED else _locked_tables)(url))
        yield
        engine.dispose()


@contextmanager
def _locked_file(file: Path) -> Iterator[None]:
    """Hold the write lock of a SQLite file."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


@contextmanager
def _file_away(file: Path) -> Iterator[None]:
    """Let a folder be where a SQLite file was: it cannot be opened."""
    away = file.rename(file.with_suffix(".away"))
    file.mkdir()
    try:
        yield
    finally:
        file.rmdir()
        away.rename(file)


@contextmanager
def _full() -> Iterator[None]:
    """Let no SQLite file grow any more."""

    def stay_small(connection: object, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count={pages}").close()

    event.listen(db.engine, "connect", stay_small)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", stay_small)


@contextmanager
def _stopped(url: str) -> Iterator[None]:
    """Let a PostgreSQL database refuse connections, and end those that it has."""
    name = str(make_url(url).database)
    allow = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
    server = databases.plain_url(make_url(url).set(database="postgres").render_as_string(hide_password=False))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            connection.execute(allow.format(sql.Identifier(name), sql.SQL("true")))


@contextmanager
def _locked_tables(url: str) -> Iterator[None]:
    """Hold a lock on every table of a PostgreSQL database, under which others may read and not write."""
    tables = sql.SQL(", ").join(sql.Identifier(table.name) for table in Base.metadata.sorted_tables)
    with psycopg.connect(databases.plain_url(url)) as connection:
        connection.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(tables))
        yield
        connection.rollback()


@contextmanager
def lost_after(app: Flask, statements: int) -> Iterator[None]:
    """Let the app's connections break after so many statements, the last one before its commit, and no new one be made.

    Whatever was sent until then was answered: this is a server that goes away while a page is being made.
    """
    engine, left = db.engine, statements

    def count(connection: Connection, *_rest: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            connection.connection.dbapi_connection.close()  # type: ignore[union-attr]  # there is one while it executes

    def refuse(dialect: Dialect, *_rest: object) -> None:
        if left < 0:
            raise dialect.loaded_dbapi.OperationalError("gone")

    listeners: dict[str, Callable[..., None]] = {"before_cursor_execute": count, "commit": count, "do_connect": refuse}
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)
        db.session.remove()
        engine.dispose()
