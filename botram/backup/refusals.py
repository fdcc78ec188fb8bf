"""The refusals of making and restoring backups, and the checks of a file that raise them."""

from pathlib import Path

from flask_babel import gettext as _

from botram.refusals import Refusal

SQLITE_START = b"SQLite format 3\0"
POSTGRESQL_START = b"PGDMP"


class BackupFailed(Refusal):
    """The file system or the database reported an error."""


class FileThere(Refusal):
    """The file exists already."""


class NotABackup(Refusal):
    """The file is no backup, a damaged one, one of another database or of a newer program."""


class NoClientTools(Refusal):
    """The client programs of PostgreSQL are not installed."""


class PassphraseUnfit(Refusal):
    """The passphrase is missing or too short."""


class WrongPassphrase(Refusal):
    """The passphrase is not the one that the backup was encrypted with."""


def check_start(file: Path, wanted: bytes) -> None:
    """Raise NotABackup unless a file begins with the bytes of a backup of this kind of database."""
    try:
        with file.open("rb") as handle:
            start = handle.read(16)
    except OSError as error:
        raise NotABackup(_("%(file)s tidak dapat dibaca: %(error)s.", file=file, error=error.strerror)) from error
    if start.startswith(wanted):
        return
    if start.startswith(POSTGRESQL_START):
        raise NotABackup(_("%(file)s adalah cadangan PostgreSQL, sedangkan basis data di sini SQLite.", file=file))
    if start.startswith(SQLITE_START):
        raise NotABackup(_("%(file)s adalah cadangan SQLite, sedangkan basis data di sini PostgreSQL.", file=file))
    raise foreign(file)


def check_tables(file: Path, tables: set[str]) -> None:
    """Raise NotABackup unless a file holds the tables of Botram."""
    if not {"alembic_version", "installation", "visit"} <= tables:
        raise foreign(file)


def foreign(file: Path) -> NotABackup:
    """The refusal of a file that Botram did not make."""
    return NotABackup(_("%(file)s bukan cadangan Botram.", file=file))


def damaged(file: Path) -> NotABackup:
    """The refusal of a file that cannot be read to its end."""
    return NotABackup(_("%(file)s rusak atau tidak lengkap.", file=file))
