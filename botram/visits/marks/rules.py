"""Which marks of a visit are open. Pure functions."""

from datetime import datetime

from botram.visits.models import ANNOUNCED, Visit, VisitMark, VisitState


def open_marks_of(visit: Visit, now: datetime) -> list[VisitMark]:
    """Return the marks of a visit that somebody should still decide about: none once it is over or cancelled."""
    coming = visit.state in (VisitState.DRAFT, *ANNOUNCED) and visit.closes_at > now
    return list(visit.marks) if coming else []
