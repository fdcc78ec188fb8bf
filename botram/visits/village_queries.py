"""Reading the visits of villages: the next and the past ones of some together, the last and the next one of each."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, union_all

from botram.database import session
from botram.places.models import Village
from botram.visits.availability_queries import has_ended
from botram.visits.departures.models import FeedDeparture
from botram.visits.models import PUBLIC, ListKind, Visit, VisitState
from botram.visits.participation.models import VisitVillage
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
    found = select(Visit.id).where(Visit.state.in_(PUBLIC), when).limit(limit)
    parts = [_served(found, code, now if coming else None) for code in village_codes]
    if coming:
        parts.append(found.where(Visit.id.in_(_left(village_codes))).order_by(*order))
    if not parts:
        return []
    first = union_all(*(select(part.subquery().c.id) for part in parts))
    wanted = matching(Search()).where(Visit.id.in_(first)).order_by(*order).limit(limit)
    return session().scalars(wanted.options(*for_lists())).unique().all()


def _served(found: Select[int], village_code: str, coming_from: datetime | None) -> Select[int]:
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


def _edge_visits(village_codes: Sequence[str], when: ColumnElement[bool], order: Any) -> dict[str, Visit]:
    """The first visit of each village in an order, by village code. Each is looked up by the village's index."""
    held = Visit.state.not_in((VisitState.DRAFT, VisitState.CANCELLED))
    there = select(Visit.id).join(VisitVillage, VisitVillage.visit_id == Visit.id)
    there = there.where(VisitVillage.village_code == Village.code, held, when).correlate(Village)
    first = there.order_by(order, VisitVillage.visit_id).limit(1).scalar_subquery()
    each = select(Village.code, first.label("visit_id")).where(Village.code.in_(village_codes)).subquery()
    wanted = select(each.c.code, Visit).join(each, each.c.visit_id == Visit.id)
    return dict(session().execute(wanted).all())
