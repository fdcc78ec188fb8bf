"""What can be applied for."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from botram.database import session
from botram.refusals import NotFound
from botram.services.models import Document, Service

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
