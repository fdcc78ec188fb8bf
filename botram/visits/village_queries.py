"""Reading the visits of villages: the next and the past ones of some together, the last and the next one of each."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, union_all

from botram.database import session
from botram.places.models import Venue, Village
from botram.staff.models import Office
from botram.visits.availability_queries import has_ended
from botram.visits.models import PUBLIC, FeedDeparture, ListKind, Visit, VisitState
from botram.visits.search_queries import Search, for_lists, matching, order_of

_ONE_DAY = timedelta(days=1)


def visits_in_villages(
    village_codes: Collection[str], now: datetime, *, coming: bool, limit: int = 10
) -> Sequence[Visit]:
    """Visits to villages: future ones and those that have left them, soonest first, or past ones, newest first.

    The first ones of each village are looked up by its index, and of these the first of all are taken.
    """
    order = order_of(Search(newest_first=not coming))
    when = _coming(now) if coming else has_ended(now)
    found = select(Visit.id).where(Visit.state.in_(PUBLIC), when).order_by(*order).limit(limit)
    parts = [found.where(Visit.village_code == code) for code in village_codes]
    if coming:
        parts.append(found.where(Visit.id.in_(_left(village_codes))))
    if not parts:
        return []
    first = union_all(*(select(part.subquery().c.id) for part in parts))
    wanted = matching(Search()).where(Visit.id.in_(first)).order_by(*order).limit(limit)
    return session().scalars(wanted.options(*for_lists())).unique().all()


def _coming(now: datetime) -> ColumnElement[bool]:
    """The condition that a visit has not ended. It opens and closes on one day, which an index can use."""
    return ~has_ended(now) & (Visit.opens_at > now - _ONE_DAY)


def _left(village_codes: Collection[str]) -> Select[int]:
    """The ids of visits that were announced in these villages and have left them: few, since old ones are deleted."""
    here = (FeedDeparture.kind == ListKind.VILLAGE, FeedDeparture.key.in_(village_codes))
    return select(FeedDeparture.visit_id).where(*here)


def last_and_next_visits(village_codes: Sequence[str], now: datetime) -> dict[str, tuple[Visit | None, Visit | None]]:
    """The latest and the next visit of each village, by code, without drafts and cancelled ones. Two statements."""
    began = or_(Visit.opens_at <= now, has_ended(now))
    last = _edge_visits(village_codes, began, Visit.opens_at.desc())
    coming = _edge_visits(village_codes, ~began & (Visit.opens_at > now), Visit.opens_at)
    return {code: (last.get(code), coming.get(code)) for code in {*last, *coming}}


def usual_venue(office: Office, village: Village) -> Venue | None:
    """Return the open venue of a village that was used last, else its first one by name; None without any."""
    there = select(Venue).where(Venue.office_id == office.id, Venue.village_code == village.code, Venue.active)
    used = there.join(Visit, Visit.venue_id == Venue.id).where(Visit.village_code == village.code)
    held = used.where(Visit.state != VisitState.CANCELLED).order_by(Visit.opens_at.desc(), Visit.id).limit(1)
    return session().scalar(held) or session().scalar(there.order_by(Venue.name, Venue.id).limit(1))


def last_days_at(venues: Iterable[Venue]) -> dict[int, datetime]:
    """Return when venues were last used or will be, by their ids, without cancelled visits. One statement."""
    there = select(Visit.opens_at).where(Visit.venue_id == Venue.id, Visit.state != VisitState.CANCELLED)
    last = there.order_by(Visit.opens_at.desc()).limit(1).correlate(Venue).scalar_subquery()
    wanted = select(Venue.id, last).where(Venue.id.in_([venue.id for venue in venues]))
    return {venue_id: at for venue_id, at in session().execute(wanted) if at}


def _edge_visits(village_codes: Sequence[str], when: ColumnElement[bool], order: Any) -> dict[str, Visit]:
    """The first visit of each village in an order, by village code. Each is looked up by the village's index."""
    held = Visit.state.not_in((VisitState.DRAFT, VisitState.CANCELLED))
    there = select(Visit.id).where(Visit.village_code == Village.code, held, when).correlate(Village)
    first = there.order_by(order, Visit.id).limit(1).scalar_subquery()
    wanted = select(Visit).where(Visit.id.in_(select(first).where(Village.code.in_(village_codes))))
    return {visit.village_code: visit for visit in session().scalars(wanted)}
