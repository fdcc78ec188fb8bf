"""What is sent to the database: counting it, and letting somebody else act just before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from typing import Any

from sqlalchemy import event

from botram.extensions import db
from tests.browser import Browser


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent within, in order; how a transaction begins is no statement."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def cost_of(read: Callable[[], object]) -> int:
    """How many statements reading something takes, once what is kept in memory is there."""
    read()
    with statements() as sent:
        read()
    return len(sent)


def reads_of(browser: Browser, address: str) -> list[str]:
    """The SELECTs that a page needs, once what is kept in memory is there."""
    browser.get(address)
    with statements() as sent:
        browser.get(address)
    return [one for one in sent if one.lstrip().upper().startswith(("SELECT", "WITH"))]


LOCK = (
    "BEGIN IMMEDIATE",
    "FOR UPDATE",
    "FOR NO KEY UPDATE",
)  # how a writer takes its turn, on SQLite and on PostgreSQL


@contextmanager
def just_before(act: Callable[[], object], *words: str) -> Iterator[None]:
    """Somebody else acts once, at the moment before a statement with one of these words is sent."""
    waiting = [act]

    def somebody_else(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if waiting and any(one in statement for one in words):
            Context().run(waiting.pop())

    event.listen(db.engine, "before_cursor_execute", somebody_else)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", somebody_else)
    assert not waiting, "no such statement was sent"
