"""The visits of a calendar, and the figures that change with them.

Programs ask often and mostly for what they have: each statement is put together once for each kind of list and then
only given its values.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, assert_never

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Integer,
    Label,
    Row,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload, subqueryload

from botram.audit.models import REPEATED, TextVersion
from botram.calendars.scopes import FeedScope, Window
from botram.database import UtcDateTime, session
from botram.places.models import Venue, Village
from botram.services.queries import version_columns
from botram.staff.models import Account, Installation, Team
from botram.visits.availability_queries import is_open, takes_people
from botram.visits.departures.models import FeedDeparture
from botram.visits.models import FOR_EVERYONE, PUBLIC, Booth, ListKind, Offer, Visit, VisitOfficer, VisitState
from botram.visits.participation.models import VisitTeam, VisitVillage
from botram.visits.participation.queries import all_teams, all_villages

_ALL = 0  # the office of what concerns all offices
KEY, NUMBER = bindparam("key", type_=String()), bindparam("number", type_=Integer())
SINCE, TODAY, UNTIL = (bindparam(name, type_=UtcDateTime()) for name in ("since", "today", "until"))


def _in_window(opens_at: SQLColumnExpression[datetime]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions that a visit opens in the days of a calendar."""
    return opens_at >= SINCE, opens_at < UNTIL


_SHOWN = and_(Visit.state.in_(PUBLIC), *_in_window(Visit.opens_at))
_CALLED_OFF = (Visit.state == VisitState.CANCELLED) & (Visit.closes_at > TODAY)
"""The condition of a cancelled visit whose entry names alternatives."""

_ALTERNATIVE = (
    takes_people(TODAY) & Visit.level.in_(FOR_EVERYONE) & (Visit.opens_at >= TODAY) & (Visit.opens_at < UNTIL)
)
"""The condition of a visit that may be an alternative."""

_DISTRICT_VILLAGES = select(Village.code).where(Village.district_code == KEY)
_SERVED = select(VisitVillage.visit_id).where(*_in_window(VisitVillage.opens_at))
_STANDING: dict[ListKind, ColumnElement[bool]] = {
    ListKind.ALL: true(),
    ListKind.OFFICE: Visit.office_id == NUMBER,
    ListKind.DISTRICT: Visit.id.in_(_SERVED.where(VisitVillage.village_code.in_(_DISTRICT_VILLAGES))),
    ListKind.VILLAGE: Visit.id.in_(_SERVED.where(VisitVillage.village_code == KEY)),
    ListKind.LEVEL: Visit.level == KEY,
    ListKind.SERVICE: select(Offer.id).where(Offer.visit_id == Visit.id, Offer.service_code == KEY).exists(),
    ListKind.TEAM: Visit.id.in_(
        select(VisitTeam.visit_id).where(VisitTeam.team_id == NUMBER, *_in_window(VisitTeam.opens_at))
    ),
    ListKind.OFFICER: select(VisitOfficer.visit_id)
    .where(VisitOfficer.visit_id == Visit.id, VisitOfficer.account_id == NUMBER)
    .exists(),
}
"""The condition that a visit is on a list now."""


def _mixed(visit: type[Visit]) -> ColumnElement[int]:
    """Return the sum of ids times versions, which differs too when one visit replaces another."""
    return func.sum(cast(visit.id, BigInteger) * visit.version)


REPLACEMENT = aliased(Visit)
FIGURES: tuple[Label[Any], ...] = (
    func.count().label("count"),
    func.sum(Visit.version).label("versions"),
    _mixed(Visit).label("mixed"),
    func.max(Visit.changed_at).label("changed_at"),
    _mixed(REPLACEMENT).label("replacements"),
    func.max(REPLACEMENT.changed_at).label("replacements_changed_at"),
)
"""Figures that change with some visits and their replacements, and the last change of both."""


def _values_of(scope: FeedScope, window: Window) -> dict[str, Any]:
    """Return the parameters of the statements below."""
    return {
        "key": scope.key,
        "number": int(scope.key) if scope.key.isdecimal() else None,
        "since": window.since,
        "today": window.today,
        "until": window.until,
    }


