"""Reading single visits and their related rows."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from botram.audit.models import AuditEntry
from botram.database import session
from botram.partners.models import PartnerAgency
from botram.places.models import Venue, Village
from botram.refusals import NotFound
from botram.services.models import Service
from botram.staff.models import Account, Office
from botram.visits.models import (
    ANNOUNCED,
    FOR_EVERYONE,
    PUBLIC,
    Booth,
    DayReport,
    DayReportKind,
    Offer,
    OfferState,
    Visit,
    VisitOfficer,
    VisitState,
)
from botram.visits.rules import PUBLIC_ID
from botram.visits.search_queries import Search, for_lists, matching

PAGE_DAYS, MOST_PAGES = 90, 5_000  # past visits in the sitemap: days back, and at most so many pages


def _for_residents() -> tuple[ExecutableOption, ...]:
    """The loader options for a visit's page for residents, without the crew."""
    return (
        joinedload(Visit.office),
        joinedload(Visit.venue).joinedload(Venue.village),
        joinedload(Visit.village).joinedload(Village.district),
        selectinload(Visit.offers).joinedload(Offer.service).selectinload(Service.requirements),
        selectinload(Visit.booths).joinedload(Booth.agency),
    )


def for_pages() -> tuple[ExecutableOption, ...]:
    """The loader options for a visit's page for its office."""
    return (
        *_for_residents(),
        joinedload(Visit.team),
        joinedload(Visit.replaced_by),
        selectinload(Visit.crew).joinedload(VisitOfficer.account),
        selectinload(Visit.warnings),
    )


def for_line_views() -> tuple[ExecutableOption, ...]:
    """The loader options for the views of visits as lines, in the statement that finds the visits."""
    return (joinedload(Visit.office), joinedload(Visit.venue), joinedload(Visit.village).joinedload(Village.district))


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


def latest_visit_of(office: Office) -> Visit | None:
    """The visit that the office drafted last, with its offers; None without any."""
    wanted = select(Visit).where(Visit.office_id == office.id).order_by(Visit.id.desc()).limit(1)
    return session().scalar(wanted.options(*for_pages()))


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


def linked_visits(visit: Visit) -> tuple[Visit | None, Visit | None]:
    """The visit that replaces this one, and the one that this one replaces; each None unless announced."""
    either = or_(Visit.id == visit.replaced_by_id, Visit.replaced_by_id == visit.id)
    found = session().scalars(matching(Search()).where(either).options(*for_lists())).unique().all()
    later = next((one for one in found if one.id == visit.replaced_by_id), None)
    return later, next((one for one in found if one.replaced_by_id == visit.id), None)


def next_visits_with(service_codes: Sequence[str], after: datetime) -> dict[str, Visit]:
    """The next visit for all residents after a moment that offers each service, by service code."""
    if not service_codes:
        return {}
    turn = func.row_number().over(partition_by=Offer.service_code, order_by=(Visit.opens_at, Visit.id))
    turns = (
        select(Offer.service_code, Visit.id, turn.label("turn"))
        .join(Visit, Visit.id == Offer.visit_id)
        .where(Offer.service_code.in_(service_codes), Offer.state != OfferState.CLOSED)
        .where(Visit.opens_at > after, Visit.state.in_(ANNOUNCED), Visit.level.in_(FOR_EVERYONE))
        .subquery()
    )
    wanted = select(turns.c.service_code, Visit).join(turns, turns.c.id == Visit.id).where(turns.c.turn == 1)
    return dict(session().execute(wanted.options(*for_line_views())).all())


def public_pages(now: datetime) -> Sequence[tuple[str, datetime]]:
    """Public id and last change of visits for the sitemap, the newest first."""
    wanted = select(Visit.public_id, Visit.changed_at).where(
        Visit.state.in_(PUBLIC), Visit.closes_at > now - timedelta(days=PAGE_DAYS)
    )
    return session().execute(wanted.order_by(Visit.opens_at.desc()).limit(MOST_PAGES)).all()


