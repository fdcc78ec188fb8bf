"""Which visits there are."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from botram.audit.models import AuditEntry
from botram.database import Page, session
from botram.places.models import Venue, Village
from botram.refusals import NotFound
from botram.services.models import Service
from botram.staff.models import Account, Office, Team
from botram.visits.models import ANNOUNCED, PUBLIC, Offer, OfferState, Visit, VisitOfficer, VisitState

PAGE_SIZE = 20
PUBLIC_ID = re.compile("[0-9a-z]{8}")  # anything else no database need be asked for
ONE_DAY = timedelta(days=1)
PAGE_DAYS, MOST_PAGES = 90, 5_000  # of past visits in the map of the site
NEAR_DAYS = 30  # how far ahead a visit elsewhere is still of use


def for_lists() -> tuple[ExecutableOption, ...]:
    """What a visit card shows, in two statements however many cards there are."""
    return (
        contains_eager(Visit.village).joinedload(Village.district),
        joinedload(Visit.venue),
        joinedload(Visit.office),
        joinedload(Visit.team),
        joinedload(Visit.replaced_by),
        selectinload(Visit.offers).joinedload(Offer.service),
    )


def for_residents() -> tuple[ExecutableOption, ...]:
    """What a visit's own page shows to everyone: nothing of who works there."""
    return (
        joinedload(Visit.office),
        joinedload(Visit.venue).joinedload(Venue.village),
        joinedload(Visit.village).joinedload(Village.district),
        selectinload(Visit.offers).joinedload(Offer.service).selectinload(Service.requirements),
    )


def for_pages() -> tuple[ExecutableOption, ...]:
    """What a visit's own page shows to its office."""
    return (
        *for_residents(),
        joinedload(Visit.team),
        joinedload(Visit.replaced_by),
        selectinload(Visit.crew).joinedload(VisitOfficer.account),
        selectinload(Visit.warnings),
    )


def visit_of(office: Office, public_id: str) -> Visit:
    """One visit of the office in any state. Raises NotFound, also for another office's."""
    wanted = select(Visit).where(Visit.public_id == public_id, Visit.office_id == office.id)
    found = session().scalar(wanted.options(*for_pages())) if PUBLIC_ID.fullmatch(public_id) else None
    if found is None:
        raise NotFound
    return found


def public_visit(public_id: str) -> Visit:
    """One announced visit, whatever became of it. Raises NotFound, also for a draft."""
    wanted = select(Visit).where(Visit.public_id == public_id, Visit.state.in_(PUBLIC))
    found = session().scalar(wanted.options(*for_residents())) if PUBLIC_ID.fullmatch(public_id) else None
    if found is None:
        raise NotFound
    return found


def latest_visit_of(office: Office) -> Visit | None:
    """The visit that the office planned last, with what it offers."""
    wanted = select(Visit).where(Visit.office_id == office.id).order_by(Visit.id.desc()).limit(1)
    return session().scalar(wanted.options(*for_pages()))


def replaced_visit(visit: Visit) -> Visit | None:
    """The cancelled visit that this one stands in for, if any."""
    return session().scalar(select(Visit).where(Visit.replaced_by_id == visit.id))


@dataclass(frozen=True)
class Search:
    """Which visits a list wants. Empty means all."""

    since: datetime | None = None  # visits that close after this moment
    until: datetime | None = None  # and open before this one
    villages: frozenset[str] = field(default_factory=frozenset)
    districts: frozenset[str] = field(default_factory=frozenset)
    text: str = ""  # in the title or the venue's name; beside villages and districts, either may match
    district: str = ""  # a district's code: only there, wherever else the words above lead
    service: str = ""  # a service's code
    office: Office | None = None
    states: tuple[VisitState, ...] = PUBLIC
    team_id: int | None = None
    venue_id: int | None = None
    near: tuple[float, float] | None = None  # latitude, longitude: nearest first in place of soonest first
    newest_first: bool = False


def matching(search: Search) -> Select[Any]:
    """The visits that a search wants, joined with their village and venue."""
    wanted = (
        select(Visit)
        .join(Village, Village.code == Visit.village_code)
        .join(Venue, Venue.id == Visit.venue_id)
    )
    wanted = wanted.where(Visit.state.in_(search.states))
    if search.since:
        # A visit opens and closes on one day, so the index on opening moments skips all years before.
        wanted = wanted.where(Visit.closes_at > search.since, Visit.opens_at > search.since - ONE_DAY)
    if search.until:
        wanted = wanted.where(Visit.opens_at < search.until)
    if search.office:
        wanted = wanted.where(Visit.office_id == search.office.id)
    if search.team_id:
        wanted = wanted.where(Visit.team_id == search.team_id)
    if search.venue_id:
        wanted = wanted.where(Visit.venue_id == search.venue_id)
    if search.district:
        wanted = wanted.where(Village.district_code == search.district)
    if search.service:
        offered = select(Offer.visit_id).where(Offer.service_code == search.service)
        wanted = wanted.where(Visit.id.in_(offered))
    if places := where_it_is(search):
        wanted = wanted.where(or_(*places))
    return wanted