def _may_be_named(kind: ListKind) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of alternatives in a calendar; one of a service needs that service."""
    return (_ALTERNATIVE, _STANDING[kind]) if kind is ListKind.SERVICE else (_ALTERNATIVE,)


def _services_of(*, still: bool) -> ScalarSelect[str]:
    """Return the codes of the services that a visit offers, or ``still`` does, joined by commas."""
    codes = select(func.aggregate_strings(Offer.service_code, ",")).where(Offer.visit_id == Visit.id)
    return (codes.where(is_open()) if still else codes).correlate(Visit).scalar_subquery()


def _listed(kind: ListKind) -> Subquery:
    """Return ids, offices and venues of a calendar's visits: those on the list and those that have left it.

    Each half goes by an index, so that visits of all the years before the window cost nothing.
    """
    columns = (Visit.id, Visit.office_id, Visit.venue_id)
    standing = select(*columns, literal(False).label("left")).where(_SHOWN, _STANDING[kind])
    left: tuple[ColumnElement[bool], ...]
    match kind:
        case ListKind.ALL | ListKind.OFFICE:
            return standing.subquery()
        case ListKind.DISTRICT:
            left = (FeedDeparture.kind == ListKind.VILLAGE, FeedDeparture.key.in_(_DISTRICT_VILLAGES))
        case ListKind.VILLAGE | ListKind.LEVEL | ListKind.SERVICE | ListKind.TEAM | ListKind.OFFICER:
            left = (FeedDeparture.kind == kind, FeedDeparture.key == KEY)
        case _:
            assert_never(kind)
    once = select(FeedDeparture.visit_id).where(*left)
    gone = select(*columns, literal(True).label("left")).where(_SHOWN, Visit.id.in_(once), ~_STANDING[kind])
    return union_all(standing, gone).subquery()


def calendar_state(scope: FeedScope, window: Window) -> Row[*tuple[Any, ...]]:
    """Return figures that change with anything in the calendar, and its last change. One statement."""
    return session().execute(_state_statement(scope.kind), _values_of(scope, window)).one()


@cache
def _state_statement(kind: ListKind) -> Select[Any]:
    """Return the statement for the figures of a calendar, of its alternatives, and of repeated texts."""
    stood = select(_listed(kind)).cte("stood")
    sums = (
        select(
            *FIGURES,
            func.sum(case((stood.c.left, 1), else_=0)).label("left"),
            func.sum(case((_CALLED_OFF, 1), else_=0)).label("cancelled"),
        )
        .select_from(stood)
        .join(Visit, Visit.id == stood.c.id)
        .outerjoin(REPLACEMENT, REPLACEMENT.id == Visit.replaced_by_id)
        .subquery()
    )
    named = select(Visit).where(*_may_be_named(kind))
    others = (("others", _mixed(Visit)), ("others_changed_at", func.max(Visit.changed_at)))
    return select(
        sums,
        *(
            case((sums.c.cancelled > 0, named.with_only_columns(figure).scalar_subquery())).label(name)
            for name, figure in others
        ),
        *text_figures(stood),
        *version_columns(),
        select(Installation.uid_host).scalar_subquery().label("uid_host"),
    )


def text_figures(shown: CTE) -> tuple[Label[Any], ...]:
    """Return figures that change with the texts that entries of these visits repeat, and their last change.

    shown    id, office_id and venue_id of the visits

    A venue is written down under its name, an agency among those of its office; what has no office concerns all.
    """
    offices = select(shown.c.office_id)
    venues = select(Venue.name).where(Venue.id.in_(select(shown.c.venue_id)))
    of_them = TextVersion.office_id.in_(offices) & ((TextVersion.subject != "venue") | TextVersion.key.in_(venues))
    changes = select(TextVersion).where((TextVersion.office_id == _ALL) | of_them)
    figures: tuple[ColumnElement[Any], ...] = (
        func.sum(TextVersion.figure).label("texts"),
        func.max(TextVersion.changed_at).label("texts_changed_at"),
    )
    return tuple(changes.with_only_columns(one).scalar_subquery().label(one.key) for one in figures)


def _texts_of_line() -> tuple[ColumnElement[Any], ...]:
    """Return figures that change with the texts that the entry of one visit repeats: of all, of its office, its venue.

    So the change of a venue leaves the entries of all other venues as they are.
    """
    figure = func.sum(TextVersion.figure)
    others = [subject for subject in REPEATED if subject != "venue"]
    of_office = (TextVersion.office_id == Visit.office_id) & TextVersion.subject.in_(others)
    of_venue = (TextVersion.office_id == Visit.office_id) & (TextVersion.subject == "venue")
    return (
        select(figure).where(TextVersion.office_id == _ALL).scalar_subquery().label("texts_of_all"),
        select(figure).where(of_office).correlate(Visit).scalar_subquery().label("texts_of_office"),
        select(figure)
        .where(of_venue, TextVersion.key == Venue.name)
        .correlate(Visit, Venue)
        .scalar_subquery()
        .label("texts_of_venue"),
    )


def lines_of(scope: FeedScope, window: Window) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the calendar's visits in their order, with the parts of their cache keys. One statement."""
    return session().execute(_lines_statement(scope.kind), _values_of(scope, window)).all()


