"""Reading services, documents and their names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from botram.database import session
from botram.refusals import existing
from botram.services.models import Document, Requirement, Service
from botram.services.pack import SLUG
from botram.services.texts import in_language


def offered_services() -> Sequence[Service]:
    """All services that are offered, in the order of the list."""
    wanted = select(Service).where(Service.active).order_by(Service.position, Service.code)
    return session().scalars(wanted).all()


def services_with_requirements() -> Sequence[Service]:
    """All services that are offered, with their requirements. Two statements."""
    wanted = select(Service).where(Service.active).options(selectinload(Service.requirements))
    return session().scalars(wanted.order_by(Service.position, Service.code)).all()


def service_with_slug(slug: str) -> Service:
    """The service with this slug and its requirements, offered or not. Raises NotFound."""
    wanted = select(Service).where(Service.slug == slug).options(selectinload(Service.requirements))
    return existing(session().scalar(wanted) if SLUG.fullmatch(slug) else None)


def services_with_codes(codes: Iterable[str]) -> Sequence[Service]:
    """The services with these codes, offered or not, with their requirements. Two statements."""
    wanted = select(Service).where(Service.code.in_(list(codes))).options(selectinload(Service.requirements))
    return session().scalars(wanted.order_by(Service.position, Service.code)).all()


def services_by_code(codes: Iterable[str]) -> dict[str, Service]:
    """The services with these codes, offered or not, by code. One statement."""
    wanted = select(Service).where(Service.code.in_(codes))
    return {service.code: service for service in session().scalars(wanted)}


def all_documents() -> Sequence[Document]:
    """All documents, in the order of the list. One statement."""
    return session().scalars(select(Document).order_by(Document.position, Document.code)).all()


def documents_with_codes(codes: Iterable[str]) -> Sequence[Document]:
    """The documents with these codes, in the order of the list."""
    wanted = select(Document).where(Document.code.in_(list(codes))).order_by(Document.position)
    return session().scalars(wanted).all()


@dataclass(frozen=True)
class Names:
    """The names of the codes that results have, in the order of the lists."""

    services: dict[str, str]
    documents: dict[str, str]
    requirements: dict[str, str]
    slugs: dict[str, str]  # of services
    shorts: dict[str, str]  # short names of documents


def names() -> Names:
    """The names of all services, documents and requirements, offered or not. Three statements."""
    services = select(Service.code, Service.name, Service.english, Service.slug)
    documents = select(Document.code, Document.name, Document.english, Document.short)
    texts = select(Requirement.code, Requirement.text, Requirement.english, Requirement.text)
    offered = session().execute(services.order_by(Service.position, Service.code)).all()
    issued = session().execute(documents.order_by(Document.position, Document.code)).all()
    brought = session().execute(texts.order_by(Requirement.code)).all()
    return Names(
        services=_names_by_code(offered, "name"),
        documents=_names_by_code(issued, "name"),
        requirements=_names_by_code(brought, "text"),
        slugs={code: slug for code, _name, _english, slug in offered},
        shorts={code: in_language(short, english.get("short")) for code, _name, english, short in issued},
    )


def _names_by_code(rows: Iterable[Any], name: str) -> dict[str, str]:
    """Texts by code, in the present language."""
    return {code: in_language(text, english.get(name)) for code, text, english, _more in rows}
