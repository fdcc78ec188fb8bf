"""The hours of the day as they were reported, and as they were put right since."""

from datetime import datetime

from botram.visits.field.reports import AFTER_OPENING, departed_at, plausible_time
from botram.visits.models import DayReportKind, Offer, Visit
from botram.visits.queries import hour_corrections_of, reports_of

_Kind = DayReportKind


def hours_reported(visit: Visit, kind: DayReportKind) -> list[datetime]:
    """The hours of all reports of a kind: of two, the later counts, in whatever order they came."""
    return [
        plausible_time(kind, datetime.fromisoformat(kept.said["at"]), visit, kept.received_at)
        for kept in reports_of(visit, kind)
    ]


def queue_closings(visit: Visit) -> list[datetime]:
    """When the queue was closed, by every report of it: a corrected hour stands in the place of the one reported.

    A correction is about the report that gave the hour it replaced: the report's own, or that of its arrival.
    """
    corrections = [
        (entry.at, *(datetime.fromisoformat(side["queue_closed_at"]) for side in (entry.before, entry.after)))
        for entry in hour_corrections_of(visit)
        if "queue_closed_at" in entry.after
    ]
    hours = []
    for kept in reports_of(visit, _Kind.QUEUE_CLOSED):
        said = datetime.fromisoformat(kept.said["at"])
        hour, names = plausible_time(kept.kind, said, visit, kept.received_at), {said, kept.received_at}
        for corrected_at, old, new in corrections:
            if kept.received_at <= corrected_at and old in names:
                hour, names = new, {new}
        hours.append(hour)
    return hours


def not_before(visit: Visit, kind: DayReportKind, offer: Offer | None = None) -> datetime | None:
    """The hour of what came before such a report; one that is told for an earlier hour would change nothing."""
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
