"""Reading coming visits for the rules, and their open marks."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from botram.clock import day_bounds
from botram.database import session
from botram.places.models import Venue
from botram.staff.models import Account, Office, Team
from botram.visits.models import ANNOUNCED, Visit, VisitMark, VisitOfficer, VisitState
from botram.visits.participation.models import VisitTeam
from botram.visits.participation.queries import all_villages, serving, with_team
from botram.visits.queries import for_line_views
from botram.visits.surroundings import NEAR_HOURS, SAME_VILLAGE

_MARKED = (VisitState.DRAFT, *ANNOUNCED)


def coming_visits(which: ColumnElement[bool], now: datetime) -> Sequence[Visit]:
    """Drafts and announced visits that are not over and meet a condition, with all that the rules read of them."""
    wanted = select(Visit).where(which, Visit.state.in_(_MARKED), Visit.closes_at > now)
    return session().scalars(wanted.order_by(Visit.office_id, Visit.opens_at, Visit.id).options(*_for_rules())).all()


def coming_visits_of(office: Office, now: datetime) -> Sequence[Visit]:
    """All drafts and announced visits of an office that are not over, with all that the rules read of them."""
    return coming_visits(Visit.office_id == office.id, now)


def _for_rules() -> tuple[ExecutableOption, ...]:
    """The loader options for what the rules read of a visit itself."""
    return (
        joinedload(Visit.office),
        joinedload(Visit.venue),
        *all_villages(),
        joinedload(Visit.team).selectinload(Team.members),
        selectinload(Visit.second_team).selectinload(Team.members),
        selectinload(Visit.offers),
        selectinload(Visit.crew).joinedload(VisitOfficer.account),
        selectinload(Visit.warnings),
        selectinload(Visit.marks),
    )


def on_days(office: Office, first: date, last: date) -> ColumnElement[bool]:
    """The condition for visits of an office that open on the days first to last."""
    since, until = day_bounds(first, last, office.time_zone)
    return (Visit.office_id == office.id) & (Visit.opens_at >= since) & (Visit.opens_at < until)


def of_team(team: Team) -> ColumnElement[bool]:
    """The condition for visits of a team."""
    return with_team([team.id])


def with_vehicle(team: Team, vehicles: Collection[str]) -> ColumnElement[bool]:
    """The condition for visits of the other teams of its office that have one of these vehicles."""
    same_office = select(Team.id).where(Team.office_id == team.office_id, Team.id != team.id)
    return with_team(same_office.where(Team.vehicle.in_(vehicles), Team.vehicle != ""))


def at_venue(venue: Venue, now: datetime) -> ColumnElement[bool]:
    """The condition for coming visits at a venue, and for those of the teams there, which drive from or to it."""
    there = aliased(Visit)
    teams = select(VisitTeam.team_id).join(there, there.id == VisitTeam.visit_id)
    teams = teams.where(there.venue_id == venue.id, there.state.in_(_MARKED))
    teams = teams.where(there.opens_at > now - 2 * NEAR_HOURS)  # what was earlier is near no coming visit
    return (Visit.venue_id == venue.id) | with_team(teams)


def in_village(code: str) -> ColumnElement[bool]:
    """The condition for visits in a village."""
    return Visit.village_code == code


def with_officer(account: Account) -> ColumnElement[bool]:
    """The condition for visits with an officer in the crew."""
    return Visit.crew.any(VisitOfficer.account_id == account.id)


def near_visit(
    office_id: int, opens_at: datetime, closes_at: datetime, village_codes: Collection[str]
) -> ColumnElement[bool]:
    """The condition for visits that one at this time, in one of these villages, may clash with or warn of."""
    near = Visit.opens_at.between(opens_at - NEAR_HOURS, closes_at + NEAR_HOURS)
    same_village = serving(village_codes)
    return (Visit.office_id == office_id) & (
        near | (same_village & Visit.opens_at.between(opens_at - SAME_VILLAGE, opens_at + SAME_VILLAGE))
    )


def marks_by_visit(visits: Collection[int], now: datetime) -> dict[int, list[VisitMark]]:
    """The open marks of visits that are not over, by the visits' ids. One statement."""
    wanted = select(VisitMark).join(Visit, Visit.id == VisitMark.visit_id)
    wanted = wanted.where(VisitMark.visit_id.in_(visits), Visit.state.in_(_MARKED), Visit.closes_at > now)
    found: dict[int, list[VisitMark]] = {}
    for mark in session().scalars(wanted.order_by(VisitMark.visit_id, VisitMark.code)):
        found.setdefault(mark.visit_id, []).append(mark)
    return found


def open_marks(office: Office) -> dict[tuple[int, str], str]:
    """The sentences of all marks of an office, by visit and code. One statement."""
    wanted = select(VisitMark.visit_id, VisitMark.code, VisitMark.sentence).where(VisitMark.office_id == office.id)
    return {(visit, code): sentence for visit, code, sentence in session().execute(wanted)}


def visits_with_ids(ids: Collection[int], limit: int) -> Sequence[Visit]:
    """The visits with these ids, the next ones first, as lines. One statement."""
    wanted = select(Visit).where(Visit.id.in_(ids)).order_by(Visit.opens_at, Visit.id).limit(limit)
    return session().scalars(wanted.options(*for_line_views())).all()
