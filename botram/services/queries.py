"""What can be applied for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from botram.database import session
from botram.refusals import NotFound
from botram.services.models import Document, Requirement, Service

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def services() -> Sequence[Service]:
    """Every service that is offered, in the order of the list."""
    return (
        session()
        .scalars(select(Service).where(Service.active).order_by(Service.position, Service.code))
        .all()
    )


def services_with_requirements() -> Sequence[Service]:
    """Every service that is offered, with what to bring. Two statements."""
    wanted = select(Service).where(Service.active).options(selectinload(Service.requirements))
    return session().scalars(wanted.order_by(Service.position, Service.code)).all()


def service_with_slug(slug: str) -> Service:
    """One service with what to bring, also when it is offered no more. Raises NotFound."""
    wanted = select(Service).where(Service.slug == slug).options(selectinload(Service.requirements))
    found = session().scalar(wanted) if SLUG.fullmatch(slug) else None
    if found is None:
        raise NotFound
    return found


def documents(codes: Iterable[str]) -> Sequence[Document]:
    """The documents with these codes, in the order of the list."""
    return (
        session()
        .scalars(select(Document).where(Document.code.in_(list(codes))).order_by(Document.position))
        .all()
    )


@dataclass(frozen=True)
class Names:
    """What people call the codes of results, in the order of the lists."""

    services: dict[str, str]
    documents: dict[str, str]
    requirements: dict[str, str]


def names() -> Names:
    """The names of all services, documents and things to bring, those no longer offered too. Three statements."""
    services = select(Service.code, Service.name).order_by(Service.position, Service.code)
    documents = select(Document.code, Document.name).order_by(Document.position, Document.code)
    texts = select(Requirement.code, Requirement.text).distinct().order_by(Requirement.code)
    found = [session().execute(wanted).all() for wanted in (services, documents, texts)]
    return Names(*(dict(rows) for rows in found))
