"""Loading a region pack into the tables. Nothing is deleted."""

from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from botram import clock
from botram.audit.actions import record
from botram.clock import local_day
from botram.database import session, transaction
from botram.packs import LoadReport, fingerprint
from botram.places.models import District, Venue, Village
from botram.places.regions.pack import RegionPack, Values, read_region
from botram.places.regions.successors import Succession, probable_pairs
from botram.places.signals import PlacesChanged, VillageSucceeded, places_changed, village_succeeded
from botram.staff.models import Office


def load_region(folder: Path, *, now: datetime, own: bool = False) -> LoadReport:
    """Load the pack in a folder in one transaction and report on each row. Raises UnusablePack.

    A place stays unchanged when its row is refused or the pack no longer has one, and its boundary stays when the
    pack has none. ``own``: it is the operator's pack, which upgrades of the program do not replace.
    """
    villages: dict[str, str | None] = dict(session().execute(select(Village.code, Village.successor_code)).all())
    successors = {code: successor for code, successor in villages.items() if successor}
    pack = read_region(folder, set(session().scalars(select(District.code))), villages, successors)
    report = LoadReport(pack.name, refused=pack.refused)
    with transaction() as current:
        inside = select(Village).where(Village.code.startswith(f"{pack.code}."))
        called = {village.code: village.full_name for village in current.scalars(inside)}
        _store_places(current, District, pack.districts, pack, report)
        _store_places(current, Village, pack.villages, pack, report)
        current.flush()
        _store_successions(current, pack, report, now)
        report.remarks += _probable_successions(current, pack)
        if report.changed:
            current.flush()
            places_changed.send(PlacesChanged(frozenset(report.changed), now, called))
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


_WEST, _MIDDLE, _EAST = clock.ZONE_NAMES
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


def _store_successions(current: Session, pack: RegionPack, report: LoadReport, now: datetime) -> None:
    """Store the successors of villages. A village of an older list that nobody has loaded is added for its name."""
    for one in pack.successions.values():
        old = current.get(Village, one.code)
        if old is None:
            old = Village(code=one.code, district_code=one.code[:8], name=one.name, kind=one.kind)
            current.add(old)
        if (old.successor_code, old.ends_on) != (one.successor, one.ends_on):
            old.successor_code, old.ends_on, old.retired = one.successor, one.ends_on, False
            current.flush()
            _send_visits_from(old, one.ends_on, now)
            report.changed.append(one.code)
            report.remarks.append(_said_about(old, one))
    current.flush()
    _retire_villages(current, now)


def _said_about(old: Village, one: Succession) -> str:
    """Return the sentence on a new succession for the operator."""
    names = {"old": f"{old.full_name} ({old.code})", "new": one.successor, "day": one.ends_on.isoformat()}
    return str(_("%(old)s digantikan %(new)s sejak %(day)s.", **names))


def _send_visits_from(old: Village, day: date, now: datetime) -> None:
    """Let the successor have what takes place there from a day on: by then the old village is gone."""
    since = clock.day_bounds(day, day, _zone_of(old))[0]
    village_succeeded.send(VillageSucceeded(old.code, str(old.successor_code), since, now))


def _zone_of(village: Village) -> str:
    """Return the zone of the village's office; that of the west without an office."""
    wanted = select(Office.time_zone).where(Office.code == village.office_code)
    return session().scalar(wanted) or _WEST


def retire_villages(*, now: datetime) -> int:
    """Hand everything of villages whose last day is over to their successors; return how many there were."""
    with transaction() as current:
        return _retire_villages(current, now)


def _retire_villages(current: Session, now: datetime) -> int:
    """Retire the villages whose last day is over, and move venues that a concurrent change has left behind."""
    retired, latest = 0, local_day(now, _EAST)
    ended = select(Village).where(Village.successor_code.is_not(None), Village.ends_on <= latest)
    for old in current.scalars(ended.order_by(Village.code).with_for_update()).all():
        if old.stands_on(local_day(now, _zone_of(old))) or not old.successor_code:
            continue
        there = current.scalars(select(Venue).where(Venue.village_code == old.code)).all()
        if old.retired and not there:
            continue
        for venue in there:
            venue.village_code = old.successor_code
        village_succeeded.send(VillageSucceeded(old.code, old.successor_code, None, now))
        old.retired, retired = True, retired + 1
        after = {"successor": old.successor_code, "venues": len(there)}
        record("succeed", "region", old.code, at=now, office_id=None, account_id=None, after=after)
    current.flush()
    return retired


def _probable_successions(current: Session, pack: RegionPack) -> list[str]:
    """Return a sentence for the operator on each pair of villages of which one may stand for the other."""
    wanted = select(Village).where(Village.code.startswith(f"{pack.code}."), Village.successor_code.is_(None))
    standing = current.scalars(wanted.order_by(Village.code)).all()
    sentence = _(
        "%(old)s dan %(new)s mungkin desa yang sama. Bila yang pertama digantikan yang kedua, tulis barisnya di"
        " successors.csv, lalu muat lagi; selama belum, keduanya dapat dijadwalkan."
    )
    return [
        sentence % {"old": f"{old.full_name} ({old.code})", "new": f"{new.full_name} ({new.code})"}
        for old, new in probable_pairs(standing, pack.named)
    ]


def office_depot(folder: Path) -> tuple[float, float] | None:
    """Read the point of the office from a pack: latitude, longitude in degrees. Raises UnusablePack."""
    return read_region(folder, set()).depot
