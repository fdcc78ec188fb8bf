"""Reading single visits, their related rows, and the visits that one leads to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, func, literal, select
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from botram.audit.models import AuditEntry
from botram.database import session
from botram.places.models import Venue
from botram.refusals import NotFound
from botram.staff.models import Account, Office
from botram.visits.availability import named_codes, standing_of
from botram.visits.availability_queries import is_open, serves, takes_people
from botram.visits.field.models import DayReport
from botram.visits.models import ANNOUNCED, FOR_EVERYONE, PUBLIC, Booth, DayReportKind, Offer, Visit, VisitOfficer
from botram.visits.participation.queries import all_teams, all_villages
from botram.visits.rules import PUBLIC_ID
from botram.visits.search_queries import NEAR_TIME, Search, for_lines, for_lists, matching, open_to_all, order_of

PAGE_DAYS, MOST_PAGES = 90, 5_000  # past visits in the sitemap: days back, and at most so many pages


def _for_residents() -> tuple[ExecutableOption, ...]:
    """The loader options for a visit's page for residents, without the crew."""
    return (
        joinedload(Visit.office),
        joinedload(Visit.venue).joinedload(Venue.village),
        *all_villages(),
        selectinload(Visit.offers),
        selectinload(Visit.booths).joinedload(Booth.agency),
    )


def for_pages() -> tuple[ExecutableOption, ...]:
    """The loader options for a visit's page for its office."""
    return (
        *_for_residents(),
        *all_teams(),
        joinedload(Visit.replaced_by),
        selectinload(Visit.crew).joinedload(VisitOfficer.account),
        selectinload(Visit.warnings),
        selectinload(Visit.marks),
    )


def for_line_views() -> tuple[ExecutableOption, ...]:
    """The loader options for the views of visits as lines, in the statement that finds the visits."""
    return (joinedload(Visit.office), joinedload(Visit.venue), *all_villages())


def visit_of(office: Office, public_id: str) -> Visit:
    """The visit of the office with this public id, in any state. Raises NotFound, also for one of another office."""
    wanted = select(Visit).where(Visit.public_id == public_id, Visit.office_id == office.id)
    found = session().scalar(wanted.options(*for_pages())) if PUBLIC_ID.fullmatch(public_id) else None
    if found is None:
        raise NotFound
    return found


def bare_visit_of(office: Office, public_id: str, *, crew: Account | None = None) -> Visit:
    """The visit without related rows. ``crew``: only an announced one with this officer in the crew. One statement."""
    wanted = select(Visit).where(Visit.public_id == public_id, Visit.office_id == office.id)
    if crew is not None:
        mine = Visit.crew.any(VisitOfficer.account_id == crew.id)
        wanted = wanted.where(mine, Visit.state.in_(PUBLIC))
    if (found := session().scalar(wanted)) is None:
        raise NotFound
    return found


def public_visit(public_id: str) -> Visit:
    """The visit with this public id, in any state but draft. Raises NotFound."""
    wanted = select(Visit).where(Visit.public_id == public_id, Visit.state.in_(PUBLIC))
    found = session().scalar(wanted.options(*_for_residents())) if PUBLIC_ID.fullmatch(public_id) else None
    if found is None:
        raise NotFound
    return found


def replaced_visit(visit: Visit) -> Visit | None:
    """The cancelled visit that this one replaces; None without one."""
    return session().scalar(select(Visit).where(Visit.replaced_by_id == visit.id).options(*for_line_views()))


def history_of(visit: Visit) -> Sequence[tuple[AuditEntry, str]]:
    """The audit entries of a visit, newest first, with the names of the accounts."""
    wanted = (
        select(AuditEntry, Account.name)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.subject == "visit", AuditEntry.subject_key == visit.public_id)
        .order_by(AuditEntry.id.desc())
    )
    return [(entry, name or "") for entry, name in session().execute(wanted)]


def reports_of(visit: Visit, kind: DayReportKind) -> Sequence[DayReport]:
    """The reports of a visit of one kind, in any order."""
    return session().scalars(select(DayReport).where(DayReport.visit_id == visit.id, DayReport.kind == kind)).all()


def hour_corrections_of(visit: Visit) -> Sequence[AuditEntry]:
    """The audit entries of corrections of reported hours, in their order."""
    about = (AuditEntry.subject == "visit", AuditEntry.subject_key == visit.public_id)
    wanted = select(AuditEntry).where(*about, AuditEntry.action == "mend_hours").order_by(AuditEntry.id)
    return session().scalars(wanted).all()


@dataclass(frozen=True)
class RelatedVisits:
    """The visits that the public page of a visit leads to."""

    replaced: Visit | None  # the one that it replaces
    alternatives: Sequence[Visit]  # its replacement first, if there is one
    elsewhere: Mapping[str, Visit]  # the next one with each closed service, by the service's code
    again: Visit | None  # the next one to one of its villages


def related_visits(visit: Visit, now: datetime) -> RelatedVisits:
    """The visits that the public page of a visit leads to."""
    closed = [offer.service_code for offer in visit.offers if standing_of(offer).shut]
    later, earlier = linked_visits(visit)
    return RelatedVisits(
        replaced=earlier,
        alternatives=alternatives_to(visit, later, now),
        elsewhere=next_visits_with(closed, max(now, visit.closes_at), now),
        again=_next_in_village_of(visit, now),
    )


