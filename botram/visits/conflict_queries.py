"""Reading visits that conflict with another one, or are near it in time or place."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from botram.database import session
from botram.places.models import Village
from botram.staff.models import Account, Office, Team
from botram.visits.models import ANNOUNCED, Visit, VisitOfficer, VisitState
from botram.visits.queries import for_line_views, for_pages


def lock_office(visit: Visit) -> None:
    """Lock the office of a visit, so that of two conflicting ones the second is refused with a sentence.

    SQLite has one writer anyway.
    """
    session().execute(select(Office.id).where(Office.id == visit.office_id).with_for_update(key_share=True))


def conflicting_visit(team: Team, opens_at: datetime, closes_at: datetime, but: int | None) -> Visit | None:
    """The announced visit of a team at this time, but for the one with id ``but``. Touching ends do not conflict."""
    same_time = select(Visit).where(Visit.opens_at < closes_at, opens_at < Visit.closes_at, Visit.state.in_(ANNOUNCED))
    wanted = same_time.where(Visit.team_id == team.id, Visit.id != (but or 0)).order_by(Visit.opens_at).limit(1)
    return session().scalar(wanted.options(*for_pages()))


def busy_officer(
    crew: Sequence[int], opens_at: datetime, closes_at: datetime, but: int | None
) -> tuple[Account, Visit] | None:
    """The first officer of a crew with another announced visit at this time, and that visit; None without one."""
    wanted = (
        select(Account, Visit)
        .join(VisitOfficer, VisitOfficer.account_id == Account.id)
        .join(Visit, Visit.id == VisitOfficer.visit_id)
        .where(VisitOfficer.account_id.in_(crew), VisitOfficer.announced, Visit.id != (but or 0))
        .where(VisitOfficer.opens_at < closes_at, opens_at < VisitOfficer.closes_at)
        .order_by(Account.name)
        .limit(1)
    )
    found = session().execute(wanted.options(*for_line_views())).first()
    return (found[0], found[1]) if found else None


def visits_around(office: Office, opens_at: datetime, closes_at: datetime, but: int | None) -> Sequence[Visit]:
    """Announced and drafted visits of the office within 24 hours of this time, with team and venue."""
    margin = timedelta(hours=24)
    wanted = select(Visit).where(
        Visit.office_id == office.id,
        Visit.opens_at < closes_at + margin,
        Visit.opens_at > opens_at - margin,
        Visit.state.in_((VisitState.DRAFT, *ANNOUNCED)),
        Visit.id != (but or 0),
    )
    eager = (joinedload(Visit.venue), joinedload(Visit.team), joinedload(Visit.village).joinedload(Village.district))
    return session().scalars(wanted.order_by(Visit.opens_at).options(*eager)).all()


def nearest_visit_to_village(village_code: str, opens_at: datetime, days: int, but: int | None) -> Visit | None:
    """The nearest visit in time to the same village, within ``days`` before or after; None without one."""
    margin = timedelta(days=days)
    wanted = select(Visit).where(
        Visit.village_code == village_code,
        Visit.opens_at > opens_at - margin,
        Visit.opens_at < opens_at + margin,
        Visit.state.not_in((VisitState.DRAFT, VisitState.CANCELLED)),
        Visit.id != (but or 0),
    )
    found = session().scalars(wanted.options(joinedload(Visit.office))).all()
    return min(found, key=lambda visit: abs(visit.opens_at - opens_at), default=None)
