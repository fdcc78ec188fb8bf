"""Connections to SQLite: how they are made and how their transactions begin.

Where the disk has no room for what SQLite keeps beside its file, or may not be written, the file is read as it is.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from botram.outages import Cause, cause_of, words_for
from botram.quiet_logs import quieten

_PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL")
_READABLE = (Cause.FULL, Cause.DISK, Cause.READ_ONLY, Cause.UNREACHABLE)
log = logging.getLogger("botram.sqlite")
quieten("botram.sqlite")


class _ReadOnly(sqlite3.Connection):
    """A connection that found no way to write. It is used once: the next one may find it."""


@event.listens_for(Engine, "do_connect")
def _connect(dialect: Dialect, _record: object, given: list[Any], options: dict[str, Any]) -> Any:
    """Return a connection with foreign keys and durable commits; a read-only one where the disk allows no other."""
    if dialect.name != "sqlite":
        return None
    try:
        return _prepared(dialect.connect(*given, **options))
    except sqlite3.OperationalError as error:
        file, cause = Path(str(given[0])), cause_of(error)
        if cause not in _READABLE or not _holds_everything(file):
            raise
        log.warning("%s: pages are read from the database, nothing can be saved", words_for(cause).english)
    address = f"file:{quote(str(file))}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, factory=_ReadOnly, **options)
    connection.isolation_level = None
    return connection


def _prepared(connection: Any) -> Any:
    """Return a new connection that keeps our promises and begins no transaction by itself. Raises if it cannot read."""
    connection.isolation_level = None
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
        connection.execute("SELECT 1 FROM sqlite_master").close()
    except sqlite3.OperationalError:
        connection.close()
        raise
    return connection


def _holds_everything(file: Path) -> bool:
    """Whether a file exists without changes in a write-ahead log beside it."""
    ahead = file.with_name(f"{file.name}-wal")
    return file.is_file() and not (ahead.is_file() and ahead.stat().st_size)


@event.listens_for(Engine, "checkin")
def _use_once(connection: object, record: ConnectionPoolEntry) -> None:
    """Let go of a read-only connection, so that writing goes on as soon as it can."""
    if isinstance(connection, _ReadOnly):
        record.invalidate()


@event.listens_for(Engine, "begin")
def begin(connection: Connection) -> None:
    """Begin a transaction on SQLite: the driver would do so too late for readers and without a lock for writers."""
    if connection.dialect.name == "sqlite":
        options = connection.get_execution_options()
        with _no_lock_wait(connection) if options.get("waits") is False else nullcontext():
            connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN"))


@contextmanager
def _no_lock_wait(connection: Connection) -> Iterator[None]:
    """Let a connection fail at a lock inside the block, which it would wait for."""
    usual_ms = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql("PRAGMA busy_timeout=0").close()
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={usual_ms}").close()