def where_it_is(search: Search) -> list[ColumnElement[bool]]:
    """The ways in which a visit can be at the place that a search names."""
    ways: list[ColumnElement[bool]] = []
    if search.villages:
        ways.append(Visit.village_code.in_(search.villages))
    if search.districts:
        ways.append(Village.district_code.in_(search.districts))
    if search.text:
        ways.append(Visit.title.icontains(search.text, autoescape=True))
        ways.append(Venue.name.icontains(search.text, autoescape=True))
    return ways


def order_of(search: Search) -> list[SQLColumnExpression[Any]]:
    """Nearest, soonest or newest first; the row number settles ties, so that paging never skips one."""
    if search.near:
        latitude, longitude = search.near
        # Near enough for an order: on a few degrees the earth is flat, and no database needs trigonometry.
        east = (Venue.longitude - longitude) * math.cos(math.radians(latitude))
        north = Venue.latitude - latitude
        return [north * north + east * east, Visit.opens_at, Visit.id]
    if search.newest_first:
        return [Visit.opens_at.desc(), Visit.id.desc()]
    return [Visit.opens_at, Visit.id]


def visits_page(search: Search, number: int = 1, size: int = PAGE_SIZE) -> Page[Visit]:
    """One page of visits with what their cards show. Three statements."""
    wanted = matching(search)
    total = (
        session().scalar(select(func.count()).select_from(wanted.with_only_columns(Visit.id).subquery())) or 0
    )
    rows = wanted.order_by(*order_of(search)).limit(size).offset((number - 1) * size).options(*for_lists())
    return Page(session().scalars(rows).unique().all(), total, number, size)


def visits_after(search: Search, after: tuple[datetime, int] | None, size: int) -> Sequence[Visit]:
    """The next visits behind a place in the list (opening moment and row number), soonest first."""
    wanted = matching(search)
    if after:
        opens_at, row = after
        wanted = wanted.where(or_(Visit.opens_at > opens_at, (Visit.opens_at == opens_at) & (Visit.id > row)))
    rows = wanted.order_by(Visit.opens_at, Visit.id).limit(size).options(*for_lists(), *for_programs())
    return session().scalars(rows).unique().all()


def nearby_after(
    search: Search, after: tuple[float, datetime, int] | None, size: int
) -> Sequence[tuple[float, Visit]]:
    """The next visits behind a place in a list sorted by distance, each with the figure that it is sorted by."""
    away = order_of(search)[0]
    wanted = matching(search).add_columns(away)
    if after:
        far, opens_at, row = after
        later = or_(Visit.opens_at > opens_at, (Visit.opens_at == opens_at) & (Visit.id > row))
        wanted = wanted.where(or_(away > far, (away == far) & later))
    rows = wanted.order_by(*order_of(search)).limit(size).options(*for_lists(), *for_programs())
    return [(away, visit) for visit, away in session().execute(rows)]


def for_programs() -> tuple[ExecutableOption, ...]:
    """What the API says beyond a card; of the services only their names, which a list repeats a thousand times."""
    return (
        selectinload(Visit.offers).joinedload(Offer.service).load_only(Service.slug, Service.name),
        joinedload(Visit.replaced_by),
        selectinload(Visit.crew).joinedload(VisitOfficer.account),
        selectinload(Visit.warnings),
    )


def clashing_visit(team: Team, opens_at: datetime, closes_at: datetime, but: int | None) -> Visit | None:
    """The announced visit that has the same team at the same time. Touching ends do not clash."""
    same_time = select(Visit).where(
        Visit.opens_at < closes_at, opens_at < Visit.closes_at, Visit.state.in_(ANNOUNCED)
    )
    wanted = (
        same_time.where(Visit.team_id == team.id, Visit.id != (but or 0)).order_by(Visit.opens_at).limit(1)
    )
    return session().scalar(wanted.options(*for_pages()))


def busy_officer(
    crew: Sequence[int], opens_at: datetime, closes_at: datetime, but: int | None
) -> tuple[Account, Visit] | None:
    """The first of the crew who is announced elsewhere at that time, and the visit there."""
    wanted = (
        select(Account, Visit)
        .join(VisitOfficer, VisitOfficer.account_id == Account.id)
        .join(Visit, Visit.id == VisitOfficer.visit_id)
        .where(VisitOfficer.account_id.in_(crew), VisitOfficer.announced, Visit.id != (but or 0))
        .where(VisitOfficer.opens_at < closes_at, opens_at < VisitOfficer.closes_at)
        .order_by(Account.name)
        .limit(1)
    )
    found = session().execute(wanted).first()
    return (found[0], found[1]) if found else None


