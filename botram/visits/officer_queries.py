"""Reading the visits of an officer: those with the officer in the crew."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from botram.database import session
from botram.refusals import NotFound
from botram.staff.models import Account, Role
from botram.visits.models import ANNOUNCED, PUBLIC, Visit, VisitOfficer
from botram.visits.queries import for_pages, visit_of

_LONGEST_UNFINISHED = timedelta(days=60)  # older ones that were never closed are left out


def visit_for(account: Account, public_id: str) -> Visit:
    """The visit with this public id that an account may work on: officers on announced ones with them in the crew.

    Other roles: on all visits of the office. Raises NotFound.
    """
    visit = visit_of(account.office, public_id)
    in_crew = visit.state in PUBLIC and any(member.account_id == account.id for member in visit.crew)
    if account.role is Role.OFFICER and not in_crew:
        raise NotFound
    return visit


def officer_visits(account: Account, since: datetime, until: datetime) -> Sequence[Visit]:
    """An officer's visits that open in a period or were moved out of it, with cancelled ones, soonest first.

    Also those from before it that were not closed. The number of statements is constant.
    """
    in_period = and_(Visit.opens_at >= since, Visit.opens_at < until)
    announced = Visit.state.in_(ANNOUNCED)
    moved_out_of_it = and_(Visit.was_opens_at >= since, Visit.was_opens_at < until, announced)
    not_closed = and_(Visit.opens_at < since, announced)
    wanted = select(Visit).join(VisitOfficer, VisitOfficer.visit_id == Visit.id)
    mine = wanted.where(
        VisitOfficer.account_id == account.id,
        VisitOfficer.opens_at >= since - _LONGEST_UNFINISHED,
        Visit.state.in_(PUBLIC),
        or_(in_period, moved_out_of_it, not_closed),
    )
    return session().scalars(mine.order_by(Visit.opens_at, Visit.id).options(*for_pages())).all()
