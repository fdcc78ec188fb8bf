"""Making a database ready: schema, region packs, services, and a demonstration where nothing is there yet."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask, current_app
from flask_babel import gettext as _
from flask_migrate import upgrade
from sqlalchemy import inspect, select, text

from botram import clock
from botram.audit.models import AuditEntry
from botram.config import ROOT
from botram.database import Base, session, transaction
from botram.demonstration.actions import make_demonstration
from botram.demonstration.people import ACCOUNTS as DEMONSTRATION_ACCOUNTS
from botram.demonstration.people import PASSWORD as DEMONSTRATION_PASSWORD
from botram.extensions import db
from botram.packs import fingerprint
from botram.places.models import District
from botram.places.regions.actions import load_region
from botram.refusals import Refusal
from botram.services.actions import load_services
from botram.staff.models import Installation
from botram.staff.queries import installation, offices

__all__ = [
    "DATA",
    "DEMONSTRATION_ACCOUNTS",
    "DEMONSTRATION_PASSWORD",
    "is_demonstration",
    "prepare",
    "schema_is_current",
]

DATA = ROOT / "botram" / "data"
REGIONS = {"32.16": DATA / "region-3216", "32.17": DATA / "region-3217"}
_HEAD_QUERY = text("SELECT version_num FROM alembic_version")
_LOCK_NUMBER = int.from_bytes(hashlib.sha256(b"botram preparation").digest()[:7], "big")


class NotPrepared(Refusal):
    """The database cannot be brought to what this program needs."""


def prepare(app: Flask, *, empty: bool = False, tell: Callable[[], None] = lambda: None) -> None:
    """Bring the database to this program's schema and data; a second time in a row changes nothing.

    A new database becomes a demonstration, unless ``empty`` asks for one without any office; ``tell`` is called
    before that, because it takes half a minute. Safe when several
    processes do it at once. Raises NotPrepared for a database of a newer program, SQLAlchemyError without one.
    """
    with app.app_context(), one_at_a_time():
        now = clock.now()
        upgrade_schema()
        new = installation() is None
        empty = empty or bool(offices())  # somebody works here already
        if new and not empty:
            tell()
        _load_packs(set(REGIONS) if new and not empty else set(), now)
        if new and empty:
            with transaction() as current:
                current.add(Installation(uid_host=_uid_host(), demonstration=False))
        elif new:
            make_demonstration(_uid_host(), now=now)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let others who prepare the same database wait until this is done."""
    engine = db.engine
    if engine.dialect.name == "sqlite":
        file = Path(f"{engine.url.database}.lock")
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            os.close(
                os.open(str(engine.url.database), os.O_WRONLY | os.O_CREAT, 0o600)
            )  # it holds password hashes
            yield
        return
    with engine.connect() as connection:
        number = {"number": _LOCK_NUMBER}
        connection.execute(text("SELECT pg_advisory_lock(:number)"), number)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), number)


def schema_is_current() -> bool:
    """Whether the database has the tables of this program. Raises SQLAlchemyError when it cannot be reached."""
    return revision() == _newest_revision()


def revision() -> str | None:
    """The last migration that the database has seen; None where there was none."""
    connection = session().connection()
    try:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(_HEAD_QUERY)
        return found
    finally:
        session().rollback()


def _migrations() -> ScriptDirectory:
    """The migrations that this program brings."""
    return ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())


def _newest_revision() -> str:
    """The last migration that this program brings."""
    return str(_migrations().get_current_head())


def is_known(found: str) -> bool:
    """Whether a migration is one that this program brings. Else a newer program made it."""
    try:
        return _migrations().get_revision(found) is not None
    except CommandError:
        return False


def upgrade_schema() -> None:
    """Bring the tables to this program's newest schema. Raises NotPrepared when they are ahead of it."""
    found = revision()
    if found == _newest_revision():
        return
    if found is not None and not is_known(found):
        raise NotPrepared(
            _(
                "Basis data ini sudah dipakai oleh Botram yang lebih baru (skema %(found)s), program ini hanya mengenal"
                " sampai %(newest)s. Pasang program yang lebih baru, atau pulihkan cadangan yang lebih lama.",
                found=found,
                newest=_newest_revision(),
            )
        )
    if found is None and (
        taken := sorted(set(inspect(db.engine).get_table_names()) & set(Base.metadata.tables))
    ):
        raise NotPrepared(
            _(
                "Basis data ini berisi tabel %(names)s yang bukan buatan Botram. Beri Botram basis data sendiri.",
                names=", ".join(taken),
            )
        )
    upgrade()


def _load_packs(regions: set[str], now: datetime) -> None:
    """Load the services, these regions and those already there, each only when the program brings a new state of it."""
    there = {code[:5] for code in session().scalars(select(District.code))}
    for code, folder in REGIONS.items():
        if code in regions | there and _differs("region", code, folder):
            load_region(folder, now=now)
    if _differs("services", "services", DATA / "services"):
        load_services(DATA / "services", now=now)


def is_bundled(folder: Path) -> bool:
    """Whether a pack comes with the program."""
    return folder.resolve().is_relative_to(DATA)


def has_region(code: str) -> bool:
    """Whether villages of a region are there."""
    return (
        session().scalar(select(District.code).where(District.code.startswith(f"{code}.")).limit(1))
        is not None
    )


def _differs(subject: str, key: str, folder: Path) -> bool:
    """Whether a pack of the program is to be loaded: not when this state of it was, nor over the operator's own."""
    latest = session().scalar(
        select(AuditEntry.after)
        .where(AuditEntry.subject == subject, AuditEntry.subject_key == key, AuditEntry.action == "load")
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return latest is None or not (latest.get("own") or latest.get("pack") == fingerprint(folder))


def _uid_host() -> str:
    """The host that calendar entries carry from now on."""
    return str(urlsplit(current_app.config["PUBLIC_URL"]).hostname)


def is_demonstration(app: Flask) -> bool:
    """Whether the database is a demonstration, whose passwords everyone knows. False before it is prepared."""
    with app.app_context():
        if revision() is None:
            return False
        kept = installation()
        return kept is not None and kept.demonstration
