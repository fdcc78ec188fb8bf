"""The agencies that an office works with."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from botram.database import Page, session
from botram.partners.models import PartnerAgency
from botram.refusals import existing
from botram.staff.models import Office
from botram.staff.queries import LARGEST_ID

_BY_NAME = func.lower(PartnerAgency.name), PartnerAgency.id


def agency_of(office: Office, agency_id: int) -> PartnerAgency:
    """One agency of the office. Raises NotFound, also for another office's."""
    wanted = select(PartnerAgency).where(PartnerAgency.id == agency_id, PartnerAgency.office_id == office.id)
    return existing(session().scalar(wanted) if agency_id <= LARGEST_ID else None)


def agencies_of(office: Office) -> Sequence[PartnerAgency]:
    """The agencies that still come along, by name."""
    mine = select(PartnerAgency).where(PartnerAgency.office_id == office.id, PartnerAgency.active)
    return session().scalars(mine.order_by(*_BY_NAME)).all()


def agencies_called(office: Office, ids: Collection[int]) -> Sequence[PartnerAgency]:
    """The office's agencies with these ids, also those that come along no more."""
    wanted = select(PartnerAgency).where(PartnerAgency.office_id == office.id, PartnerAgency.id.in_(ids))
    return session().scalars(wanted).all()


def agencies_page(
    office: Office, *, active: bool = True, number: int = 1, size: int = 25
) -> Page[PartnerAgency]:
    """One page of the office's agencies, by name. Two statements."""
    wanted = select(PartnerAgency).where(PartnerAgency.office_id == office.id, PartnerAgency.active == active)
    total = session().scalar(wanted.with_only_columns(func.count())) or 0
    number = max(1, min(number, -(-total // size)))
    rows = wanted.order_by(*_BY_NAME).limit(size).offset((number - 1) * size)
    return Page(session().scalars(rows).all(), total, number, size)
