"""Reading visits that conflict with another one, or are near it in time or place."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from botram.clock import local_day
from botram.database import session
from botram.days.queries import office_days, ramadan_rows
from botram.staff.models import Account, Office, Team
from botram.visits.models import ANNOUNCED, Visit, VisitOfficer, VisitState
from botram.visits.participation.models import VisitTeam, VisitVillage
from botram.visits.participation.queries import all_teams, all_villages
from botram.visits.queries import for_line_views
from botram.visits.surroundings import NEAR_HOURS, SAME_VILLAGE, Surroundings

_ONE_DAY = timedelta(days=1)  # a visit opens and closes on one day, so that indexes on opening times can be used


def lock_office(visit: Visit) -> None:
    """Lock the office of a visit, so that of two conflicting ones the second is refused with a sentence.

    SQLite has one writer anyway.
    """
    session().execute(select(Office.id).where(Office.id == visit.office_id).with_for_update(key_share=True))


def busy_team(
    teams: Collection[int], opens_at: datetime, closes_at: datetime, but: int | None
) -> tuple[Team, Visit] | None:
    """The first of some teams with another announced visit at this time, and that visit; None without one.

    teams   their ids
    but     the id of the visit that is no other one
    Touching ends do not conflict.
    """
    wanted = (
        select(Team, Visit)
        .join(VisitTeam, VisitTeam.team_id == Team.id)
        .join(Visit, Visit.id == VisitTeam.visit_id)
        .where(VisitTeam.team_id.in_(teams), VisitTeam.announced, Visit.id != (but or 0))
        .where(VisitTeam.opens_at < closes_at, opens_at < VisitTeam.closes_at)
        .where(VisitTeam.opens_at > opens_at - _ONE_DAY)
        .order_by(VisitTeam.opens_at, Team.name)
        .limit(1)
    )
    found = session().execute(wanted.options(*for_line_views())).first()
    return (found[0], found[1]) if found else None


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
        .where(VisitOfficer.opens_at > opens_at - _ONE_DAY)
        .order_by(Account.name)
        .limit(1)
    )
    found = session().execute(wanted.options(*for_line_views())).first()
    return (found[0], found[1]) if found else None


def surroundings_of(office: Office, visits: Sequence[Visit]) -> Surroundings:
    """What the rules ask about around visits of an office, saved or not. Four to seven statements for any number."""
    if not visits:
        return Surroundings()
    zone = office.time_zone
    days = [local_day(visit.opens_at, zone) for visit in visits]
    first, last = min(days), max(days)
    return Surroundings(
        days={row.day: row for row in office_days(office, first, last)},
        ramadans=ramadan_rows(office, first, last),
        visits=_visits_near(office, visits),
        in_villages=_visits_to_villages(visits),
    )


def _visits_near(office: Office, visits: Sequence[Visit]) -> Sequence[Visit]:
    """Announced and drafted visits of the office within 24 hours of some visits, with what conflicts are about."""
    alone = {visits[0].id or 0} if len(visits) == 1 else set[int]()
    wanted = select(Visit).where(
        Visit.office_id == office.id,
        Visit.opens_at < max(visit.closes_at for visit in visits) + NEAR_HOURS,
        Visit.opens_at > min(visit.opens_at for visit in visits) - NEAR_HOURS,
        Visit.state.in_((VisitState.DRAFT, *ANNOUNCED)),
        Visit.id.not_in(alone),
    )
    eager = (
        joinedload(Visit.venue),
        *all_teams(),
        *all_villages(),
        selectinload(Visit.crew).joinedload(VisitOfficer.account),
        selectinload(Visit.warnings),
    )
    return session().scalars(wanted.order_by(Visit.opens_at).options(*eager)).all()


def _visits_to_villages(visits: Sequence[Visit]) -> dict[str, list[Visit]]:
    """Announced and held visits of any office to the villages of some visits, within 30 days, by village code."""
    wanted = (
        select(VisitVillage.village_code, Visit)
        .join(Visit, Visit.id == VisitVillage.visit_id)
        .where(
            VisitVillage.village_code.in_({code for visit in visits for code in visit.village_codes}),
            VisitVillage.opens_at > min(visit.opens_at for visit in visits) - SAME_VILLAGE,
            VisitVillage.opens_at < max(visit.opens_at for visit in visits) + SAME_VILLAGE,
            Visit.state.not_in((VisitState.DRAFT, VisitState.CANCELLED)),
        )
    )
    found: dict[str, list[Visit]] = {}
    for code, visit in session().execute(wanted.options(joinedload(Visit.office), selectinload(Visit.warnings))):
        found.setdefault(code, []).append(visit)
    return found
