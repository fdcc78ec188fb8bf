"""Making the drafts of a series, all or none."""

from collections.abc import Sequence
from datetime import datetime

from botram.database import session, transaction
from botram.staff.models import Account
from botram.visits.changes.actions import make_changes
from botram.visits.changes.change import Change, Outlook
from botram.visits.models import Visit, VisitState
from botram.visits.series.models import VisitSeries
from botram.visits.series.rules import Repetition, rule_text


def make_series(visit: Visit, wish: Repetition, changes: Sequence[Change], by: Account, *, now: datetime) -> Outlook:
    """Make the copies of a visit that a repetition asks for, as one series with it. Raises ChangesRefused: all or none.

    changes  copies of the visit, each with its public id: the same ones again make nothing more
    """
    with transaction(visit):
        outlook = make_changes(visit.office, changes, by, now=now)
        drafts = [one.visit for one in outlook.outcomes if one.visit and one.visit.state is VisitState.DRAFT]
        if new := [one for one in drafts if one.series_id is None]:
            series = _series_row(visit, wish, by, now)
            for one in (*new, visit):
                one.series_id = one.series_id or series.id
    return outlook


def _series_row(visit: Visit, wish: Repetition, by: Account, now: datetime) -> VisitSeries:
    """Store a new series."""
    series = VisitSeries(
        office_id=visit.office_id,
        rule=rule_text(wish),
        first_day=wish.first,
        last_day=wish.last,
        skips_holidays=wish.skips_holidays,
        made_by=by.id,
        made_at=now,
    )
    session().add(series)
    session().flush()
    return series
