"""Reading the visits that hang on another row: a venue, an agency, an office, a place, a service."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select, true

from botram.database import session
from botram.partners.models import PartnerAgency
from botram.places.models import Venue, Village
from botram.staff.models import Office
from botram.visits.availability_queries import offers
from botram.visits.departures.models import FeedDeparture
from botram.visits.models import ANNOUNCED, Booth, ListKind, Visit
from botram.visits.participation.models import VisitVillage
from botram.visits.participation.queries import serving


def _announced_visits(which: ColumnElement[bool], office_id: int | None = None) -> Sequence[Visit]:
    """Announced visits that meet a condition, of one office or of all, by id.

    Few are announced: they are found by the index on offices and states, whatever else is known of them.
    """
    somewhere = Visit.office_id.in_(select(Office.id)) if office_id is None else Visit.office_id == office_id
    few = select(Visit.id).where(somewhere, Visit.state.in_(ANNOUNCED)).subquery()
    wanted = select(Visit).where(Visit.id.in_(select(few.c.id)), which).order_by(Visit.id)
    return session().scalars(wanted).all()


def announced_visits_at(venue: Venue) -> Sequence[Visit]:
    """Announced visits at a venue."""
    return _announced_visits(Visit.venue_id == venue.id, venue.office_id)


def announced_visits_with(agency: PartnerAgency) -> Sequence[Visit]:
    """Announced visits with a booth of a partner agency."""
    there = exists().where(Booth.visit_id == Visit.id, Booth.agency_id == agency.id).correlate(Visit)
    return _announced_visits(there, agency.office_id)


def announced_visits_of(office: Office) -> Sequence[Visit]:
    """Announced visits of an office."""
    return _announced_visits(true(), office.id)


def announced_visits_in(codes: Collection[str]) -> Sequence[Visit]:
    """Announced visits in the villages or districts with these codes."""
    there = select(Village.code).where(or_(Village.code.in_(codes), Village.district_code.in_(codes)))
    return _announced_visits(serving(there))


def announced_visits_offering(codes: Collection[str]) -> Sequence[Visit]:
    """Announced visits that offer one of the services with these codes."""
    return _announced_visits(offers(codes))


def has_visits(venue: Venue) -> bool:
    """Whether there is a visit in any state at a venue."""
    return session().scalar(select(Visit.id).where(Visit.venue_id == venue.id).limit(1)) is not None


def visits_in(village_code: str, since: datetime | None) -> Sequence[Visit]:
    """Visits in any state to a village, by id; ``since``: only those that open from this moment on."""
    there = select(VisitVillage.visit_id).where(VisitVillage.village_code == village_code)
    if since is not None:
        there = there.where(VisitVillage.opens_at >= since)
    wanted = select(Visit).where(Visit.id.in_(there))
    return session().scalars(wanted.order_by(Visit.id)).all()


def departures_from(village_code: str) -> Sequence[int]:
    """The ids of visits that have left the lists of a village."""
    here = (FeedDeparture.kind == ListKind.VILLAGE, FeedDeparture.key == village_code)
    return session().scalars(select(FeedDeparture.visit_id).where(*here)).all()
