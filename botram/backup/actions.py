"""Making and restoring backups of the database while the program runs."""

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete

from botram.audit.actions import record
from botram.backup import postgresql, sqlite
from botram.backup.encryption import decrypt, encrypt, is_encrypted
from botram.backup.refusals import BackupFailed, FileThere, NotABackup, PassphraseUnfit
from botram.config import ROOT
from botram.database import session, transaction
from botram.extensions import db
from botram.preparation.actions import one_at_a_time, upgrade_schema
from botram.preparation.queries import is_known, revision
from botram.staff.models import SignIn


def make_backup(file: Path, *, force: bool = False, passphrase: str = "") -> int:
    """Write a copy of the present database, encrypted if there is a passphrase, and return its size in bytes.

    Raises FileThere or BackupFailed.
    """
    if file.exists() and not force:
        raise FileThere(_("%(file)s sudah ada. Pilih nama lain, atau tambahkan --force.", file=file))
    if revision() is None:
        raise BackupFailed(_("Basis data ini masih kosong; tidak ada yang dicadangkan."))
    _write_copy(file, passphrase)
    return file.stat().st_size


def restore_backup(file: Path, *, now: datetime, passphrase: str = "") -> Path | None:
    """Replace the whole database by a backup. Returns the file with the replaced data; None for an empty database.

    That file is encrypted as well if there is a passphrase. Everybody has to sign in again. Raises NotABackup,
    PassphraseUnfit, WrongPassphrase, BackupFailed or NoClientTools; then nothing has changed.
    """
    with _readable(file, passphrase) as readable:
        found = _backend().check_backup(readable)
        if not is_known(found):
            raise NotABackup(
                _("Cadangan ini dibuat oleh Botram yang lebih baru (skema %(found)s). Perbarui program.", found=found)
            )
        with one_at_a_time():
            kept = _keep_present(passphrase, now) if revision() is not None else None
            session().rollback()
            _refusing_errors(file, lambda: _backend().restore_from(readable))
            upgrade_schema()
            with transaction() as current:
                current.execute(delete(SignIn))
                record("restore", "installation", file.name, at=now, office_id=None, account_id=None)
    return kept


def _keep_present(passphrase: str, now: datetime) -> Path:
    """Write a copy of the data that is about to be replaced and return its file."""
    kept = _instance() / f"before-restore-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}{_backend().SUFFIX}"
    _write_copy(kept, passphrase)
    return kept


def _instance() -> Path:
    """The folder of the database and the settings, where what is not encrypted may be for a moment."""
    return Path(ROOT, current_app.config["BOTRAM_INSTANCE"])


@contextmanager
def _readable(file: Path, passphrase: str) -> Iterator[Path]:
    """Yield a backup that is not encrypted: the file itself, or its content in the instance folder for that long."""
    if not is_encrypted(file):
        yield file
        return
    if not passphrase:
        raise PassphraseUnfit(
            _("%(file)s terenkripsi. Sebutkan berkas frasa sandinya dengan --passphrase-file.", file=file)
        )
    with _private(_instance(), file.name) as plain:
        _refusing_errors(file, lambda: decrypt(file, plain, passphrase))
        yield plain


@contextmanager
def _private(folder: Path, name: str) -> Iterator[Path]:
    """Yield a new empty file that its owner alone can read, and delete what is still there afterwards."""
    fresh = folder / f".{name}.{secrets.token_hex(4)}"
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)


def _backend() -> ModuleType:
    """The package for this kind of database, with ``copy_to``, ``check_backup``, ``restore_from`` and ``SUFFIX``."""
    return sqlite if db.engine.dialect.name == "sqlite" else postgresql


def _write_copy(file: Path, passphrase: str) -> None:
    """Write a copy under a temporary name and rename it once it is complete and checked. Only its owner can read it."""

    def write() -> None:
        with _private(_instance() if passphrase else file.parent, file.name) as copy:
            _backend().copy_to(copy)
            _backend().check_backup(copy)
            if not passphrase:
                _put_in_place(copy, file)
                return
            with _private(file.parent, file.name) as encrypted:
                encrypt(copy, encrypted, passphrase)
                _put_in_place(encrypted, file)

    _refusing_errors(file, write)


def _put_in_place(fresh: Path, file: Path) -> None:
    """Give a complete file its name once its content is on the disk."""
    with fresh.open("rb+") as handle:
        os.fsync(handle.fileno())
    fresh.replace(file)


def _refusing_errors(file: Path, work: Callable[[], None]) -> None:
    """Call ``work``. Raises BackupFailed with the message of any error of the file system or of SQLite."""
    try:
        work()
    except OSError as error:
        raise BackupFailed(_("%(file)s: %(error)s.", file=file, error=error.strerror or error)) from error
    except sqlite3.Error as error:
        raise BackupFailed(_("%(file)s: %(error)s.", file=file, error=error)) from error
