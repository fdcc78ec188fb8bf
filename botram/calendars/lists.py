"""The visits of a calendar, and the figures that tell whether any of them changed."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    Subquery,
    case,
    cast,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload, subqueryload

from botram.audit.models import AuditEntry
from botram.calendars.scopes import Scope, Window
from botram.database import session
from botram.places.models import Venue, Village
from botram.services.models import Service
from botram.staff.models import Account, Installation, Team
from botram.visits.models import (
    ANNOUNCED,
    PUBLIC,
    Booth,
    LeftList,
    ListKind,
    Offer,
    Visit,
    VisitOfficer,
    VisitState,
)
from botram.visits.search import NEAR_DAYS

Replacement = aliased(Visit)

SHOWN_WITH_VISITS = ("region", "venue", "office", "partner_agency", "services")
"""What entries repeat and what may change without a new version of visits that are over."""


def on_list(scope: Scope) -> ColumnElement[bool]:
    """The condition that a visit stands on the list now."""
    key = scope.key
    ways: dict[ListKind, Callable[[], ColumnElement[bool]]] = {
        ListKind.ALL: true,
        ListKind.OFFICE: lambda: Visit.office_id == int(key),
        ListKind.DISTRICT: lambda: Visit.village_code.in_(villages_in(key)),
        ListKind.VILLAGE: lambda: Visit.village_code == key,
        ListKind.LEVEL: lambda: Visit.level == key,
        ListKind.SERVICE: lambda: (
            select(Offer.id).where(Offer.visit_id == Visit.id, Offer.service_code == key).exists()
        ),
        ListKind.TEAM: lambda: Visit.team_id == int(key),
        ListKind.OFFICER: lambda: (
            select(VisitOfficer.visit_id)
            .where(VisitOfficer.visit_id == Visit.id, VisitOfficer.account_id == int(key))
            .exists()
        ),
    }
    return ways[scope.kind]()


def villages_in(district_code: str) -> Select[str]:
    """The codes of a district's villages."""
    return select(Village.code).where(Village.district_code == district_code)


def was_on_list(scope: Scope) -> ColumnElement[bool]:
    """The condition that a row tells of a visit's time on the list."""
    if scope.kind is ListKind.DISTRICT:
        return (LeftList.kind == ListKind.VILLAGE) & LeftList.key.in_(villages_in(scope.key))
    return (LeftList.kind == scope.kind) & (LeftList.key == scope.key)


def listed(scope: Scope, window: Window) -> Subquery:
    """Row numbers of the calendar's visits, those that stand on the list and those that have left it.

    Each half goes by an index, so that visits of all the years before the window cost nothing.
    """
    shown = Visit.state.in_(PUBLIC) & (Visit.opens_at >= window.since) & (Visit.opens_at < window.until)
    standing = select(Visit.id, literal(False).label("left")).where(shown, on_list(scope))
    if scope.kind in (ListKind.ALL, ListKind.OFFICE):
        return standing.subquery()
    once = select(LeftList.visit_id).where(was_on_list(scope))
    gone = select(Visit.id, literal(True).label("left")).where(shown, Visit.id.in_(once), ~on_list(scope))
    return union_all(standing, gone).subquery()


def is_coming_cancelled(window: Window) -> ColumnElement[bool]:
    """The condition that a visit was called off and people may still mean to come: it names others."""
    return (Visit.state == VisitState.CANCELLED) & (Visit.closes_at > window.today)


def is_way_out(window: Window) -> ColumnElement[bool]:
    """The condition that a visit may be named to those who cannot come to another one."""
    soon = window.today + timedelta(days=NEAR_DAYS)
    return Visit.state.in_(ANNOUNCED) & (Visit.opens_at >= window.today) & (Visit.opens_at < soon)


def mixed(visit: type[Visit]) -> ColumnElement[int]:
    """Numbers times versions, added up: that one visit comes in place of another shows too."""
    return func.sum(cast(visit.id, BigInteger) * visit.version)


