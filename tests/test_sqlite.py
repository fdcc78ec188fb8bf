"""A SQLite database on a disk that cannot be written is still read, and written again as soon as that is possible."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from botram.database import session, transaction
from botram.extensions import db
from botram.outages import Cause, cause_of
from botram.staff.models import Office
from tests.builders import bekasi, count
from tests.databases import on_sqlite

pytestmark = on_sqlite


def let_go() -> None:
    """End every connection of the app."""
    db.session.remove()
    db.engine.dispose()


@contextmanager
def no_room(app: Flask) -> Iterator[None]:
    """Let SQLite not make the memory that it shares beside its file: a link that leads nowhere is in its place."""
    let_go()
    place = Path(f"{db.engine.url.database}-shm")
    place.symlink_to(place.parent / "nowhere" / "shm")
    try:
        yield
    finally:
        let_go()
        place.unlink()


def test_without_room_beside_it_the_file_is_read_and_not_written(app: Flask) -> None:
    assert bekasi().name
    with no_room(app):
        assert count(Office) == 1
        with pytest.raises(OperationalError) as failed, transaction() as current:
            current.execute(text("DELETE FROM office"))
        assert cause_of(failed.value) is Cause.READ_ONLY
    with transaction() as current:
        current.execute(text("UPDATE office SET name = 'Baru'"))
    assert session().scalar(text("SELECT name FROM office")) == "Baru"


def test_a_file_that_lacks_the_latest_changes_is_not_read_alone(app: Flask) -> None:
    assert bekasi().name
    with no_room(app):
        ahead = Path(f"{db.engine.url.database}-wal")
        ahead.write_bytes(b"changes")
        with pytest.raises(OperationalError):
            count(Office)
        ahead.unlink()


def test_a_database_that_is_not_there_is_not_taken_for_a_full_disk(app: Flask, tmp_path: Path) -> None:
    let_go()
    file = Path(str(db.engine.url.database))
    away = file.rename(file.with_suffix(".away"))
    file.mkdir()
    with pytest.raises(OperationalError):
        count(Office)
    file.rmdir()
    away.rename(file)
