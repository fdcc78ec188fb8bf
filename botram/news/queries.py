"""The visits of a news feed, and the figures that change with them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from botram.calendars.feed_queries import FIGURES, REPLACEMENT, text_figures
from botram.database import session
from botram.places.models import Village
from botram.services.queries import version_columns
from botram.staff.models import Installation
from botram.visits.availability_queries import offers
from botram.visits.models import PUBLIC, Booth, ListKind, Visit
from botram.visits.participation.queries import second_village, serving, villages_in
from botram.visits.search_queries import Search, _place_conditions, has_left, left_list, matching

MOST = 100  # entries; the newest changes, so that none is missed by who asks once a day


def _visits_followed(search: Search, today: datetime) -> Select[Any]:
    """Return the query of the visits that a search finds, or found before they changed.

    ``today`` is the first moment of the day: what ended before is news to nobody who did not ask for it.
    """
    since = search.since or today
    wanted = matching(Search(since=min(since, today), states=search.states)).where(
        _in_period(since, search.until, Visit.opens_at, Visit.closes_at)
        | _in_period(since, search.until, Visit.was_opens_at, Visit.was_closes_at)
    )
    if search.district:
        here = serving(villages_in([search.district]))
        wanted = wanted.where(here | has_left(villages_in([search.district])))
    if search.service:
        wanted = wanted.where(offers([search.service]) | left_list(ListKind.SERVICE, [search.service]))
    if places := _place_conditions(search):
        wanted = wanted.where(or_(*places, *_where_it_was(search)))
    return wanted


def _in_period(
    since: datetime, until: datetime | None, opens_at: SQLColumnExpression[Any], closes_at: SQLColumnExpression[Any]
) -> ColumnElement[bool]:
    """Return the condition that hours lie in a period, which may have no end."""
    return (closes_at > since) & (opens_at < until) if until else closes_at > since


def _where_it_was(search: Search) -> list[ColumnElement[bool]]:
    """Return the conditions that a visit was at the place that a search names."""
    ways = []
    if search.villages:
        ways.append(has_left(search.villages))
    if search.districts:
        ways.append(has_left(villages_in(search.districts)))
    if search.text:
        ways.append(Visit.was_place.icontains(search.text, autoescape=True))
    return ways


def _found_now(search: Search) -> ColumnElement[bool]:
    """Return the condition that the search still finds the visit."""
    return Visit.id.in_(matching(replace(search, near=None)).with_only_columns(Visit.id))


def news_state(search: Search, today: datetime) -> Row[*tuple[Any, ...]]:
    """Return figures that change with anything in the feed, and its last change. One statement."""
    shown = _visits_followed(search, today).with_only_columns(Visit.id, Visit.office_id, Visit.venue_id).cte("shown")
    sums = (
        select(*FIGURES)
        .select_from(shown)
        .join(Visit, Visit.id == shown.c.id)
        .outerjoin(REPLACEMENT, (REPLACEMENT.id == Visit.replaced_by_id) & REPLACEMENT.state.in_(PUBLIC))
        .subquery()
    )
    uid_host = select(Installation.uid_host).scalar_subquery().label("uid_host")
    return session().execute(select(sums, *text_figures(shown), *version_columns(), uid_host)).one()


def newest(search: Search, today: datetime) -> Sequence[Row[Visit, bool]]:
    """Return the visits that changed last, loaded for their entries, and whether the search still finds them.

    Three statements.
    """
    wanted = _visits_followed(search, today).add_columns(_found_now(search))
    wanted = wanted.order_by(Visit.changed_at.desc(), Visit.opens_at, Visit.id).limit(MOST)
    wanted = wanted.options(
        contains_eager(Visit.village).joinedload(Village.district),
        second_village(),
        contains_eager(Visit.venue),
        joinedload(Visit.office),
        joinedload(Visit.replaced_by).options(
            joinedload(Visit.office),
            joinedload(Visit.venue),
            joinedload(Visit.village).joinedload(Village.district),
            second_village(),
        ),
        selectinload(Visit.offers),
        selectinload(Visit.booths).joinedload(Booth.agency),
    )
    return session().execute(wanted).all()
