"""What can be applied for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from botram.database import session
from botram.refusals import existing
from botram.services.models import Document, Requirement, Service
from botram.services.texts import in_language

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def services() -> Sequence[Service]:
    """Every service that is offered, in the order of the list."""
    wanted = select(Service).where(Service.active).order_by(Service.position, Service.code)
    return session().scalars(wanted).all()


def services_with_requirements() -> Sequence[Service]:
    """Every service that is offered, with what to bring. Two statements."""
    wanted = select(Service).where(Service.active).options(selectinload(Service.requirements))
    return session().scalars(wanted.order_by(Service.position, Service.code)).all()


def service_with_slug(slug: str) -> Service:
    """One service with what to bring, also when it is offered no more. Raises NotFound."""
    wanted = select(Service).where(Service.slug == slug).options(selectinload(Service.requirements))
    return existing(session().scalar(wanted) if SLUG.fullmatch(slug) else None)


def services_called(codes: Iterable[str]) -> Sequence[Service]:
    """The services with these codes, offered or no more, with what to bring. Two statements."""
    wanted = select(Service).where(Service.code.in_(list(codes))).options(selectinload(Service.requirements))
    return session().scalars(wanted.order_by(Service.position, Service.code)).all()


def services_by_code(codes: Iterable[str]) -> dict[str, Service]:
    """The services with these codes, offered or no more. One statement."""
    wanted = select(Service).where(Service.code.in_(codes))
    return {service.code: service for service in session().scalars(wanted)}


def all_documents() -> Sequence[Document]:
    """Every document, in the order of the list. One statement."""
    return session().scalars(select(Document).order_by(Document.position, Document.code)).all()


def documents(codes: Iterable[str]) -> Sequence[Document]:
    """The documents with these codes, in the order of the list."""
    wanted = select(Document).where(Document.code.in_(list(codes))).order_by(Document.position)
    return session().scalars(wanted).all()


@dataclass(frozen=True)
class Names:
    """What people call the codes of results, in the order of the lists."""

    services: dict[str, str]
    documents: dict[str, str]
    requirements: dict[str, str]
    slugs: dict[str, str]  # of services
    shorts: dict[str, str]  # of documents, in a word or two


def names() -> Names:
    """The names of all services, documents and things to bring, those no longer offered too. Three statements."""
    services = select(Service.code, Service.name, Service.english, Service.slug)
    documents = select(Document.code, Document.name, Document.english, Document.short)
    texts = select(Requirement.code, Requirement.text, Requirement.english, Requirement.text)
    offered = session().execute(services.order_by(Service.position, Service.code)).all()
    issued = session().execute(documents.order_by(Document.position, Document.code)).all()
    brought = session().execute(texts.order_by(Requirement.code)).all()
    return Names(
        services=_in_words(offered, "name"),
        documents=_in_words(issued, "name"),
        requirements=_in_words(brought, "text"),
        slugs={code: slug for code, _name, _english, slug in offered},
        shorts={code: in_language(short, english.get("short")) for code, _name, english, short in issued},
    )


def _in_words(rows: Iterable[Any], name: str) -> dict[str, str]:
    """Texts by code, each in the language that is spoken."""
    return {code: in_language(text, english.get(name)) for code, text, english, _more in rows}
