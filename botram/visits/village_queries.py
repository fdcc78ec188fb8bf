"""Reading the visits of villages: the next and the past ones of some together, the last and the next one of each."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, union

from botram.database import session
from botram.places.models import Venue, Village
from botram.staff.models import Office
from botram.visits import availability
from botram.visits.availability_queries import has_ended
from botram.visits.departures.models import FeedDeparture
from botram.visits.models import PUBLIC, ListKind, Visit, VisitState
from botram.visits.participation.models import VisitVillage
from botram.visits.search_queries import Search, for_lists, matching, order_of

MOST_COMING = 10
_ONE_DAY = timedelta(days=1)


def visits_in_villages(
    village_codes: Collection[str], now: datetime, *, most_past: int
) -> tuple[Sequence[Visit], Sequence[Visit]]:
    """Coming visits to villages, also those that have left them, soonest first, and the past ones, newest first.

    The first ones of each village are looked up by its index, and of these the first of all are taken. Two statements.
    """
    if not village_codes:
        return [], []
    coming = [_served(_first_announced(_coming(now), MOST_COMING), code, now) for code in village_codes]
    coming.append(
        _first_announced(_coming(now), MOST_COMING)
        .where(Visit.id.in_(_left(village_codes)))
        .order_by(*order_of(Search()))
    )
    past = [_served(_first_announced(has_ended(now), most_past), code, None) for code in village_codes]
    ids = _ids_of_first(coming, MOST_COMING).union_all(_ids_of_first(past, most_past, newest_first=True))
    wanted = matching(Search()).where(Visit.id.in_(ids)).order_by(*order_of(Search()))
    found = session().scalars(wanted.options(*for_lists())).unique().all()
    ended = [one for one in found if availability.has_ended(one, now)]
    return [one for one in found if one not in ended], ended[::-1]


def _first_announced(when: ColumnElement[bool], limit: int) -> Select[int, datetime]:
    """The first announced visits under a condition: ids and opening times."""
    return select(Visit.id, Visit.opens_at).where(Visit.state.in_(PUBLIC), when).limit(limit)


def _ids_of_first(parts: Sequence[Select[int, datetime]], limit: int, *, newest_first: bool = False) -> Select[int]:
    """The ids of the first visits of several statements, each of which is looked up by an index of its own."""
    each = union(*(select(part.subquery()) for part in parts)).subquery()
    order = [each.c.opens_at.desc(), each.c.id.desc()] if newest_first else [each.c.opens_at, each.c.id]
    return select(select(each.c.id).order_by(*order).limit(limit).subquery().c.id)


def _served(found: Select[int, datetime], village_code: str, coming_from: datetime | None) -> Select[int, datetime]:
    """The visits of a statement that serve a village, by its index: the next ones from a moment on, or the last."""
    there = found.join(VisitVillage, VisitVillage.visit_id == Visit.id).where(VisitVillage.village_code == village_code)
    if coming_from is None:
        return there.order_by(VisitVillage.opens_at.desc(), VisitVillage.visit_id.desc())
    return there.where(VisitVillage.opens_at > coming_from - _ONE_DAY).order_by(
        VisitVillage.opens_at, VisitVillage.visit_id
    )


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
    last = _edge_visits(village_codes, began, VisitVillage.opens_at.desc())
    coming = _edge_visits(village_codes, ~began & (VisitVillage.opens_at > now), VisitVillage.opens_at)
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
    there = select(Visit.id).join(VisitVillage, VisitVillage.visit_id == Visit.id)
    there = there.where(VisitVillage.village_code == Village.code, held, when).correlate(Village)
    first = there.order_by(order, VisitVillage.visit_id).limit(1).scalar_subquery()
    each = select(Village.code, first.label("visit_id")).where(Village.code.in_(village_codes)).subquery()
    wanted = select(each.c.code, Visit).join(each, each.c.visit_id == Visit.id)
    return dict(session().execute(wanted).all())
