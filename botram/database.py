"""The base of all tables, transactions, and the differences between SQLite and PostgreSQL."""

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from flask import current_app
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    Executable,
    Float,
    MetaData,
    Select,
    SQLColumnExpression,
    extract,
    func,
    inspect,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

import botram.sqlite  # noqa: F401  # importing it listens to new connections
from botram.outages import cause_of, words_for
from botram.refusals import NotFound, Refusal

_Row = TypeVar("_Row")
_Shown = TypeVar("_Shown")
_dry_running: ContextVar[bool] = ContextVar("dry_running", default=False)
_inside: ContextVar[bool] = ContextVar("inside", default=False)
log = logging.getLogger("botram.database")
_MOST_COUNTED = 200  # rows of a list that grows with the years; more are "more than 200"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: an aware datetime in Python, also on SQLite, which stores no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables. Constraints have the same names on both databases, by which refusals are found."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}


def enum_column(kind: type[StrEnum]) -> Enum:
    """The column type for an enum, stored as its value."""
    return Enum(kind, native_enum=False, length=24, values_callable=lambda members: [m.value for m in members])


def session() -> Session:
    """Return the session of this request or command."""
    return cast(Session, current_app.extensions["sqlalchemy"].session)


def release_connection() -> None:
    """Return the connection of this request to the pool. Raises SQLAlchemyError for a lost one."""
    session().rollback()


def insert_into(table: type[Base]) -> Any:
    """Return an INSERT into a table with support for ON CONFLICT, which each dialect has in a class of its own."""
    if session().get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def one_by_one(what: str) -> None:
    """Let transactions about the same thing follow one another until they end, also before it has a row."""
    if session().get_bind().dialect.name == "postgresql":  # on SQLite all that write do
        number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:7], "big")
        session().execute(select(func.pg_advisory_xact_lock(number)))


def seconds_between(earlier: SQLColumnExpression[Any], later: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    """Return an expression for the seconds from one column of moments to another."""
    if session().get_bind().dialect.name == "postgresql":
        return extract("epoch", later - earlier)
    days = func.julianday(later, type_=Float) - func.julianday(earlier, type_=Float)
    return days * 86_400


_REFUSALS: dict[str, Callable[[], Refusal]] = {}
"""The refusals for errors of the database, by the name of the constraint or trigger."""


def constraint_error(constraint: str, refusal: Callable[[], Refusal]) -> None:
    """Register the refusal that ``transaction`` raises when a constraint or a trigger fails."""
    _REFUSALS[constraint] = refusal


def constraint_of(error: IntegrityError) -> str:
    """Return the name of the failed constraint or trigger, the same on both databases; empty for an unknown one."""
    if diag := getattr(error.orig, "diag", None):
        return diag.constraint_name or ""
    text = str(error.orig)
    if unique := re.match(r"UNIQUE constraint failed: (.+)", text):
        columns = [column.split(".") for column in unique[1].split(", ")]
        return "_".join(["uq", columns[0][0], *(column for _table, column in columns)])
    return text.removeprefix("CHECK constraint failed: ")


@contextmanager
def transaction(*rows: Base) -> Iterator[Session]:
    """Take the write lock, read the given rows again, and commit once at the end.

    The transaction of everything that the caller has read so far ends here, and its changes are discarded. Inside
    another ``transaction`` it joins that one, which commits for both. A failed constraint raises the refusal that
    ``constraint_error`` registered for it.
    """
    current = session()
    if _inside.get():
        _read_again(current, rows)
        yield current
        return
    mark = _inside.set(True)
    try:
        current.rollback()
        current.connection(execution_options={"sqlite_begin": "BEGIN IMMEDIATE"})
        _read_again(current, rows)
        yield current
        current.flush() if _dry_running.get() else current.commit()
    except IntegrityError as error:
        current.rollback()
        if refusal := _REFUSALS.get(constraint_of(error)):
            raise refusal() from error
        raise
    except BaseException:
        current.rollback()
        raise
    finally:
        _inside.reset(mark)


@contextmanager
def attempt() -> Iterator[None]:
    """Undo what is done inside, and nothing else, when it fails. Inside a ``transaction``, and fails like one."""
    try:
        with session().begin_nested():
            yield
    except IntegrityError as error:
        if refusal := _REFUSALS.get(constraint_of(error)):
            raise refusal() from error
        raise


def write_so_far() -> None:
    """Write what has changed so far, before what changes next: the order of one flush is that of the tables."""
    session().flush()


def note(change: Executable) -> None:
    """Make a small change that may be missed: it waits for no lock, and a failure is only logged, at DEBUG.

    The transaction of everything that the caller has read so far ends here. For what is noted while somebody reads:
    reading has to go on when nothing can be written.
    """
    current = session()
    try:
        current.rollback()
        connection = current.connection(execution_options={"sqlite_begin": "BEGIN IMMEDIATE", "waits": False})
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL lock_timeout = 1")  # ms; 0 would wait for ever
        current.execute(change)
        current.commit()
    except SQLAlchemyError as error:
        current.rollback()
        log.debug("not noted: %s", words_for(cause_of(error)).english)


@contextmanager
def consistent_snapshot() -> Iterator[Session]:
    """Make several statements read one snapshot. The transaction of what the caller has read so far ends here.

    A transaction of SQLite always reads one snapshot; on PostgreSQL each statement sees the latest commits.
    """
    current = session()
    if not _inside.get():
        current.rollback()
        if current.get_bind().dialect.name == "postgresql":
            current.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    yield current


def is_writing() -> bool:
    """Whether this is inside a ``transaction``, whose changes are not committed yet."""
    return _inside.get()


def _read_again(current: Session, rows: Sequence[Base]) -> None:
    """Lock the rows and read them again. Raises NotFound for a deleted one.

    The lock of PostgreSQL lets others write rows that refer to these, such as the marks of a visit.
    """
    lock = {"key_share": True}
    for row in rows:
        if current.get(type(row), inspect(row).identity, populate_existing=True, with_for_update=lock) is None:
            raise NotFound


def count_of(found: Select[Any]) -> int:
    """Return the number of rows of a statement. One statement."""
    return session().scalar(select(func.count()).select_from(found.subquery())) or 0


@dataclass(frozen=True)
class Page(Generic[_Row]):
    """One page of a list."""

    items: Sequence[_Row]
    total: int
    number: int  # from 1
    size: int
    more: bool = False  # there are more than ``total``, which are not counted

    @classmethod
    def counted_up_to(cls, items: Sequence[_Row], found: Select[Any], number: int, size: int) -> "Page[_Row]":
        """The page of a list that grows with the years: only so many rows are counted as its links need. One statement.

        found    the statement for the ids of all rows of the list
        """
        most = max(_MOST_COUNTED, (number + 2) * size)
        total = count_of(found.limit(most + 1))
        return cls(items, min(total, most), number, size, more=total > most)

    @property
    def pages(self) -> int:
        """The number of pages; 1 for an empty list."""
        return max(1, -(-self.total // self.size))

    def shown(self, show: Callable[[_Row], _Shown]) -> "Page[_Shown]":
        """The page with what ``show`` makes of each row."""
        return Page([show(row) for row in self.items], self.total, self.number, self.size, self.more)


@contextmanager
def dry_run() -> Iterator[None]:
    """Run actions against the real database with all its constraints, and roll everything back at the end."""
    mark = _dry_running.set(True)
    try:
        yield
    finally:
        _dry_running.reset(mark)
        session().rollback()