def visits_around(
    office: Office, opens_at: datetime, closes_at: datetime, but: int | None
) -> Sequence[Visit]:
    """Announced and drafted visits of the office on the days next to this time, with team and venue."""
    margin = timedelta(hours=24)
    wanted = select(Visit).where(
        Visit.office_id == office.id,
        Visit.opens_at < closes_at + margin,
        Visit.opens_at > opens_at - margin,
        Visit.state.in_((VisitState.DRAFT, *ANNOUNCED)),
        Visit.id != (but or 0),
    )
    eager = (
        joinedload(Visit.venue),
        joinedload(Visit.team),
        joinedload(Visit.village).joinedload(Village.district),
    )
    return session().scalars(wanted.order_by(Visit.opens_at).options(*eager)).all()


def nearest_visit_to_village(
    village_code: str, opens_at: datetime, days: int, but: int | None
) -> Visit | None:
    """The visit to the same village that lies nearest in time, within so many days before or after."""
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


def history_of(visit: Visit) -> Sequence[tuple[AuditEntry, str]]:
    """Everything that happened to a visit, newest first, with the name of who did it."""
    wanted = (
        select(AuditEntry, Account.name)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.subject == "visit", AuditEntry.subject_key == visit.public_id)
        .order_by(AuditEntry.id.desc())
    )
    return [(entry, name or "") for entry, name in session().execute(wanted)]


def nearest_visits(
    point: tuple[float, float], now: datetime, *, limit: int, but: Sequence[int] = (), service: str = ""
) -> Sequence[Visit]:
    """Announced visits of the coming weeks, the nearest to a point first. ``but`` are row numbers to leave out."""
    soon = now + timedelta(days=NEAR_DAYS)
    search = Search(since=now, until=soon, states=ANNOUNCED, near=point, service=service)
    wanted = matching(search).where(Visit.id.not_in(but)).order_by(*order_of(search)).limit(limit)
    return session().scalars(wanted.options(*for_lists())).unique().all()


def alternatives_to(visit: Visit, now: datetime, limit: int = 2) -> Sequence[Visit]:
    """The nearest announced visits still to come, for somebody who cannot come to this one; the sooner first."""
    point = (visit.venue.latitude, visit.venue.longitude)
    return sorted(nearest_visits(point, now, limit=limit, but=(visit.id,)), key=lambda one: one.opens_at)


def linked_visits(visit: Visit) -> tuple[Visit | None, Visit | None]:
    """The visit that stands in for this cancelled one, and the cancelled one that this stands in for, if announced."""
    either = or_(Visit.id == visit.replaced_by_id, Visit.replaced_by_id == visit.id)
    found = session().scalars(matching(Search()).where(either).options(*for_lists())).unique().all()
    later = next((one for one in found if one.id == visit.replaced_by_id), None)
    return later, next((one for one in found if one.replaced_by_id == visit.id), None)


def visits_in_village(village_code: str, now: datetime, *, coming: bool, limit: int = 10) -> Sequence[Visit]:
    """Announced visits to one village, coming soonest first or past newest first."""
    return visits_at(Search(villages=frozenset((village_code,))), now, coming=coming, limit=limit)


def visits_in_district(
    district_code: str, now: datetime, *, coming: bool, limit: int = 10
) -> Sequence[Visit]:
    """Announced visits to one district, coming soonest first or past newest first."""
    return visits_at(Search(districts=frozenset((district_code,))), now, coming=coming, limit=limit)


def visits_at(search: Search, now: datetime, *, coming: bool, limit: int) -> Sequence[Visit]:
    """Announced visits that a search wants, before or after now."""
    if coming:
        wanted = matching(replace(search, since=now)).order_by(Visit.opens_at, Visit.id)
    else:
        past = matching(search).where(Visit.closes_at <= now)
        wanted = past.order_by(Visit.opens_at.desc(), Visit.id.desc())
    wanted = wanted.limit(limit)
    return session().scalars(wanted.options(*for_lists())).unique().all()


