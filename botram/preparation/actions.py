"""Preparing a database, one process at a time."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_migrate import upgrade
from sqlalchemy import inspect, select, text

from botram import clock
from botram.database import Base, session, transaction
from botram.demonstration.actions import make_demonstration
from botram.extensions import db
from botram.packs import DATA, REGIONS
from botram.places.models import District
from botram.places.regions.actions import load_region, retire_villages
from botram.preparation.queries import is_known, is_new_state, newest_revision, revision
from botram.refusals import Refusal
from botram.services.actions import load_services
from botram.staff.models import Installation
from botram.staff.queries import installation, offices

_LOCK_NUMBER = int.from_bytes(hashlib.sha256(b"botram preparation").digest()[:7], "big")


class NotPrepared(Refusal):
    """The database cannot be prepared for this version of the program."""


def prepare_database(
    app: Flask, *, empty: bool = False, regions: Mapping[str, Path] = REGIONS, tell: Callable[[], None] = lambda: None
) -> None:
    """Upgrade the database to this program's schema and data packs; idempotent, and safe for several processes at once.

    empty    make no demonstration in a new database
    regions  the region packs by code
    tell     called before the demonstration is made, which takes half a minute
    raises   NotPrepared for a database of a newer program, SQLAlchemyError for one that does not answer
    """
    with app.app_context(), one_at_a_time():
        now = clock.now()
        upgrade_schema()
        new = installation() is None
        empty = empty or bool(offices())  # offices were made already
        if new and not empty:
            tell()
        _load_packs(regions, now, new=new and not empty)
        retire_villages(now=now)
        if new and empty:
            with transaction() as current:
                current.add(Installation(uid_host=_uid_host(), demonstration=False))
        elif new:
            make_demonstration(_uid_host(), now=now)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold a lock that other processes that prepare the same database wait for."""
    engine = db.engine
    if engine.dialect.name == "sqlite":
        file = Path(f"{engine.url.database}.lock")
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            # Before SQLite makes it, since the file holds password hashes.
            os.close(os.open(str(engine.url.database), os.O_WRONLY | os.O_CREAT, 0o600))
            yield
        return
    with engine.connect() as connection:
        number = {"number": _LOCK_NUMBER}
        connection.execute(text("SET LOCAL lock_timeout = 0"))  # whoever prepares waits for the one before
        connection.execute(text("SELECT pg_advisory_lock(:number)"), number)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), number)


def upgrade_schema() -> None:
    """Upgrade the tables to this program's schema. Raises NotPrepared for a newer or a foreign one."""
    found = revision()
    if found == newest_revision():
        return
    if found is not None and not is_known(found):
        raise NotPrepared(
            _(
                "Basis data ini sudah dipakai oleh Botram yang lebih baru (skema %(found)s), program ini hanya mengenal"
                " sampai %(newest)s. Pasang program yang lebih baru, atau pulihkan cadangan yang lebih lama.",
                found=found,
                newest=newest_revision(),
            )
        )
    if found is None and (taken := sorted(set(inspect(db.engine).get_table_names()) & set(Base.metadata.tables))):
        raise NotPrepared(
            _(
                "Basis data ini berisi tabel %(names)s yang bukan buatan Botram. Beri Botram basis data sendiri.",
                names=", ".join(taken),
            )
        )
    upgrade()


def _load_packs(regions: Mapping[str, Path], now: datetime, *, new: bool) -> None:
    """Load the services and the regions in the database (all in a new one), each only when its pack has changed."""
    there = {code[:5] for code in session().scalars(select(District.code))}
    for code, folder in regions.items():
        if (new or code in there) and is_new_state("region", code, folder):
            load_region(folder, now=now)
    if is_new_state("services", "services", DATA / "services"):
        load_services(DATA / "services", now=now)


def _uid_host() -> str:
    """The host for the UIDs of calendar entries."""
    return str(urlsplit(current_app.config["PUBLIC_URL"]).hostname)
