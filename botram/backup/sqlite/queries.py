"""Checking a backup of a SQLite database."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import quote

from botram.backup.refusals import SQLITE_START, check_start, check_tables, damaged

_WAIT_SECONDS = 15  # for the lock of another writer


@contextmanager
def opened(address: str | Path, *, uri: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a separate connection and close it at the end of the ``with`` block."""
    connection = sqlite3.connect(address, uri=uri, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def opened_backup(file: Path) -> AbstractContextManager[sqlite3.Connection]:
    """Open a backup for reading only, so that SQLite writes no file beside it."""
    return opened(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True)


def check_backup(file: Path) -> str:
    """Return the last migration of a backup. Raises NotABackup for a damaged file and one that Botram did not make."""
    check_start(file, SQLITE_START)
    try:
        with opened_backup(file) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            check_tables(file, tables)
            found = [line for (line,) in connection.execute("PRAGMA integrity_check")]
            revisions = [name for (name,) in connection.execute("SELECT version_num FROM alembic_version")]
    except sqlite3.DatabaseError as error:
        raise damaged(file) from error
    if found != ["ok"] or len(revisions) != 1:
        raise damaged(file)
    return str(revisions[0])
