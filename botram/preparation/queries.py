"""Reading the state of the database: its schema, its loaded packs, and whether it is a demonstration."""

from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask, current_app
from sqlalchemy import inspect, select, text

from botram.audit.models import AuditEntry
from botram.database import session
from botram.packs import fingerprint
from botram.places.models import District
from botram.staff.queries import is_demonstration


def schema_is_current() -> bool:
    """Whether the database has this program's schema. Raises SQLAlchemyError when it does not answer."""
    return revision() == newest_revision()


def revision() -> str | None:
    """The last migration of the database; None for an empty one."""
    connection = session().connection()
    try:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
    finally:
        session().rollback()


def _migrations() -> ScriptDirectory:
    """The migrations of this program."""
    return ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())


def newest_revision() -> str:
    """The last migration of this program."""
    return str(_migrations().get_current_head())


def is_known(found: str) -> bool:
    """Whether a migration is one of this program; else it is of a newer one."""
    try:
        return _migrations().get_revision(found) is not None
    except CommandError:
        return False


def has_region(code: str) -> bool:
    """Whether the districts of a region are loaded."""
    there = select(District.code).where(District.code.startswith(f"{code}.")).limit(1)
    return session().scalar(there) is not None


def is_new_state(subject: str, key: str, folder: Path) -> bool:
    """Whether a bundled pack has to be loaded: not when it is unchanged, nor in place of the operator's own."""
    about = (AuditEntry.subject == subject, AuditEntry.subject_key == key, AuditEntry.action == "load")
    loaded = select(AuditEntry.after).where(*about).order_by(AuditEntry.id.desc())
    latest = session().scalar(loaded.limit(1))
    return latest is None or not (latest.get("own") or latest.get("pack") == fingerprint(folder))


def holds_demonstration(app: Flask) -> bool:
    """Whether the database is a demonstration, whose passwords are public. False for an empty database."""
    with app.app_context():
        return revision() is not None and is_demonstration()