def offered_codes(visits: Sequence[Visit]) -> dict[int, list[str]]:
    """The codes of the offered services in the order of the list, by visit id. One statement."""
    wanted = select(Offer.visit_id, Offer.service_code).where(Offer.visit_id.in_([visit.id for visit in visits]))
    found: dict[int, list[str]] = {}
    for number, code in session().execute(wanted.order_by(Offer.position)):
        found.setdefault(number, []).append(code)
    return found


def _announced_visits(which: ColumnElement[bool]) -> Sequence[Visit]:
    """Announced visits that meet a condition, by id."""
    wanted = select(Visit).where(which, Visit.state.in_(ANNOUNCED)).order_by(Visit.id)
    return session().scalars(wanted).all()


def announced_visits_at(venue: Venue) -> Sequence[Visit]:
    """Announced visits at a venue."""
    return _announced_visits(Visit.venue_id == venue.id)


def announced_visits_with(agency: PartnerAgency) -> Sequence[Visit]:
    """Announced visits with a booth of a partner agency."""
    return _announced_visits(Visit.id.in_(select(Booth.visit_id).where(Booth.agency_id == agency.id)))


def announced_visits_of(office: Office) -> Sequence[Visit]:
    """Announced visits of an office."""
    return _announced_visits(Visit.office_id == office.id)


def announced_visits_in(codes: Collection[str]) -> Sequence[Visit]:
    """Announced visits in the villages or districts with these codes."""
    there = select(Village.code).where(or_(Village.code.in_(codes), Village.district_code.in_(codes)))
    return _announced_visits(Visit.village_code.in_(there))


def announced_visits_offering(codes: Collection[str]) -> Sequence[Visit]:
    """Announced visits that offer one of the services with these codes."""
    return _announced_visits(Visit.id.in_(select(Offer.visit_id).where(Offer.service_code.in_(codes))))


def visits_with_public_ids(office: Office, public_ids: Collection[str]) -> dict[str, Visit]:
    """The visits of the office with these public ids, by public id. One statement."""
    wanted = select(Visit).where(Visit.office_id == office.id, Visit.public_id.in_(public_ids))
    return {visit.public_id: visit for visit in session().scalars(wanted.options(*for_line_views()))}


def coming_visits_of(account: Account, now: datetime) -> Sequence[Visit]:
    """Announced visits with an officer in the crew that have not ended, the next one first. One statement."""
    mine = select(Visit).join(VisitOfficer).where(VisitOfficer.account_id == account.id)
    coming = mine.where(Visit.state.in_(ANNOUNCED), Visit.closes_at > now).order_by(Visit.opens_at)
    return session().scalars(coming.options(*for_line_views())).all()


def has_visits(venue: Venue) -> bool:
    """Whether there is a visit in any state at a venue."""
    return session().scalar(select(Visit.id).where(Visit.venue_id == venue.id).limit(1)) is not None


def last_and_next_visits(village_codes: Sequence[str], now: datetime) -> dict[str, tuple[Visit | None, Visit | None]]:
    """The latest and the next visit of each village, by code, without drafts and cancelled ones. Two statements."""
    last = _edge_visits(village_codes, Visit.opens_at <= now, Visit.opens_at.desc())
    coming = _edge_visits(village_codes, Visit.opens_at > now, Visit.opens_at)
    return {code: (last.get(code), coming.get(code)) for code in {*last, *coming}}


def _edge_visits(village_codes: Sequence[str], when: ColumnElement[bool], order: Any) -> dict[str, Visit]:
    """The first visit of each village in an order, by village code."""
    turn = func.row_number().over(partition_by=Visit.village_code, order_by=(order, Visit.id))
    held = Visit.state.not_in((VisitState.DRAFT, VisitState.CANCELLED))
    ranked = select(Visit.id, turn.label("turn")).where(Visit.village_code.in_(village_codes), held, when).subquery()
    wanted = select(Visit).join(ranked, ranked.c.id == Visit.id).where(ranked.c.turn == 1)
    return {visit.village_code: visit for visit in session().scalars(wanted)}
