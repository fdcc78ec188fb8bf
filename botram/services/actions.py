"""Loading the service list into the tables. A service that the list no longer has stays, but is not offered."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from botram.audit.actions import record
from botram.database import session, transaction
from botram.packs import LoadReport, fingerprint
from botram.services.models import Document, Requirement, Service
from botram.services.pack import ServicePack, read_service_list
from botram.services.queries import forget_service_list
from botram.services.signals import ServicesChanged, ServiceTextsChanged, service_texts_changed, services_changed

_NEEDS = {"active", "equipment"}
_NO_TEXT = {"data_date"}  # a new date alone changes no text


def load_services(folder: Path, *, now: datetime, own: bool = False) -> LoadReport:
    """Load the service list of a folder in one transaction and report on each entry. Raises UnusablePack.

    ``own``: it is the operator's list, which upgrades of the program do not replace.
    """
    slugs = dict(session().execute(select(Service.code, Service.slug)).all())
    pack = read_service_list(folder, slugs)
    report = LoadReport(pack.name, refused=pack.refused)
    with transaction() as current:
        _store_documents(current, pack, report)
        reworded, other_needs = _store_services(current, pack, report)
        record(
            "load",
            "services",
            "services",
            at=now,
            office_id=None,
            account_id=None,
            after=report.snapshot() | {"pack": fingerprint(folder), "own": own, "day": pack.day.isoformat()},
        )
        forget_service_list()  # who is told below reads the list as it is now
        if reworded:
            service_texts_changed.send(ServiceTextsChanged(frozenset(reworded), now))
        if other_needs:
            services_changed.send(ServicesChanged(frozenset(other_needs), now))
    forget_service_list()
    return report


def _store_documents(current: Session, pack: ServicePack, report: LoadReport) -> None:
    """Add and change documents. Inside the caller's transaction."""
    there = {row.code: row for row in current.scalars(select(Document))}
    for code, values in pack.documents.items():
        if code not in there:
            current.add(Document(code=code, **values))
            report.added.append(code)
        else:
            (report.changed if _update_row(there[code], values) else report.unchanged).append(code)
    report.kept += sorted(set(there) - pack.named["documents"])


def _store_services(current: Session, pack: ServicePack, report: LoadReport) -> tuple[set[str], set[str]]:
    """Add, change and deactivate services; returns the codes with other texts, and those with other needs."""
    wanted = select(Service).options(selectinload(Service.requirements))
    there = {row.code: row for row in current.scalars(wanted)}
    reworded: set[str] = set()
    other_needs: set[str] = set()
    for code, values in pack.services.items():
        if code not in there:
            current.add(Service(code=code, **values))
            _add_requirements(current, pack, code)
            report.added.append(code)
            continue
        differing = _update_row(there[code], values)
        if _stored_requirements(there[code]) != [tuple(one.values()) for one in pack.requirements[code]]:
            current.execute(delete(Requirement).where(Requirement.service_code == code))
            current.expire(there[code], ["requirements"])
            _add_requirements(current, pack, code)
            differing.add("requirements")
        (report.changed if differing else report.unchanged).append(code)
        if differing - _NO_TEXT:
            reworded.add(code)
        if differing & _NEEDS:
            other_needs.add(code)
    for code in sorted(set(there) - pack.named["services"]):
        gone = _update_row(there[code], {"active": False})
        (report.changed if gone else report.kept).append(code)
        other_needs |= {code} if gone else set()
    return reworded, other_needs


def _update_row(row: Document | Service, values: dict[str, Any]) -> set[str]:
    """Set the values of a row; returns the names of those that differed."""
    differing = {name for name, value in values.items() if getattr(row, name) != value}
    for name in differing:
        setattr(row, name, values[name])
    return differing


def _stored_requirements(service: Service) -> list[tuple[Any, ...]]:
    """The requirements of a service in the table, as tuples in the order of the pack's values."""
    return [(one.code, one.position, one.note, one.text, one.english) for one in service.requirements]


def _add_requirements(current: Session, pack: ServicePack, code: str) -> None:
    """Add the requirements of a service."""
    current.add_all(Requirement(service_code=code, **one) for one in pack.requirements[code])
