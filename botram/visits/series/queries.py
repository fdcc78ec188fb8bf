"""Reading the visits of a series."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from botram.database import session
from botram.visits.models import Visit, VisitState
from botram.visits.queries import for_pages
from botram.visits.series.models import VisitSeries

_CHANGEABLE = (VisitState.DRAFT, VisitState.PUBLISHED)


def series_of(visit: Visit) -> VisitSeries | None:
    """The series of a visit; None for one that is in none."""
    return session().get(VisitSeries, visit.series_id) if visit.series_id else None


def others_in_series(visit: Visit, now: datetime) -> Sequence[Visit]:
    """The other visits of its series that are neither past nor running, by time; none for one in no series."""
    if visit.series_id is None:
        return []
    wanted = select(Visit).where(Visit.series_id == visit.series_id, Visit.office_id == visit.office_id)
    coming = wanted.where(Visit.id != visit.id, Visit.state.in_(_CHANGEABLE), Visit.opens_at > now)
    return session().scalars(coming.order_by(Visit.opens_at, Visit.id).options(*for_pages())).all()
