"""Reading when teams and officers of an office are taken, and its teams."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from botram.clock import day_bounds
from botram.database import session
from botram.days.queries import days_off
from botram.staff.models import Office, Team
from botram.visits.changes.slots import Crew, Reservations
from botram.visits.models import ANNOUNCED, Visit, VisitOfficer, VisitState
from botram.visits.participation.models import VisitTeam

_Times = tuple[datetime, datetime]


def crews_of(office: Office) -> Sequence[Crew]:
    """The active teams of an office with their members, by name. Two statements."""
    wanted = select(Team).where(Team.office_id == office.id, Team.active).order_by(Team.name)
    teams = session().scalars(wanted.options(selectinload(Team.members))).all()
    return [crew_of(team) for team in teams]


def crew_of(team: Team) -> Crew:
    """A team with its members."""
    return Crew(team.id, team.name, frozenset(member.id for member in team.members))


def reservations(office: Office, first: date, last: date, *, but: frozenset[int] = frozenset()) -> Reservations:
    """When teams (by announced visits and drafts) and officers (by announced ones) are taken. Three statements.

    but     ids of visits that do not count
    """
    since, until = day_bounds(first, last, office.time_zone)
    planned = (
        select(VisitTeam.team_id, VisitTeam.opens_at, VisitTeam.closes_at)
        .join(Visit, Visit.id == VisitTeam.visit_id)
        .where(Visit.office_id == office.id, Visit.state.in_((VisitState.DRAFT, *ANNOUNCED)), Visit.id.not_in(but))
        .where(Visit.opens_at >= since, Visit.opens_at < until)
    )
    going = (
        select(VisitOfficer.account_id, VisitOfficer.opens_at, VisitOfficer.closes_at)
        .join(Visit, Visit.id == VisitOfficer.visit_id)
        .where(Visit.office_id == office.id, VisitOfficer.announced, Visit.id.not_in(but))
        .where(VisitOfficer.opens_at >= since, VisitOfficer.opens_at < until)
    )
    teams, officers = defaultdict[int, list[_Times]](list), defaultdict[int, list[_Times]](list)
    for found, statement in ((teams, planned), (officers, going)):
        for key, opens_at, closes_at in session().execute(statement):
            found[key].append((opens_at, closes_at))
    return Reservations(teams, officers, days_off(office, first, last))
