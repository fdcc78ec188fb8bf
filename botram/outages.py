"""Why the database failed, in words: the messages of SQLite and PostgreSQL name a code, not what to do."""

import sqlite3
from enum import StrEnum
from typing import NamedTuple, assert_never

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection


class Cause(StrEnum):
    """What keeps a database from answering or from writing."""

    FULL = "full"
    DISK = "disk"
    READ_ONLY = "read only"
    LOCKED = "locked"
    CROWDED = "crowded"
    UNREACHABLE = "unreachable"
    DAMAGED = "damaged"
    OTHER = "other"


class Words(NamedTuple):
    """A cause as the operator reads it."""

    indonesian: str
    english: str


def words_for(cause: Cause) -> Words:
    """Return what a cause means."""
    match cause:
        case Cause.FULL:
            return Words("penyimpanan penuh", "the disk is full")
        case Cause.DISK:
            return Words("penyimpanan penuh atau rusak", "the disk is full or failing")
        case Cause.READ_ONLY:
            return Words("penyimpanan hanya dapat dibaca", "the disk or the database is read-only")
        case Cause.LOCKED:
            return Words("sedang dikunci penulis lain", "another writer holds the lock")
        case Cause.CROWDED:
            return Words("semua sambungan sedang dipakai", "all connections are in use")
        case Cause.UNREACHABLE:
            return Words("tidak tersambung", "it cannot be reached")
        case Cause.DAMAGED:
            return Words("berkasnya rusak atau bukan basis data", "its file is damaged or is no database")
        case Cause.OTHER:
            return Words("sebab lain", "another reason")
        case _:
            assert_never(cause)


_SQLITE = {
    sqlite3.SQLITE_FULL: Cause.FULL,
    sqlite3.SQLITE_IOERR: Cause.DISK,  # also a quota, and a full disk where SQLite maps memory
    sqlite3.SQLITE_READONLY: Cause.READ_ONLY,
    sqlite3.SQLITE_BUSY: Cause.LOCKED,
    sqlite3.SQLITE_LOCKED: Cause.LOCKED,
    sqlite3.SQLITE_CANTOPEN: Cause.UNREACHABLE,
    sqlite3.SQLITE_CORRUPT: Cause.DAMAGED,
    sqlite3.SQLITE_NOTADB: Cause.DAMAGED,
}
"""The causes by SQLite's result code: https://www.sqlite.org/rescode.html"""

_SQLSTATES = {
    "53100": Cause.FULL,
    "25006": Cause.READ_ONLY,
    "55P03": Cause.LOCKED,
    "40P01": Cause.LOCKED,
    "53300": Cause.CROWDED,
    "55000": Cause.UNREACHABLE,  # the database accepts no connections
    "58030": Cause.DISK,
    "XX001": Cause.DAMAGED,
    "XX002": Cause.DAMAGED,
}
"""The causes by PostgreSQL's SQLSTATE, appendix A of its manual."""

_UNREACHABLE_CLASSES = ("08", "28", "3D", "57P")  # connection, refused, no such database, shutting down


def cause_of(error: BaseException) -> Cause:
    """Return why a statement or a connection failed, from an error of SQLAlchemy or of a driver."""
    if isinstance(error, NoFreeConnection):
        return Cause.CROWDED
    orig = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(orig, sqlite3.Error):
        return _SQLITE.get(getattr(orig, "sqlite_errorcode", -1) & 0xFF, Cause.OTHER)
    if isinstance(orig, psycopg.Error):
        state = orig.sqlstate or ""
        lost = not state and isinstance(orig, psycopg.OperationalError)  # no server was there to send one
        found = Cause.UNREACHABLE if lost or state.startswith(_UNREACHABLE_CLASSES) else Cause.OTHER
        return _SQLSTATES.get(state, found)
    return Cause.OTHER
