"""Copies of a SQLite database, made and put back through SQLite's own backup: safe while others read and write."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from flask_babel import gettext as _

from botram.backup.refusals import SQLITE_START, NotABackup, check_start, damaged
from botram.database import BUSY_MS
from botram.extensions import db

SUFFIX = ".sqlite"


@contextmanager
def opened(address: str | Path, *, uri: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection of its own, closed at the end."""
    connection = sqlite3.connect(address, uri=uri, timeout=BUSY_MS / 1000, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _live() -> Path:
    """The file of the program's database."""
    return Path(str(db.engine.url.database))


def copy_to(file: Path) -> None:
    """Copy the database as it is at one moment. The copy is one file that needs no other beside it."""
    with opened(_live()) as source, opened(file) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE").close()


def check(file: Path) -> str:
    """The last migration of a backup. Raises NotABackup for a file that is none of Botram's, or damaged."""
    try:
        with file.open("rb") as handle:
            check_start(handle.read(16), SQLITE_START, file)
    except OSError as error:
        raise NotABackup(
            _("%(file)s tidak dapat dibaca: %(error)s.", file=file, error=error.strerror)
        ) from error
    try:
        with opened(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True) as connection:
            tables = {
                name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            if not {"alembic_version", "installation", "visit"} <= tables:
                raise NotABackup(_("%(file)s bukan cadangan Botram.", file=file))
            found = [line for (line,) in connection.execute("PRAGMA integrity_check")]
            revisions = [name for (name,) in connection.execute("SELECT version_num FROM alembic_version")]
    except sqlite3.DatabaseError as error:
        raise damaged(file) from error
    if found != ["ok"] or len(revisions) != 1:
        raise damaged(file)
    return str(revisions[0])


def put_back(file: Path) -> None:
    """Replace the database's content in one transaction; who writes meanwhile waits or comes before."""
    with (
        opened(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True) as source,
        opened(_live()) as target,
    ):
        source.backup(target)
