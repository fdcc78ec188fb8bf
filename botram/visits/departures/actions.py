"""Deleting departures from lists. `feed_lists` records them, with the change of the visit."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists

from botram.database import session, transaction
from botram.visits.departures.models import FeedDeparture
from botram.visits.dependent_queries import departures_from
from botram.visits.models import ListKind, Visit

_KEPT = timedelta(days=120)  # after the visit; no feed goes back further


def hand_over_departures(old: str, new: str) -> None:
    """Let the lists of the successor of a village tell of the visits that have left those of the old one."""
    for visit_id in departures_from(old):
        session().merge(FeedDeparture(kind=ListKind.VILLAGE, key=new, visit_id=visit_id))


def tidy_departures(*, now: datetime) -> int:
    """Delete departures of visits that no feed tells of any more, and return how many. The worker calls it every hour.

    Without it what each feed has to look through would grow with the years.
    """
    over = exists().where(Visit.id == FeedDeparture.visit_id, Visit.opens_at < now - _KEPT)
    with transaction() as current:
        return len(current.scalars(delete(FeedDeparture).where(over).returning(FeedDeparture.visit_id)).all())
