"""Reading outlines, and the villages of a district by how long they have waited."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from botram.database import session
from botram.places.models import Venue, Village
from botram.places.queries import villages_in_district
from botram.refusals import existing
from botram.staff.models import Office
from botram.visits.models import Visit
from botram.visits.outlines.models import VisitOutline
from botram.visits.rules import PUBLIC_ID
from botram.visits.village_queries import last_and_next_visits

_MOST_SHOWN = 500  # outlines of one board


def _with_place() -> Select[VisitOutline]:
    """Outlines with their village, district and team, in the statement that finds them."""
    village = joinedload(VisitOutline.village).joinedload(Village.district)
    return select(VisitOutline).options(village, joinedload(VisitOutline.district), joinedload(VisitOutline.team))


def outline_of(office: Office, public_id: str) -> VisitOutline:
    """The outline of the office with this public id. Raises NotFound, also for one of another office."""
    wanted = _with_place().where(VisitOutline.public_id == public_id, VisitOutline.office_id == office.id)
    return existing(session().scalar(wanted) if PUBLIC_ID.fullmatch(public_id) else None)


def outline_with(public_id: str) -> VisitOutline | None:
    """The outline of any office with this public id; None without one."""
    return session().scalar(_with_place().where(VisitOutline.public_id == public_id))


def outlines_with(office: Office, public_ids: Collection[str]) -> dict[str, VisitOutline]:
    """The outlines of the office with these public ids, by these. One statement."""
    wanted = _with_place().where(VisitOutline.office_id == office.id, VisitOutline.public_id.in_(public_ids))
    return {one.public_id: one for one in session().scalars(wanted.order_by(VisitOutline.id))}


def outlines_between(office: Office, first: date, last: date) -> Sequence[VisitOutline]:
    """The outlines of the months from that of one day to that of another, by month. One statement."""
    wanted = _with_place().where(VisitOutline.office_id == office.id)
    wanted = wanted.where(VisitOutline.month >= first.replace(day=1), VisitOutline.month <= last)
    return session().scalars(wanted.order_by(VisitOutline.month, VisitOutline.id).limit(_MOST_SHOWN)).all()


def with_venue(office: Office, village_codes: Collection[str]) -> set[str]:
    """Those of these villages that have an open venue, by code. One statement."""
    there = select(Venue.village_code).where(Venue.office_id == office.id, Venue.active)
    return set(session().scalars(there.where(Venue.village_code.in_(village_codes)).distinct()))


@dataclass(frozen=True)
class WaitingVillage:
    """A village with its last visit and the one that is announced."""

    village: Village
    last: Visit | None
    coming: Visit | None


def waiting_villages(district_code: str, now: datetime, *, most: int = 5) -> list[WaitingVillage]:
    """The villages of a district that have waited longest: first those without a coming visit. Three statements."""
    villages = villages_in_district(district_code)
    visits = last_and_next_visits([one.code for one in villages], now)
    rows = [WaitingVillage(one, *visits.get(one.code, (None, None))) for one in villages]
    rows.sort(key=lambda row: (row.coming is not None, row.last is not None, row.last.opens_at if row.last else now))
    return rows[:most]
