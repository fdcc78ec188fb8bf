"""Loading a region pack into the tables. Nothing is deleted."""

from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from botram.audit.actions import record
from botram.database import session, transaction
from botram.packs import LoadReport, fingerprint
from botram.places.models import District, Village
from botram.places.regions.pack import RegionPack, Values, read_region
from botram.places.signals import PlacesChanged, places_changed
from botram.staff.models import Office


def load_region(folder: Path, *, now: datetime, own: bool = False) -> LoadReport:
    """Load the pack in a folder in one transaction and report on each row. Raises UnusablePack.

    A place stays unchanged when its row is refused or the pack no longer has one, and its boundary stays when the
    pack has none. ``own``: it is the operator's pack, which upgrades of the program do not replace.
    """
    pack = read_region(folder, set(session().scalars(select(District.code))))
    report = LoadReport(pack.name, refused=pack.refused)
    with transaction() as current:
        _store_places(current, District, pack.districts, pack, report)
        _store_places(current, Village, pack.villages, pack, report)
        if report.changed:
            current.flush()
            places_changed.send(PlacesChanged(frozenset(report.changed), now))
        office = current.scalar(select(Office).where(Office.code == pack.code))
        if office is not None and office.depot_latitude is None and pack.depot is not None:
            office.depot_latitude, office.depot_longitude = pack.depot
        record(
            "load",
            "region",
            pack.code,
            at=now,
            office_id=office.id if office else None,
            account_id=None,
            after=report.snapshot()
            | {"pack": fingerprint(folder), "own": own, "credit": pack.credit, "credit_english": pack.credit_english},
        )
    return report


_Place = TypeVar("_Place", District, Village)


def _store_places(
    current: Session, table: type[_Place], rows: dict[str, Values], pack: RegionPack, report: LoadReport
) -> None:
    """Add and change the rows of one table, and report those that the pack no longer has as kept."""
    wanted = select(table).where(table.code.startswith(f"{pack.code}.")).options(undefer(table.boundary))
    there: dict[str, _Place] = {row.code: row for row in current.scalars(wanted)}
    for code, values in rows.items():
        row = there.get(code)
        if row is None:
            current.add(table(code=code, **values))
            report.added.append(code)
        elif differing := {name: value for name, value in values.items() if getattr(row, name) != value}:
            for name, value in differing.items():
                setattr(row, name, value)
            report.changed.append(code)
        else:
            report.unchanged.append(code)
    report.kept += sorted(set(there) - pack.named)


def office_depot(folder: Path) -> tuple[float, float] | None:
    """Read the point of the office from a pack: latitude, longitude in degrees. Raises UnusablePack."""
    return read_region(folder, set()).depot
