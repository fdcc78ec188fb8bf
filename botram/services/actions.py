"""Taking the service list into the tables: what differs is changed, what left the list stays but is offered no more."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from botram.audit.actions import record
from botram.database import session, transaction
from botram.packs import LoadReport, fingerprint
from botram.services.models import Document, Requirement, Service
from botram.services.pack import ServicePack, read_pack
from botram.services.signals import ServiceTextsChanged, service_texts_changed

_NO_TEXT = {"data_date"}  # a new date alone changes nothing that a visit says


def load_services(folder: Path, *, now: datetime, own: bool = False) -> LoadReport:
    """Load the service list of a folder in one transaction and report entry by entry. Raises UnusablePack.

    ``own``: the operator's list, which upgrades leave alone.
    """
    slugs = dict(session().execute(select(Service.code, Service.slug)).all())
    pack = read_pack(folder, slugs)
    report = LoadReport(pack.name, refused=pack.refused)
    with transaction() as current:
        _store_documents(current, pack, report)
        reworded = _store_services(current, pack, report)
        if reworded:
            current.flush()
            service_texts_changed.send(ServiceTextsChanged(frozenset(reworded), now))
        record(
            "load",
            "services",
            "services",
            at=now,
            office_id=None,
            account_id=None,
            after=report.facts() | {"pack": fingerprint(folder), "own": own, "day": pack.day.isoformat()},
        )
    return report


def _store_documents(current: Session, pack: ServicePack, report: LoadReport) -> None:
    """Add and change documents."""
    there = {row.code: row for row in current.scalars(select(Document))}
    for code, values in pack.documents.items():
        if code not in there:
            current.add(Document(code=code, **values))
            report.added.append(code)
        else:
            (report.changed if change(there[code], values) else report.unchanged).append(code)
    report.kept += sorted(set(there) - pack.named["documents"])


def _store_services(current: Session, pack: ServicePack, report: LoadReport) -> set[str]:
    """Add, change and retire services; returns the codes of those whose texts changed."""
    wanted = select(Service).options(selectinload(Service.requirements))
    there = {row.code: row for row in current.scalars(wanted)}
    reworded: set[str] = set()
    for code, values in pack.services.items():
        if code not in there:
            current.add(Service(code=code, **values))
            _add_requirements(current, pack, code)
            report.added.append(code)
            continue
        differing = change(there[code], values)
        if _brought(there[code]) != [tuple(one.values()) for one in pack.requirements[code]]:
            current.execute(delete(Requirement).where(Requirement.service_code == code))
            current.expire(there[code], ["requirements"])
            _add_requirements(current, pack, code)
            differing.add("requirements")
        (report.changed if differing else report.unchanged).append(code)
        if differing - _NO_TEXT:
            reworded.add(code)
    for code in sorted(set(there) - pack.named["services"]):
        (report.changed if change(there[code], {"active": False}) else report.kept).append(code)
    return reworded


def change(row: Document | Service, values: dict[str, Any]) -> set[str]:
    """Bring a row to these values; returns the names of those that differed."""
    differing = {name for name, value in values.items() if getattr(row, name) != value}
    for name in differing:
        setattr(row, name, values[name])
    return differing


def _brought(service: Service) -> list[tuple[Any, ...]]:
    """What the table has of the requirements, as ``requirements_of`` gives them."""
    return [(one.code, one.position, one.note, one.text, one.english) for one in service.requirements]


def _add_requirements(current: Session, pack: ServicePack, code: str) -> None:
    """Add what to bring for a service."""
    current.add_all(Requirement(service_code=code, **one) for one in pack.requirements[code])
