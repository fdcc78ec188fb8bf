"""Reading the partner agencies of an office."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from botram.database import Page, session
from botram.partners.models import PartnerAgency
from botram.refusals import existing
from botram.staff.models import Office
from botram.staff.queries import LARGEST_ID

_BY_NAME = func.lower(PartnerAgency.name), PartnerAgency.id


def agency_of(office: Office, agency_id: int) -> PartnerAgency:
    """The agency of the office with this id. Raises NotFound, also for an agency of another office."""
    wanted = select(PartnerAgency).where(PartnerAgency.id == agency_id, PartnerAgency.office_id == office.id)
    return existing(session().scalar(wanted) if agency_id <= LARGEST_ID else None)


def agencies_of(office: Office) -> Sequence[PartnerAgency]:
    """The active agencies of the office, by name."""
    mine = select(PartnerAgency).where(PartnerAgency.office_id == office.id, PartnerAgency.active)
    return session().scalars(mine.order_by(*_BY_NAME)).all()


def agencies_with_ids(office: Office, ids: Collection[int]) -> Sequence[PartnerAgency]:
    """The agencies of the office with these ids, active or not."""
    wanted = select(PartnerAgency).where(PartnerAgency.office_id == office.id, PartnerAgency.id.in_(ids))
    return session().scalars(wanted).all()


def agencies_page(office: Office, *, active: bool = True, number: int = 1, size: int = 25) -> Page[PartnerAgency]:
    """One page of the active or the inactive agencies of the office, by name. Two statements."""
    wanted = select(PartnerAgency).where(PartnerAgency.office_id == office.id, PartnerAgency.active == active)
    total = session().scalar(wanted.with_only_columns(func.count())) or 0
    number = max(1, min(number, -(-total // size)))
    rows = wanted.order_by(*_BY_NAME).limit(size).offset((number - 1) * size)
    return Page(session().scalars(rows).all(), total, number, size)
