"""Reading the visits of an officer: those with the officer in the crew."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

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
    if account.role is Role.OFFICER and not _is_in_crew(account, visit):
        raise NotFound
    return visit


def _is_in_crew(account: Account, visit: Visit) -> bool:
    """Whether the officer is in the crew of an announced visit."""
    return visit.state in PUBLIC and any(member.account_id == account.id for member in visit.crew)


def officer_visits(account: Account, since: datetime, until: datetime) -> Sequence[Visit]:
    """An officer's visits that open in a period or were moved out of it, with cancelled ones, soonest first.

    Also those from before it that were not closed. The number of statements is constant.
    """
    wanted = select(Visit).join(VisitOfficer, VisitOfficer.visit_id == Visit.id)
    mine = wanted.where(
        VisitOfficer.account_id == account.id,
        VisitOfficer.opens_at >= since - _LONGEST_UNFINISHED,
        Visit.state.in_(PUBLIC),
        or_(_opens_between(since, until), _moved_out_of(since, until), _left_open(since)),
    )
    return session().scalars(mine.order_by(Visit.opens_at, Visit.id).options(*for_pages())).all()


def _opens_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """The condition that a visit opens in a period."""
    return and_(Visit.opens_at >= since, Visit.opens_at < until)


def _moved_out_of(since: datetime, until: datetime) -> ColumnElement[bool]:
    """The condition that an announced visit was moved out of a period."""
    return and_(Visit.was_opens_at >= since, Visit.was_opens_at < until, Visit.state.in_(ANNOUNCED))


def _left_open(since: datetime) -> ColumnElement[bool]:
    """The condition that a visit before a moment was not closed."""
    return and_(Visit.opens_at < since, Visit.state.in_(ANNOUNCED))
