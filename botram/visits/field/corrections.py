"""Correction of reported hours by a coordinator, with a reason, until the results are verified.

The marks "late" and "early" of ledger entries do not change: they are set on arrival, by the hours known then.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

from flask_babel import gettext as _

from botram.clock import local_day
from botram.database import transaction
from botram.refusals import Refusal
from botram.staff.models import Account
from botram.visits.actions import check_version, record_visit
from botram.visits.field.hours import hours_reported
from botram.visits.field.reports import to_minute
from botram.visits.history import hour_text, reported_hours, visit_snapshot
from botram.visits.models import DayReportKind, Visit, VisitState
from botram.visits.rules import WrongState, check_reason

_Hours = Mapping[str, datetime]
"""Times by the names of their columns, in the order of the day."""


class BadHours(Refusal):
    """A corrected time is on another day, in the future, or not in order."""


def correctable_hours(visit: Visit) -> _Hours:
    """The reported times that may be corrected; none once the results are verified."""
    if visit.state not in (VisitState.PUBLISHED, VisitState.RUNNING, VisitState.CLOSED):
        return {}
    return {name: at for name in reported_hours(visit) if (at := getattr(visit, name))}


def correct_hours(
    visit: Visit, hours: _Hours, by: Account, *, reason: str, now: datetime, version: int | None = None
) -> bool:
    """Correct reported times; True when anything differs. Residents see the corrected times.

    Raises WrongState, Changed, BadHours, ReasonMissing or IdentityNumber.
    """
    with transaction(visit):
        check_version(visit, version)
        if visit.state is VisitState.VERIFIED:
            raise WrongState(already_verified())
        known = correctable_hours(visit)
        corrected = {name: hours.get(name, at) for name, at in known.items()}
        if corrected == known:
            return False
        _check_hours(visit, known, corrected, now)
        before, why = visit_snapshot(visit), check_reason(reason)
        for name, at in corrected.items():
            setattr(visit, name, at)
        visit.changed(now)
        # The audit has this action since version 0.3, and its rows never change.
        record_visit("mend_hours", visit, by, now, before=before, after=visit_snapshot(visit), reason=why)
    return True


def already_verified() -> str:
    """The sentence of the refusal once the results are verified."""
    return str(_("Hasil kunjungan ini sudah diverifikasi; jamnya tidak dapat diubah lagi."))


def _check_hours(visit: Visit, known: _Hours, corrected: _Hours, now: datetime) -> None:
    """Raise BadHours, with the input, unless all times are on the day of the visit, not in the future, and in order."""
    zone = visit.office.time_zone
    for name, at in corrected.items():
        if at != known[name] and at > now:
            raise BadHours(_("Jam itu belum lewat."), field=name)
        if at != known[name] and local_day(at, zone) != local_day(visit.opens_at, zone):
            raise BadHours(_("Jamnya harus pada hari kunjungan."), field=name)
    for earlier, later in pairwise(corrected):
        if to_minute(corrected[later]) < to_minute(corrected[earlier]):
            raise BadHours(
                _("Urutannya: berangkat, dibuka, antrean ditutup, selesai. Jam ini mendahului yang sebelumnya."),
                field=later,
            )
    _check_reopened(visit, known, corrected)


def _check_reopened(visit: Visit, known: _Hours, corrected: _Hours) -> None:
    """Raise BadHours for a corrected end of queue or visit before the last reported reopening of the queue."""
    reopened = max(hours_reported(visit, DayReportKind.QUEUE_REOPENED), default=None)
    for name in ("queue_closed_at", "closed_at"):
        if name not in known or reopened is None or corrected[name] == known[name]:
            continue
        if to_minute(corrected[name]) < to_minute(reopened):
            hour = hour_text(reopened.isoformat(), visit.office.time_zone)
            sentence = _("Antrean dibuka lagi pukul %(hour)s; isi jam sesudahnya.", hour=hour)
            raise BadHours(sentence, field=name)
