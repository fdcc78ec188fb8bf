"""Counting what is sent to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
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


def reads_of(browser: Browser, address: str) -> list[str]:
    """The SELECTs that a page needs, once what is kept in memory is there."""
    browser.get(address)
    with statements() as sent:
        browser.get(address)
    return [one for one in sent if one.lstrip().upper().startswith(("SELECT", "WITH"))]