@cache
def _lines_statement(kind: ListKind) -> Select[Any]:
    """Return the statement for each visit of a calendar with its replacement."""
    stood = _listed(kind)
    wanted = (
        select(
            Visit.id,
            Visit.version,
            Visit.changed_at,
            stood.c.left,
            Visit.opens_at,
            _CALLED_OFF.label("needs_others"),
            case((_CALLED_OFF, _services_of(still=False))).label("services"),
            Venue.latitude,
            Venue.longitude,
            REPLACEMENT.id.label("replacement"),
            REPLACEMENT.version.label("replacement_version"),
            *_texts_of_line(),
        )
        .select_from(stood)
        .join(Visit, Visit.id == stood.c.id)
        .join(Venue, Venue.id == Visit.venue_id)
        .outerjoin(REPLACEMENT, (REPLACEMENT.id == Visit.replaced_by_id) & REPLACEMENT.state.in_(PUBLIC))
    )
    return wanted.order_by(Visit.opens_at, Visit.id)


def alternatives(scope: FeedScope, window: Window) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return possible alternatives to cancelled visits, soonest first. One statement."""
    open_there = _services_of(still=True).label("services")
    wanted = (
        select(Visit.id, Visit.version, Visit.opens_at, Visit.closes_at, open_there, Venue.latitude, Venue.longitude)
        .join(Venue, Venue.id == Visit.venue_id)
        .where(*_may_be_named(scope.kind))
    )
    return session().execute(wanted.order_by(Visit.opens_at, Visit.id), _values_of(scope, window)).all()


def visits_for_entries(ids: Collection[int], *, crew: bool) -> dict[int, Visit]:
    """Return visits with all that their entries need, by id. Four statements, with the crew five."""
    wanted = select(Visit).where(Visit.id.in_(ids))
    wanted = wanted.options(
        joinedload(Visit.office),
        joinedload(Visit.venue),
        *all_villages(),
        subqueryload(Visit.offers),
        subqueryload(Visit.booths).joinedload(Booth.agency),
    )
    if crew:
        wanted = wanted.options(*all_teams(), subqueryload(Visit.crew).joinedload(VisitOfficer.account))
    return {visit.id: visit for visit in session().scalars(wanted)}


def duty_of(scope: FeedScope, window: Window) -> tuple[Any, ...]:
    """Return teams and officers of the calendar's visits, as far as entries repeat them. Two statements.

    Their names and equipment change without a new version of the visits, which residents see too.
    """
    given = _values_of(scope, window)
    return tuple(tuple(row) for wanted in _duty_statements(scope.kind) for row in session().execute(wanted, given))


@cache
def _duty_statements(kind: ListKind) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """Return the statements for the teams and the officers of a calendar's visits."""
    stood = _listed(kind)
    theirs = select(VisitTeam.team_id).join(stood, stood.c.id == VisitTeam.visit_id)
    equipment = (Team.vehicle, Team.enrolment_kit, Team.ktp_printer, Team.kia_printer)
    crews = select(VisitOfficer.account_id).join(stood, stood.c.id == VisitOfficer.visit_id)
    return (
        select(Team.id, Team.name, *equipment).where(Team.id.in_(theirs)).order_by(Team.id),
        select(Account.id, Account.name).where(Account.id.in_(crews)).order_by(Account.id),
    )
