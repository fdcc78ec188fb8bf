"""Mending the hours that the field reported: a coordinator does it, with a reason, until the results are verified.

Entries of the ledger keep their marks "late" and "early": those are set on arrival, by the hours that stood then, and
an entry is never changed afterwards.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

from flask_babel import gettext as _

from botram.clock import local_day
from botram.database import writing
from botram.refusals import Refusal
from botram.staff.models import Account
from botram.visits.actions import check_version, note
from botram.visits.day_hours import hours_reported
from botram.visits.day_reports import minute
from botram.visits.history import clock_words, facts, hours_told
from botram.visits.models import DayReportKind, Visit, VisitState
from botram.visits.rules import WrongState, check_reason

Hours = Mapping[str, datetime]
"""Moments by the names of their columns, in the order of the day."""


class BadHours(Refusal):
    """The hours of the day do not follow each other."""


def mendable(visit: Visit) -> Hours:
    """The hours that were reported and may still be mended."""
    if visit.state not in (VisitState.PUBLISHED, VisitState.RUNNING, VisitState.CLOSED):
        return {}
    return {name: at for name in hours_told(visit) if (at := getattr(visit, name))}


def mend_hours(
    visit: Visit, hours: Hours, by: Account, *, reason: str, now: datetime, version: int | None = None
) -> bool:
    """Put right what was reported at a wrong hour; True when anything differs. Residents read it at once.

    Raises WrongState, Changed, BadHours, ReasonMissing or IdentityNumber.
    """
    with writing(visit):
        check_version(visit, version)
        if visit.state is VisitState.VERIFIED:
            raise WrongState(verified())
        known = mendable(visit)
        mended = {name: hours.get(name, at) for name, at in known.items()}
        if mended == known:
            return False
        check_hours(visit, known, mended, now)
        before, why = facts(visit), check_reason(reason)
        for name, at in mended.items():
            setattr(visit, name, at)
        visit.changed(now)
        note("mend_hours", visit, by, now, before=before, after=facts(visit), reason=why)
    return True


def verified() -> str:
    """Why nothing can be mended any more."""
    return str(_("Hasil kunjungan ini sudah diverifikasi; jamnya tidak dapat diubah lagi."))


def check_hours(visit: Visit, known: Hours, mended: Hours, now: datetime) -> None:
    """Raise BadHours, with the input, unless the hours lie on the day, behind us, and one after the other."""
    zone = visit.office.time_zone
    for name, at in mended.items():
        if at != known[name] and at > now:
            raise BadHours(_("Jam itu belum lewat."), field=name)
        if at != known[name] and local_day(at, zone) != local_day(visit.opens_at, zone):
            raise BadHours(_("Jamnya harus pada hari kunjungan."), field=name)
    for earlier, later in pairwise(mended):
        if minute(mended[later]) < minute(mended[earlier]):
            raise BadHours(
                _(
                    "Urutannya: berangkat, dibuka, antrean ditutup, selesai. Jam ini mendahului yang sebelumnya."
                ),
                field=later,
            )
    check_reopened(visit, known, mended)


def check_reopened(visit: Visit, known: Hours, mended: Hours) -> None:
    """Raise BadHours for an end that would lie before the queue was reopened: the word of it still stands."""
    reopened = max(hours_reported(visit, DayReportKind.QUEUE_REOPENED), default=None)
    for name in ("queue_closed_at", "closed_at"):
        if name not in known or reopened is None or mended[name] == known[name]:
            continue
        if minute(mended[name]) < minute(reopened):
            hour = clock_words(reopened.isoformat(), visit.office.time_zone)
            sentence = _("Antrean dibuka lagi pukul %(hour)s; isi jam sesudahnya.", hour=hour)
            raise BadHours(sentence, field=name)
