"""Making and restoring backups of the database while the program runs."""

import os
import secrets
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import ModuleType

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete

from botram.audit.actions import record
from botram.backup import postgresql, sqlite
from botram.backup.refusals import BackupFailed, FileThere, NotABackup
from botram.config import ROOT
from botram.database import session, transaction
from botram.extensions import db
from botram.preparation.actions import one_at_a_time, upgrade_schema
from botram.preparation.queries import is_known, revision
from botram.staff.models import SignIn


def make_backup(file: Path, *, force: bool = False) -> int:
    """Write a copy of the present database and return its size in bytes. Raises FileThere or BackupFailed."""
    if file.exists() and not force:
        raise FileThere(_("%(file)s sudah ada. Pilih nama lain, atau tambahkan --force.", file=file))
    if revision() is None:
        raise BackupFailed(_("Basis data ini masih kosong; tidak ada yang dicadangkan."))
    _write_copy(file)
    return file.stat().st_size


def restore_backup(file: Path, *, now: datetime) -> Path | None:
    """Replace the whole database by a backup. Returns the file with the replaced data; None for an empty database.

    Everybody has to sign in again. Raises NotABackup, BackupFailed or NoClientTools; then nothing has changed.
    """
    found = _backend().check_backup(file)
    if not is_known(found):
        raise NotABackup(
            _("Cadangan ini dibuat oleh Botram yang lebih baru (skema %(found)s). Perbarui program.", found=found)
        )
    with one_at_a_time():
        kept = None
        if revision() is not None:
            name = f"before-restore-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}{_backend().SUFFIX}"
            kept = ROOT / current_app.config["BOTRAM_INSTANCE"] / name
            _write_copy(kept)
        session().rollback()
        _refusing_errors(file, lambda: _backend().restore_from(file))
        upgrade_schema()
        with transaction() as current:
            current.execute(delete(SignIn))
            record("restore", "installation", file.name, at=now, office_id=None, account_id=None)
    return kept


def _backend() -> ModuleType:
    """The package for this kind of database, with ``copy_to``, ``check_backup``, ``restore_from`` and ``SUFFIX``."""
    return sqlite if db.engine.dialect.name == "sqlite" else postgresql


def _write_copy(file: Path) -> None:
    """Write a copy under a temporary name and rename it once it is complete and checked. Only its owner can read it."""
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")

    def write() -> None:
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _backend().copy_to(fresh)
        _backend().check_backup(fresh)
        with fresh.open("rb+") as handle:
            os.fsync(handle.fileno())
        fresh.replace(file)

    try:
        _refusing_errors(file, write)
    finally:
        fresh.unlink(missing_ok=True)


def _refusing_errors(file: Path, work: Callable[[], None]) -> None:
    """Call ``work``. Raises BackupFailed with the message of any error of the file system or of SQLite."""
    try:
        work()
    except OSError as error:
        raise BackupFailed(_("%(file)s: %(error)s.", file=file, error=error.strerror or error)) from error
    except sqlite3.Error as error:
        raise BackupFailed(_("%(file)s: %(error)s.", file=file, error=error)) from error
