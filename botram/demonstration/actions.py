"""Making the demonstration, and bringing its schedule to today. Past visits are not rewritten."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import holidays
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from botram import clock
from botram.database import session, transaction
from botram.demonstration.facts import OFFICES
from botram.demonstration.people import add_office
from botram.demonstration.results import hours_of
from botram.demonstration.schedule import Slot, slots
from botram.demonstration.timelines import VERIFIED_DAYS, OfficeData, Timeline, run_timelines
from botram.packs import REGIONS
from botram.partners.models import PartnerAgency
from botram.places.models import Venue, Village
from botram.places.regions.actions import office_depot
from botram.refusals import Refusal
from botram.results.queries import last_entry_number
from botram.services.models import Service
from botram.staff.models import Account, Installation, Office, Role
from botram.staff.queries import is_demonstration, teams_of
from botram.visits.actions import discard_draft
from botram.visits.marks.actions import rechecking_once
from botram.visits.models import Visit, VisitOfficer, VisitState

WEEKS_BACK, WEEKS_AHEAD = 17, 9
_DRAFT_DAYS = 7  # at the end of the plan, whose visits are drafts
_BEGAN_WEEKS = 30  # before now: when the offices were made


class NoDemonstration(Refusal):
    """The database is in real use, or not prepared yet."""


def make_demonstration(uid_host: str, *, now: datetime) -> int:
    """Fill a new database with two offices and their visits, in one transaction. Returns the number of visits."""
    began = now - timedelta(weeks=_BEGAN_WEEKS)
    depots = {code: office_depot(REGIONS[code]) for code in OFFICES}
    with transaction() as current, rechecking_once(now=now):
        current.add(Installation(uid_host=uid_host, demonstration=True))
        offices = [add_office(current, code, depot, began) for code, depot in depots.items()]
        return sum(_plan_visits(office, now) for office in offices)


def renew_demonstration(*, now: datetime) -> int:
    """Close past visits, plan new ones, and return the number of new ones. Raises NoDemonstration.

    One transaction. No visit is moved, and only drafts of past days are deleted.
    """
    if not is_demonstration():
        raise NoDemonstration(_("Ini bukan basis data contoh. Jadwalnya tidak diubah."))
    with transaction() as current, rechecking_once(now=now):
        offices = current.scalars(select(Office).where(Office.code.in_(OFFICES)).order_by(Office.code)).all()
        for office in offices:
            _finish_past_visits(_office_data(office), now)
        return sum(_plan_visits(office, now) for office in offices)


def _office_data(office: Office) -> OfficeData:
    """Read the rows of an office that its visits refer to."""
    people = list(session().scalars(select(Account).where(Account.office_id == office.id).order_by(Account.id)))
    first_name = OFFICES[office.code]["people"][0]["sign_in_name"]
    villages = session().scalars(
        select(Village)
        .where(Village.code.startswith(f"{office.code}."), ~Village.retired)
        .options(joinedload(Village.district))
    )
    agencies = session().scalars(select(PartnerAgency).where(PartnerAgency.office_id == office.id))
    venues = session().scalars(select(Venue).where(Venue.office_id == office.id, Venue.active))
    services = session().scalars(select(Service).options(selectinload(Service.requirements)))
    return OfficeData(
        office,
        {team.name: team for team in teams_of(office, active=True)},
        {village.code: village for village in villages},
        next(person for person in people if person.sign_in_name == first_name),
        next((person for person in people if person.role is Role.HEAD), None),
        {(venue.village_code, venue.name): venue for venue in venues},
        {agency.name: agency for agency in agencies},
        {service.code: service for service in services},
    )


def _plan_visits(office: Office, now: datetime) -> int:
    """Add the visits of the schedule that the office lacks; returns their number. Inside the caller's transaction."""
    data = _office_data(office)
    today = clock.local_day(now, office.time_zone)
    first, last = (today - timedelta(weeks=WEEKS_BACK, days=today.weekday()), today + timedelta(weeks=WEEKS_AHEAD))
    wanted = list(_free_slots(data, first, last))
    announced = last - timedelta(days=_DRAFT_DAYS)
    return run_timelines([(Timeline(slot, data), slot.day > announced) for slot in wanted], now)


def _free_slots(data: OfficeData, first: date, last: date) -> Iterator[Slot]:
    """Yield the slots of these days with no visit of the same level and a free team."""
    public = holidays.country_holidays("ID", categories=("public", "government"))
    places = [village for _code, village in sorted(data.villages.items()) if village.latitude is not None]
    visits = _visits_since(data.office, data.moment(first, 0))
    zone = data.office.time_zone
    planned = {
        (visit.level, clock.local_day(at, zone))
        for visit in visits
        for at in (visit.opens_at, visit.was_opens_at)
        if at
    }
    busy = {
        (one, clock.local_day(visit.opens_at, zone))
        for visit in visits
        for one in (f"team {visit.team_id}", *(f"officer {member.account_id}" for member in visit.crew))
    }
    for slot in slots(data.office.code, places, first, last, lambda day: day not in public):
        team = data.teams.get(slot.team)
        days = {slot.day, slot.moved_to or slot.day, slot.replaced_on or slot.day}
        if team is None or (slot.level, slot.day) in planned:
            continue
        needed = (f"team {team.id}", *(f"officer {member.id}" for member in team.members))
        if not any((one, day) in busy for one in needed for day in days):
            yield slot


def _visits_since(office: Office, moment: datetime) -> Sequence[Visit]:
    """The office's visits in any state that open at or after a moment."""
    wanted = select(Visit).where(Visit.office_id == office.id, Visit.opens_at >= moment)
    return session().scalars(wanted.options(selectinload(Visit.crew))).all()


def _finish_past_visits(data: OfficeData, now: datetime) -> None:
    """Close, verify or discard the visits before today. Inside the caller's transaction."""
    over = select(Visit).where(Visit.office_id == data.office.id, Visit.closes_at < now).order_by(Visit.opens_at)
    people = selectinload(Visit.crew).joinedload(VisitOfficer.account)
    today = clock.local_day(now, data.office.time_zone)
    for visit in session().scalars(over.options(people)).all():
        if clock.local_day(visit.opens_at, data.office.time_zone) >= today:
            continue
        if visit.state is VisitState.DRAFT:
            discard_draft(visit, data.coordinator, now=now)
        else:
            _complete_visit(visit, data, now)
        session().flush()


def _complete_visit(visit: Visit, data: OfficeData, now: datetime) -> None:
    """Apply the remaining steps of an announced visit."""
    timeline = Timeline(Slot(date.min, visit.level, "", "", "", ()), data, visit)
    if visit.state is VisitState.PUBLISHED:
        if visit.confirmed_at is None:
            timeline.report("confirm", visit.opens_at - timedelta(minutes=50))
        timeline.report("open", visit.opens_at)
    if visit.state is VisitState.RUNNING:
        if visit.queue_closed_at is None and visit.queue_closes_at:
            timeline.report("close_queue", visit.queue_closes_at)
        if not last_entry_number(visit):
            timeline.send(min(now, max(visit.closes_at, hours_of(visit)[1])))
        timeline.report("close", visit.closes_at + timedelta(minutes=10))
    verified = visit.closes_at + timedelta(days=VERIFIED_DAYS)
    if visit.state is VisitState.CLOSED and data.head and verified < now:
        timeline.verify(verified)