def next_visits_with(service_codes: Sequence[str], after: datetime) -> dict[str, Visit]:
    """For each service the announced visit that opens next after a moment and offers it."""
    if not service_codes:
        return {}
    turn = func.row_number().over(partition_by=Offer.service_code, order_by=(Visit.opens_at, Visit.id))
    ahead = (
        select(Offer.service_code, Visit.id, turn.label("turn"))
        .join(Visit, Visit.id == Offer.visit_id)
        .where(Offer.service_code.in_(service_codes), Offer.state != OfferState.CLOSED)
        .where(Visit.opens_at > after, Visit.state.in_(ANNOUNCED))
        .subquery()
    )
    wanted = select(ahead.c.service_code, Visit).join(ahead, ahead.c.id == Visit.id).where(ahead.c.turn == 1)
    named = (joinedload(Visit.office), joinedload(Visit.village).joinedload(Village.district))
    return dict(session().execute(wanted.options(*named)).all())


def public_pages(now: datetime) -> Sequence[tuple[str, datetime]]:
    """Public id and last change of the visits that people still look for, the newest first."""
    wanted = select(Visit.public_id, Visit.changed_at).where(
        Visit.state.in_(PUBLIC), Visit.closes_at > now - timedelta(days=PAGE_DAYS)
    )
    return session().execute(wanted.order_by(Visit.opens_at.desc()).limit(MOST_PAGES)).all()


def announced_visits(which: ColumnElement[bool]) -> Sequence[Visit]:
    """Visits that residents may still come to and that fit, by row number."""
    wanted = select(Visit).where(which, Visit.state.in_(ANNOUNCED)).order_by(Visit.id)
    return session().scalars(wanted).all()


def announced_visits_at(venue: Venue) -> Sequence[Visit]:
    """Visits at a venue that residents may still come to."""
    return announced_visits(Visit.venue_id == venue.id)


def villages_among(codes: set[str]) -> Select[str]:
    """The villages with one of these codes, or in a district with one."""
    return select(Village.code).where(or_(Village.code.in_(codes), Village.district_code.in_(codes)))


def visits_called(office: Office, public_ids: Collection[str]) -> dict[str, Visit]:
    """The office's visits by public id, with what their names need. One statement."""
    wanted = select(Visit).where(Visit.office_id == office.id, Visit.public_id.in_(public_ids))
    named = wanted.options(joinedload(Visit.village).joinedload(Village.district))
    return {visit.public_id: visit for visit in session().scalars(named)}


def coming_duties(account: Account, now: datetime) -> Sequence[Visit]:
    """Announced visits with the officer in the crew that are not over yet, the next one first. One statement."""
    mine = select(Visit).join(VisitOfficer).where(VisitOfficer.account_id == account.id)
    coming = mine.where(Visit.state.in_(ANNOUNCED), Visit.closes_at > now).order_by(Visit.opens_at)
    named = coming.options(joinedload(Visit.office), joinedload(Visit.village).joinedload(Village.district))
    return session().scalars(named).all()


def has_visits(venue: Venue) -> bool:
    """Whether any visit, drafted, announced or over, is at the venue."""
    return session().scalar(select(Visit.id).where(Visit.venue_id == venue.id).limit(1)) is not None


def village_days(
    office_code: str | None, now: datetime
) -> dict[str, tuple[datetime | None, datetime | None]]:
    """Last and next opening moment by village code, of visits that took or take place."""
    held = aliased(Visit)
    wanted = (
        select(
            held.village_code,
            func.max(held.opens_at).filter(held.opens_at <= now),
            func.min(held.opens_at).filter(held.opens_at > now),
        )
        .where(held.state.not_in((VisitState.DRAFT, VisitState.CANCELLED)))
        .group_by(held.village_code)
    )
    if office_code:
        wanted = wanted.where(held.village_code.startswith(office_code + ".", autoescape=True))
    return {code: (last, coming) for code, last, coming in session().execute(wanted)}


def last_and_next_visits(
    village_codes: Sequence[str], now: datetime
) -> dict[str, tuple[Visit | None, Visit | None]]:
    """The latest and the next visit of each village, of those that took or take place. Two statements."""
    last = edge_visits(village_codes, Visit.opens_at <= now, Visit.opens_at.desc())
    coming = edge_visits(village_codes, Visit.opens_at > now, Visit.opens_at)
    return {code: (last.get(code), coming.get(code)) for code in {*last, *coming}}


def edge_visits(village_codes: Sequence[str], when: ColumnElement[bool], order: Any) -> dict[str, Visit]:
    """The first visit of each village by that order."""
    turn = func.row_number().over(partition_by=Visit.village_code, order_by=(order, Visit.id))
    held = Visit.state.not_in((VisitState.DRAFT, VisitState.CANCELLED))
    ranked = (
        select(Visit.id, turn.label("turn"))
        .where(Visit.village_code.in_(village_codes), held, when)
        .subquery()
    )
    wanted = select(Visit).join(ranked, ranked.c.id == Visit.id).where(ranked.c.turn == 1)
    return {visit.village_code: visit for visit in session().scalars(wanted)}