def state_of(scope: Scope, window: Window) -> Row[*tuple[Any, ...]]:
    """Figures that differ once anything in the calendar does, and when it last did. One statement."""
    stood = listed(scope, window)
    sums = (
        select(
            func.count().label("count"),
            func.sum(Visit.version).label("versions"),
            mixed(Visit).label("mixed"),
            func.sum(case((stood.c.left, 1), else_=0)).label("left"),
            func.max(Visit.changed_at).label("changed_at"),
            mixed(Replacement).label("replacements"),
            func.max(Replacement.changed_at).label("replacements_changed_at"),
            func.sum(case((is_coming_cancelled(window), 1), else_=0)).label("cancelled"),
        )
        .select_from(stood)
        .join(Visit, Visit.id == stood.c.id)
        .outerjoin(Replacement, Replacement.id == Visit.replaced_by_id)
        .subquery()
    )
    changes = select(AuditEntry).where(AuditEntry.subject.in_(SHOWN_WITH_VISITS))
    named = select(Visit).where(is_way_out(window))
    return (
        session()
        .execute(
            select(
                sums,
                *(
                    case((sums.c.cancelled > 0, named.with_only_columns(figure).scalar_subquery())).label(
                        name
                    )
                    for name, figure in (
                        ("others", mixed(Visit)),
                        ("others_changed_at", func.max(Visit.changed_at)),
                    )
                ),
                changes.with_only_columns(func.count()).scalar_subquery().label("texts"),
                changes.with_only_columns(func.max(AuditEntry.at))
                .scalar_subquery()
                .label("texts_changed_at"),
                select(Installation.uid_host).scalar_subquery().label("uid_host"),
            )
        )
        .one()
    )


def lines_of(scope: Scope, window: Window) -> Sequence[Row[*tuple[Any, ...]]]:
    """The calendar's visits in their order, with what tells whether their entries are known. One statement."""
    stood = listed(scope, window)
    wanted = (
        select(
            Visit.id,
            Visit.version,
            Visit.changed_at,
            stood.c.left,
            is_coming_cancelled(window).label("needs_others"),
            Venue.latitude,
            Venue.longitude,
            Replacement.id.label("replacement"),
            Replacement.version.label("replacement_version"),
        )
        .select_from(stood)
        .join(Visit, Visit.id == stood.c.id)
        .join(Venue, Venue.id == Visit.venue_id)
        .outerjoin(Replacement, (Replacement.id == Visit.replaced_by_id) & Replacement.state.in_(PUBLIC))
    )
    return session().execute(wanted.order_by(Visit.opens_at, Visit.id)).all()


def ways_out(window: Window) -> Sequence[Row[*tuple[Any, ...]]]:
    """The visits of the coming weeks, soonest first, for those who meant to come to a cancelled one. One statement."""
    wanted = (
        select(Visit.id, Visit.version, Venue.latitude, Venue.longitude)
        .join(Venue, Venue.id == Visit.venue_id)
        .where(is_way_out(window))
    )
    return session().execute(wanted.order_by(Visit.opens_at, Visit.id)).all()


def visits_for_entries(ids: Collection[int], *, crew: bool) -> dict[int, Visit]:
    """Visits with all that their entries say, by row number. Four statements, with the crew five."""
    wanted = select(Visit).where(Visit.id.in_(ids))
    wanted = wanted.options(
        joinedload(Visit.office),
        joinedload(Visit.venue),
        joinedload(Visit.village).joinedload(Village.district),
        subqueryload(Visit.offers).joinedload(Offer.service).selectinload(Service.requirements),
        subqueryload(Visit.booths).joinedload(Booth.agency),
    )
    if crew:
        wanted = wanted.options(
            joinedload(Visit.team), subqueryload(Visit.crew).joinedload(VisitOfficer.account)
        )
    return {visit.id: visit for visit in session().scalars(wanted)}


def duty_of(scope: Scope, window: Window) -> tuple[Any, ...]:
    """Teams and officers of the calendar's visits, by what entries say of them. Two statements.

    Their names and equipment change without a new version of the visits, which residents see too.
    """
    stood = listed(scope, window)
    theirs = select(Visit.team_id).join(stood, stood.c.id == Visit.id)
    equipment = (Team.vehicle, Team.enrolment_kit, Team.ktp_printer, Team.kia_printer)
    teams = select(Team.id, Team.name, *equipment).where(Team.id.in_(theirs)).order_by(Team.id)
    crews = select(VisitOfficer.account_id).join(stood, stood.c.id == VisitOfficer.visit_id)
    officers = select(Account.id, Account.name).where(Account.id.in_(crews)).order_by(Account.id)
    return tuple(tuple(row) for wanted in (teams, officers) for row in session().execute(wanted))
