"""How keeping and putting back says no."""

from flask_babel import gettext as _

from botram.refusals import Refusal

SQLITE_START = b"SQLite format 3\0"
POSTGRESQL_START = b"PGDMP"


class BackupFailed(Refusal):
    """The system did not let us."""


class FileThere(Refusal):
    """A file would be overwritten."""


class NotABackup(Refusal):
    """The file is no backup, a damaged one, one of another database or of a newer program."""


class NoClientTools(Refusal):
    """PostgreSQL's own programs are not installed."""


def check_start(file_start: bytes, wanted: bytes, file: object) -> None:
    """Raise NotABackup unless a file begins as a backup of this kind of database does."""
    if file_start.startswith(wanted):
        return
    if file_start.startswith(POSTGRESQL_START):
        raise NotABackup(
            _("%(file)s adalah cadangan PostgreSQL, sedangkan basis data di sini SQLite.", file=file)
        )
    if file_start.startswith(SQLITE_START):
        raise NotABackup(
            _("%(file)s adalah cadangan SQLite, sedangkan basis data di sini PostgreSQL.", file=file)
        )
    raise NotABackup(_("%(file)s bukan cadangan Botram.", file=file))


def damaged(file: object) -> NotABackup:
    """The refusal of a file that cannot be read to its end."""
    return NotABackup(_("%(file)s rusak atau tidak lengkap.", file=file))
