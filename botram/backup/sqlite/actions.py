"""Copying and restoring a SQLite database with SQLite's backup API, which is safe while others read and write."""

from pathlib import Path

from botram.backup.sqlite.queries import opened, opened_backup
from botram.extensions import db


def _live() -> Path:
    """The file of the app's database."""
    return Path(str(db.engine.url.database))


def copy_to(file: Path) -> None:
    """Copy one consistent snapshot of the database into a single file, without a write-ahead log beside it."""
    with opened(_live()) as source, opened(file) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE").close()


def restore_from(file: Path) -> None:
    """Replace the content of the database in one transaction, for which writers wait."""
    with opened_backup(file) as source, opened(_live()) as target:
        source.backup(target)