def linked_visits(visit: Visit) -> tuple[Visit | None, Visit | None]:
    """The visit that replaces this one, and the one that this one replaces; each None unless announced."""
    other = aliased(Visit)
    replacing = select(literal(visit.replaced_by_id, Integer)).where(
        literal(visit.replaced_by_id, Integer).is_not(None)
    )
    linked = replacing.union_all(select(other.id).where(other.replaced_by_id == visit.id))  # OR would use no index
    found = session().scalars(matching(Search()).where(Visit.id.in_(linked)).options(*for_lists())).unique().all()
    later = next((one for one in found if one.id == visit.replaced_by_id), None)
    return later, next((one for one in found if one.replaced_by_id == visit.id), None)


def next_visits_with(service_codes: Sequence[str], after: datetime, now: datetime) -> dict[str, Visit]:
    """The next visit for all residents after a moment that still serves each service, by service code."""
    if not service_codes:
        return {}
    turn = func.row_number().over(partition_by=Offer.service_code, order_by=(Visit.opens_at, Visit.id))
    turns = (
        select(Offer.service_code, Visit.id, turn.label("turn"))
        .join(Visit, Visit.id == Offer.visit_id)
        .where(Offer.service_code.in_(service_codes), is_open())
        .where(Visit.opens_at > after, takes_people(now), Visit.level.in_(FOR_EVERYONE))
        .subquery()
    )
    wanted = select(turns.c.service_code, Visit).join(turns, turns.c.id == Visit.id).where(turns.c.turn == 1)
    return dict(session().execute(wanted.options(*for_line_views())).all())


def nearest_visits(
    point: tuple[float, float], now: datetime, *, limit: int, but: Sequence[int] = (), services: Collection[str] = ()
) -> Sequence[Visit]:
    """Visits that still take all residents: those within NEAR_TIME first, then the later ones, each nearest first.

    point       latitude, longitude in degrees
    but         ids of visits to leave out
    services    codes of which a visit still serves at least one; empty: any
    """
    search = replace(open_to_all(now), near=point, soon_until=now + NEAR_TIME)
    return _nearest(search, now, limit=limit, but=but, services=services)


def _nearest(
    search: Search, now: datetime, *, limit: int, but: Sequence[int], services: Collection[str]
) -> Sequence[Visit]:
    """The first visits of a search by distance, without some, and with at least one of the services."""
    wanted = matching(search).where(Visit.id.not_in(but))
    if services:
        wanted = wanted.where(serves(services, now))
    wanted = wanted.order_by(*order_of(search)).limit(limit)
    return session().scalars(wanted.options(*for_lists())).unique().all()


def alternatives_to(visit: Visit, replacement: Visit | None, now: datetime, limit: int = 2) -> list[Visit]:
    """Where to go instead of a visit: its replacement, if there is one, then the nearest others, soonest first.

    These still serve one of its services, end neither before now nor before it opens, and open within NEAR_TIME.
    """
    found = [replacement] if replacement else []
    if offered := [offer.service_code for offer in visit.offers]:
        point = (visit.venue.latitude, visit.venue.longitude)
        since = max(now, visit.opens_at)
        search = replace(open_to_all(now, since, since + NEAR_TIME), near=point)
        near = _nearest(search, now, limit=limit, but=(visit.id,), services=offered)
        found += sorted((one for one in near if one is not replacement), key=lambda one: one.opens_at)
    return found


def _next_in_village_of(visit: Visit, now: datetime) -> Visit | None:
    """The next other visit for all residents to a village of this one; None without one. One statement."""
    search = replace(open_to_all(now), villages=frozenset(visit.village_codes))
    wanted = matching(search).where(Visit.id != visit.id).order_by(*order_of(search)).limit(1)
    found: Visit | None = session().scalar(wanted.options(*for_lines()))
    return found


def public_pages(now: datetime) -> Sequence[tuple[str, datetime]]:
    """Public id and last change of visits for the sitemap, the newest first."""
    since = now - timedelta(days=PAGE_DAYS)
    # A visit opens and closes on one day, so that the index on opening times can be used.
    lately = (Visit.closes_at > since, Visit.opens_at > since - timedelta(days=1))
    wanted = select(Visit.public_id, Visit.changed_at).where(Visit.state.in_(PUBLIC), *lately)
    return session().execute(wanted.order_by(Visit.opens_at.desc()).limit(MOST_PAGES)).all()


def codes_to_name(visits: Sequence[Visit], now: datetime) -> dict[int, list[str]]:
    """The codes of the services to name for each visit in the order of the list, by its id. One statement."""
    columns = (Offer.visit_id, Offer.service_code, Offer.quota, Offer.used, Offer.state, Offer.reason)
    wanted = select(*columns).where(Offer.visit_id.in_([visit.id for visit in visits])).order_by(Offer.position)
    found: dict[int, list[Any]] = {}
    for row in session().execute(wanted):
        found.setdefault(row.visit_id, []).append(row)
    return {visit.id: named_codes(visit, found.get(visit.id, ()), now) for visit in visits}


def visits_with_public_ids(office: Office, public_ids: Collection[str]) -> dict[str, Visit]:
    """The visits of the office with these public ids, by public id. One statement."""
    wanted = select(Visit).where(Visit.office_id == office.id, Visit.public_id.in_(public_ids))
    return {visit.public_id: visit for visit in session().scalars(wanted.options(*for_line_views()))}


def coming_visits_of(account: Account, now: datetime) -> Sequence[Visit]:
    """Announced visits with an officer in the crew that have not ended, the next one first. One statement."""
    mine = select(Visit).join(VisitOfficer).where(VisitOfficer.account_id == account.id)
    mine = mine.where(VisitOfficer.opens_at > now - timedelta(days=1))  # it closes on the day when it opens
    coming = mine.where(Visit.state.in_(ANNOUNCED), Visit.closes_at > now).order_by(Visit.opens_at)
    return session().scalars(coming.options(*for_line_views())).all()
