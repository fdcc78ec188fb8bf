"""Making the demonstration, and bringing it to today. What has happened in it stays: history is never rewritten."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import holidays
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from botram import clock
from botram.config import ROOT
from botram.database import session, transaction
from botram.demonstration.people import OFFICES, PEOPLE, make_office
from botram.demonstration.results import hours_of
from botram.demonstration.schedule import Place, Slot, slots
from botram.demonstration.stories import VERIFIED_DAYS, Cast, Story, tell, with_step
from botram.partners.models import PartnerAgency
from botram.places.models import Venue, Village
from botram.places.regions.actions import office_depot
from botram.refusals import Refusal
from botram.results.queries import last_entry_number
from botram.services.models import Service
from botram.staff.models import Account, Installation, Office, Role
from botram.staff.queries import installation, teams_of
from botram.visits.actions import discard_draft
from botram.visits.models import Visit, VisitOfficer, VisitState

WEEKS_BACK, WEEKS_AHEAD = 17, 9
_DRAFT_DAYS = 7  # the end of the plan is not announced yet
_BEGAN_WEEKS = 30  # before now the offices were made


class NoDemonstration(Refusal):
    """The database is in real use, or not prepared yet."""


def make_demonstration(uid_host: str, *, now: datetime) -> int:
    """Fill a new database with two offices and half a year of visits around now, in one transaction."""
    began = now - timedelta(weeks=_BEGAN_WEEKS)
    packs = {code: ROOT / "botram" / "data" / f"region-{code.replace('.', '')}" for code in OFFICES}
    depots = {code: office_depot(folder) for code, folder in packs.items()}
    with transaction() as current:
        current.add(Installation(uid_host=uid_host, demonstration=True))
        offices = [make_office(current, code, depots[code], began) for code in OFFICES]
        return sum(_lay_schedule(office, now) for office in offices)


def renew_demonstration(*, now: datetime) -> int:
    """Bring the demonstration to today: close what is over, plan what is new. Returns how many visits were planned.

    One transaction. Nothing is moved, and nothing deleted but drafts whose day has gone. Raises NoDemonstration.
    """
    kept = installation()
    if kept is None or not kept.demonstration:
        raise NoDemonstration(_("Ini bukan basis data contoh. Jadwalnya tidak diubah."))
    with transaction() as current:
        offices = current.scalars(select(Office).where(Office.code.in_(OFFICES)).order_by(Office.code)).all()
        for office in offices:
            _settle_the_past(_cast_of(office), now)
        return sum(_lay_schedule(office, now) for office in offices)


def _cast_of(office: Office) -> Cast:
    """Who acts in an office, and where."""
    people = list(
        session().scalars(select(Account).where(Account.office_id == office.id).order_by(Account.id))
    )
    first_name = PEOPLE[office.code][0].sign_in_name
    villages = session().scalars(
        select(Village)
        .where(Village.code.startswith(f"{office.code}."))
        .options(joinedload(Village.district))
    )
    agencies = session().scalars(select(PartnerAgency).where(PartnerAgency.office_id == office.id))
    venues = session().scalars(select(Venue).where(Venue.office_id == office.id, Venue.active))
    services = session().scalars(select(Service).options(selectinload(Service.requirements)))
    return Cast(
        office,
        {team.name: team for team in teams_of(office, active=True)},
        {village.code: village for village in villages},
        next(person for person in people if person.sign_in_name == first_name),
        next((person for person in people if person.role is Role.HEAD), None),
        {(venue.village_code, venue.name): venue for venue in venues},
        {agency.name: agency for agency in agencies},
        {service.code: service for service in services},
    )


def _lay_schedule(office: Office, now: datetime) -> int:
    """Plan what the schedule has around now and the office has not; returns how many. Inside the transaction."""
    cast = _cast_of(office)
    today = clock.local_day(now, office.time_zone)
    first, last = (
        today - timedelta(weeks=WEEKS_BACK, days=today.weekday()),
        today + timedelta(weeks=WEEKS_AHEAD),
    )
    wanted = list(_open_slots(cast, first, last))
    announced = last - timedelta(days=_DRAFT_DAYS)
    return tell([(Story(slot, cast), slot.day > announced) for slot in wanted], now)


def _open_slots(cast: Cast, first: date, last: date) -> Iterator[Slot]:
    """The slots of these days on which nothing of the kind was planned and the team is free."""
    public = holidays.country_holidays("ID", categories=("public", "government"))
    places = [
        Place(village.code, village.kind, village.district_code, village.district.name, village.latitude)
        for _code, village in sorted(cast.villages.items())
        if village.latitude is not None
    ]
    visits = _visits_since(cast.office, cast.moment(first, 0))
    zone = cast.office.time_zone
    planned = {
        (visit.level, clock.local_day(at, zone))
        for visit in visits
        for at in (visit.opens_at, visit.was_opens_at)
        if at
    }
    busy = {
        (taken, clock.local_day(visit.opens_at, zone))
        for visit in visits
        for taken in (f"team {visit.team_id}", *(f"officer {member.account_id}" for member in visit.crew))
    }
    for slot in slots(cast.office.code, places, first, last, lambda day: day not in public):
        team = cast.teams.get(slot.team)
        days = {slot.day, slot.moved_to or slot.day, slot.replaced_on or slot.day}
        if team is None or (slot.level, slot.day) in planned:
            continue
        needed = (f"team {team.id}", *(f"officer {member.id}" for member in team.members))
        if not any((one, day) in busy for one in needed for day in days):
            yield slot


def _visits_since(office: Office, moment: datetime) -> Sequence[Visit]:
    """The office's visits, drafts too, that are or were to open since then."""
    wanted = select(Visit).where(Visit.office_id == office.id, Visit.opens_at >= moment)
    return session().scalars(wanted.options(selectinload(Visit.crew))).all()


def _settle_the_past(cast: Cast, now: datetime) -> None:
    """Close, verify or discard what lies before today. Inside the transaction."""
    over = (
        select(Visit).where(Visit.office_id == cast.office.id, Visit.closes_at < now).order_by(Visit.opens_at)
    )
    people = selectinload(Visit.crew).joinedload(VisitOfficer.account)
    today = clock.local_day(now, cast.office.time_zone)
    for visit in session().scalars(over.options(people)).all():
        if clock.local_day(visit.opens_at, cast.office.time_zone) >= today:
            continue
        if visit.state is VisitState.DRAFT:
            discard_draft(visit, cast.coordinator, now=now)
        else:
            _finish(visit, cast, now)
        session().flush()


def _finish(visit: Visit, cast: Cast, now: datetime) -> None:
    """Let an announced visit take the rest of its course."""
    story = Story(Slot(date.min, visit.level, "", "", "", ()), cast, visit)
    if visit.state is VisitState.PUBLISHED:
        if visit.confirmed_at is None:
            story.confirm(visit.opens_at - timedelta(minutes=50))
        story.open(visit.opens_at)
    if visit.state is VisitState.RUNNING:
        if visit.queue_closed_at is None and visit.queue_closes_at:
            story.close_queue(visit.queue_closes_at)
        if not last_entry_number(visit):
            story.send(min(now, max(visit.closes_at, hours_of(visit)[1])))
        story.close(visit.closes_at + timedelta(minutes=10))
    verified = visit.closes_at + timedelta(days=VERIFIED_DAYS)
    if visit.state is VisitState.CLOSED and cast.head and verified < now:
        with_step(visit, "verify", cast.head, verified, state=VisitState.VERIFIED)
