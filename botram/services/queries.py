"""Reading services, documents and their names, from the list that a process keeps for each of its versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import Label, Row, select
from sqlalchemy.orm import Session, selectinload

from botram.audit.models import TextVersion
from botram.database import is_writing, session
from botram.refusals import existing
from botram.services.models import Document, Service
from botram.services.pack import SLUG
from botram.services.texts import localized

KEPT = "botram-service-list"
_VERSION = "botram-service-list-version"


@dataclass(frozen=True)
class ServiceList:
    """All services with their requirements and all documents, in the order of the list. The rows are only read."""

    version: tuple[Any, ...]
    services: dict[str, Service]  # by code, offered or not
    documents: dict[str, Document]  # by code


def service_list() -> ServiceList:
    """The list of services. A request asks for its version; the rows are read once for each version.

    One statement; none after ``use_version``. Rows of one list are shared by all threads and belong to no session:
    nobody changes them.
    """
    if (bound := session().info.get(KEPT)) is not None:
        return bound  # type: ignore[no-any-return]  # what this function put there
    version = session().info.get(_VERSION) or _present_version()
    kept: ServiceList | None = current_app.extensions.get(KEPT)
    if kept is None or kept.version != version:
        kept = _read_list(version)
        if not is_writing():  # what is not committed yet may never be
            current_app.extensions[KEPT] = kept
    session().info[KEPT] = kept
    return kept


def forget_service_list() -> None:
    """Read the list again when this request next needs it."""
    session().info.pop(KEPT, None)
    session().info.pop(_VERSION, None)


def version_columns() -> tuple[Label[Any], ...]:
    """Return the version of the list as columns ``services`` and ``services_changed_at`` of any other statement."""
    here = (TextVersion.office_id == 0, TextVersion.subject == "services")
    columns = (TextVersion.figure.label("services"), TextVersion.changed_at.label("services_changed_at"))
    return tuple(select(one).where(*here).scalar_subquery().label(one.name) for one in columns)


def use_version(row: Row[*tuple[Any, ...]]) -> tuple[Any, ...]:
    """Let this request use the list of the version that a row of ``version_columns`` has, and return that."""
    version, kept = (row.services, row.services_changed_at), session().info
    if KEPT in kept and kept[KEPT].version != version:
        forget_service_list()
    kept[_VERSION] = version
    return version


def _present_version() -> tuple[Any, ...]:
    """What differs once a list was loaded, by whichever process."""
    return tuple(session().execute(select(*version_columns())).one())


def _read_list(version: tuple[Any, ...]) -> ServiceList:
    """Read the list in the transaction of this request, into objects of their own. Three statements."""
    services = select(Service).options(selectinload(Service.requirements)).order_by(Service.position, Service.code)
    documents = select(Document).order_by(Document.position, Document.code)
    with Session(session().connection()) as own:
        found = own.scalars(services).all(), own.scalars(documents).all()
        own.expunge_all()
    return ServiceList(version, {one.code: one for one in found[0]}, {one.code: one for one in found[1]})


def service_called(code: str) -> Service:
    """The service with a code that is stored somewhere."""
    return service_list().services[code]


def offered_services() -> Sequence[Service]:
    """All services that are offered, with their requirements, in the order of the list."""
    return [service for service in service_list().services.values() if service.active]


def service_with_slug(slug: str) -> Service:
    """The service with this slug and its requirements, offered or not. Raises NotFound."""
    found = service_list().services.values() if SLUG.fullmatch(slug) else ()
    return existing(next((service for service in found if service.slug == slug), None))


def services_with_codes(codes: Iterable[str]) -> Sequence[Service]:
    """The services with these codes, offered or not, with their requirements, in the order of the list."""
    wanted = set(codes)
    return [service for code, service in service_list().services.items() if code in wanted]


def services_by_code(codes: Iterable[str]) -> dict[str, Service]:
    """The services with these codes, offered or not, by code."""
    return {service.code: service for service in services_with_codes(codes)}


def all_documents() -> Sequence[Document]:
    """All documents, in the order of the list."""
    return list(service_list().documents.values())


def documents_with_codes(codes: Iterable[str]) -> Sequence[Document]:
    """The documents with these codes, in the order of the list."""
    wanted = set(codes)
    return [document for code, document in service_list().documents.items() if code in wanted]


@dataclass(frozen=True)
class Names:
    """The names of the codes that results have, in the order of the lists."""

    services: dict[str, str]
    documents: dict[str, str]
    requirements: dict[str, str]
    slugs: dict[str, str]  # of services
    shorts: dict[str, str]  # short names of documents


def names() -> Names:
    """The names of all services, documents and requirements, offered or not."""
    services, documents = service_list().services, service_list().documents
    brought = sorted((one for service in services.values() for one in service.requirements), key=lambda one: one.code)
    return Names(
        services={code: localized(service, "name") for code, service in services.items()},
        documents={code: localized(document, "name") for code, document in documents.items()},
        requirements={one.code: localized(one, "text") for one in brought},
        slugs={code: service.slug for code, service in services.items()},
        shorts={code: localized(document, "short") for code, document in documents.items()},
    )
