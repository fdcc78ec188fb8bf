"""The reported times of the day, and their corrections."""

from datetime import datetime

from botram.visits.field.reports import AFTER_OPENING, departed_at, plausible_time
from botram.visits.models import DayReportKind, Offer, Visit
from botram.visits.queries import hour_corrections_of, reports_of

_Kind = DayReportKind


def hours_reported(visit: Visit, kind: DayReportKind) -> list[datetime]:
    """The times of all reports of a kind, in any order; the latest one counts."""
    return [
        plausible_time(kind, datetime.fromisoformat(kept.content["at"]), visit, kept.received_at)
        for kept in reports_of(visit, kind)
    ]


def queue_closings(visit: Visit) -> list[datetime]:
    """The times of all reports that the queue was closed, corrected where there is a correction.

    A correction is about the report with the replaced time: that of the report, or of its arrival.
    """
    corrections = [
        (entry.at, *(datetime.fromisoformat(side["queue_closed_at"]) for side in (entry.before, entry.after)))
        for entry in hour_corrections_of(visit)
        if "queue_closed_at" in entry.after
    ]
    hours = []
    for kept in reports_of(visit, _Kind.QUEUE_CLOSED):
        at = datetime.fromisoformat(kept.content["at"])
        hour, candidates = plausible_time(kept.kind, at, visit, kept.received_at), {at, kept.received_at}
        for corrected_at, old, new in corrections:
            if kept.received_at <= corrected_at and old in candidates:
                hour, candidates = new, {new}
        hours.append(hour)
    return hours


def not_before(visit: Visit, kind: DayReportKind, offer: Offer | None = None) -> datetime | None:
    """The latest time of what precedes a report, which changes nothing with an earlier time; None without any."""
    known = [visit.opened_at]
    if kind is _Kind.OPENED or kind in AFTER_OPENING:
        known.append(departed_at(visit))
    if kind is _Kind.QUEUE_CLOSED:
        known += hours_reported(visit, _Kind.QUEUE_REOPENED)
    if kind in (_Kind.QUEUE_REOPENED, _Kind.CLOSED):
        known.append(visit.queue_closed_at)
    if offer is not None:
        known.append(offer.state_at)
    return max((hour for hour in known if hour), default=None)
