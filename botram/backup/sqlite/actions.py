"""Copying a SQLite database, and putting a copy back, through SQLite's own backup: safe while others read and write."""

from pathlib import Path

from botram.backup.sqlite.queries import opened, opened_backup
from botram.extensions import db


def _live() -> Path:
    """The file of the program's database."""
    return Path(str(db.engine.url.database))


def copy_to(file: Path) -> None:
    """Copy the database as it is at one moment. The copy is one file that needs no other beside it."""
    with opened(_live()) as source, opened(file) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE").close()


def put_back(file: Path) -> None:
    """Replace the database's content in one transaction; who writes meanwhile waits or comes before."""
    with opened_backup(file) as source, opened(_live()) as target:
        source.backup(target)
