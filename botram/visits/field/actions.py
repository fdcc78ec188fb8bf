"""Applying reports of the day. A report that is sent again is applied once; time alone changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from botram.database import constraint_error, transaction
from botram.places.rules import distance_km
from botram.refusals import Changed, Refusal
from botram.staff.models import Account
from botram.staff.rules import check_free_text
from botram.visits.actions import record_visit
from botram.visits.field.hours import hours_reported, queue_closings
from botram.visits.field.models import DayReport
from botram.visits.field.receipts import Receipt, Stored
from botram.visits.field.reports import (
    AnyReport,
    BadReport,
    ClosingReport,
    NotYet,
    Report,
    ServiceReport,
    StatusReport,
    check_announced,
    check_closing,
    check_day_has_come,
    check_opened,
    check_service_state,
    plausible_time,
    remark_is_final,
)
from botram.visits.history import visit_snapshot
from botram.visits.models import HELD, DayReportKind, Offer, Visit, VisitState
from botram.visits.rules import WrongState

_Kind = DayReportKind
_POLE = 90  # degrees


def _id_taken() -> Refusal:
    """The refusal of an id that another report has."""
    return BadReport(_("Nomor laporan ini sudah dipakai untuk laporan yang lain."))


constraint_error("pk_day_report", _id_taken)  # its name on PostgreSQL
constraint_error("day_report_stays", _id_taken)  # and on SQLite


def take_report(visit: Visit, report: Report, by: Account, *, now: datetime) -> Receipt:
    """Apply a report of the day and return its receipt, with the reason of a refusal."""
    try:
        return Receipt(report.id, _take(visit, report, by, now))
    except NotYet as refusal:
        return Receipt(report.id, Stored.LATER, str(refusal))
    except Refusal as refusal:
        return Receipt(report.id, Stored.REFUSED, str(refusal))


def _take(visit: Visit, report: Report, by: Account, now: datetime) -> Stored:
    """Apply a report of the day. Raises WrongState, NotYet, BadReport or IdentityNumber."""
    with transaction(visit) as current:
        if known := current.get(DayReport, report.id):
            if (known.visit_id, known.kind, known.content) != (visit.id, report.kind, dict(report.content())):
                raise _id_taken()
            return Stored.ALREADY
        check_announced(visit)
        before, at = visit_snapshot(visit), plausible_time(report.kind, report.at, visit, now)
        if _apply_report(visit, report, at):
            visit.changed(now)
            after = visit_snapshot(visit) | _distance_from_venue(visit, report)
            if report.kind is _Kind.QUEUE_REOPENED:  # no column has this time
                after["queue_reopened_at"] = at.isoformat()
            record_visit(_ACTIONS[report.kind], visit, by, now, before=before, after=after)
        current.add(_row_of(visit, report, by, now))
    return Stored.STORED


def take_together(
    visit: Visit,
    reports: Sequence[AnyReport],
    by: Account,
    *,
    now: datetime,
    as_shown: Callable[[Visit], bool] | None = None,
) -> None:
    """Apply the reports of one form, all or none.

    A form that is sent again keeps the time of its first sending.
    as_shown  whether the visit still is as the form showed it; not asked for a form that is sent again
    raises    Changed when it is not, WrongState, NotYet, BadReport or IdentityNumber
    """
    with transaction(visit) as current:
        sent_before = any(current.get(DayReport, report.id) for report in reports)
        if as_shown and not sent_before and not as_shown(visit):
            raise Changed(_("Sementara Anda mengisi, orang lain sudah menyimpan penutupan kunjungan ini."))
        for report in reports:
            known = current.get(DayReport, report.id)
            first = datetime.fromisoformat(known.content["at"]) if known else report.at
            _take(visit, replace(report, at=first), by, now)
            current.flush()  # the next report reads the row again


_ACTIONS = {
    _Kind.CONFIRMED: "confirm",
    _Kind.OPENED: "open",
    _Kind.QUEUE_CLOSED: "close_queue",
    _Kind.QUEUE_REOPENED: "reopen_queue",
    _Kind.CLOSED: "close",
    _Kind.SERVICE: "service",
    _Kind.CLOSING: "remark",
}
"""The action of each report in the visit's history."""


def _row_of(visit: Visit, report: Report, by: Account, now: datetime) -> DayReport:
    """The row of a report."""
    return DayReport(
        id=report.id,
        visit_id=visit.id,
        kind=report.kind,
        content=dict(report.content()),
        account_id=by.id,
        received_at=now,
    )


def _distance_from_venue(visit: Visit, report: Report) -> dict[str, Any]:
    """The distance from the venue at which a report was sent, in km, if it has a position, which is not stored."""
    sent = report.position if isinstance(report, StatusReport) else None
    if sent is None or abs(sent[0]) > _POLE:  # a swapped pair lies nowhere on earth
        return {}
    return {"away_km": round(distance_km(sent, (visit.venue.latitude, visit.venue.longitude)), 1)}


def _apply_report(visit: Visit, report: Report, at: datetime) -> bool:
    """Change the visit by a report; False when it changes nothing. Raises what ``_take`` raises."""
    if isinstance(report, ServiceReport):
        return _set_service_state(visit, report, at)
    if isinstance(report, ClosingReport):
        return _set_closing(visit, report, at)
    return _STATUS_EFFECTS[report.kind](visit, at)


def _confirm_visit(visit: Visit, at: datetime) -> bool:
    """Set that the team is on its way; False when it is set or later."""
    if visit.confirmed_at or visit.state is not VisitState.PUBLISHED:
        return False
    check_day_has_come(visit, at)
    visit.confirmed_at = at
    return True


def _open_visit(visit: Visit, at: datetime) -> bool:
    """Set that the visit has opened; False when it has."""
    if visit.state is not VisitState.PUBLISHED:
        return False
    check_day_has_come(visit, at)
    visit.state, visit.opened_at = VisitState.RUNNING, at
    return True


def _close_queue(visit: Visit, at: datetime) -> bool:
    """Close the queue; False when it is closed, or for a report older than the last reopening."""
    check_opened(visit)
    if visit.queue_closed_at or _too_late(visit, at):
        return False
    if any(at < hour for hour in hours_reported(visit, _Kind.QUEUE_REOPENED)):
        return False
    visit.queue_closed_at = at
    return True


def _reopen_queue(visit: Visit, at: datetime) -> bool:
    """Reopen the queue and cancel its planned end; False when both are so. Raises WrongState."""
    if _too_late(visit, at):
        raise WrongState(_("Kunjungan ini sudah selesai."))
    if visit.state is VisitState.PUBLISHED:
        return False
    stood = (visit.queue_closed_at, visit.queue_closes_at)
    if visit.queue_closed_at and visit.queue_closed_at <= at:
        closed_again = [hour for hour in queue_closings(visit) if hour > at]
        visit.queue_closed_at = min(closed_again, default=None)
    visit.queue_closes_at = None
    return stood != (visit.queue_closed_at, visit.queue_closes_at)


def _too_late(visit: Visit, at: datetime) -> bool:
    """Whether a report is of a time after the visit was closed, or the results are verified."""
    over = visit.state is VisitState.CLOSED and (visit.closed_at is None or visit.closed_at < at)
    return over or visit.state is VisitState.VERIFIED


def _close_visit(visit: Visit, at: datetime) -> bool:
    """Close the visit; False when it is closed."""
    check_opened(visit)
    if visit.state in HELD:
        return False
    visit.state, visit.closed_at = VisitState.CLOSED, max(at, visit.queue_closed_at or at)
    return True


_STATUS_EFFECTS: dict[DayReportKind, Callable[[Visit, datetime], bool]] = {
    _Kind.CONFIRMED: _confirm_visit,
    _Kind.OPENED: _open_visit,
    _Kind.QUEUE_CLOSED: _close_queue,
    _Kind.QUEUE_REOPENED: _reopen_queue,
    _Kind.CLOSED: _close_visit,
}


def _set_service_state(visit: Visit, report: ServiceReport, at: datetime) -> bool:
    """Set the state of a service; False when it has it, or for a report older than the last.

    Raises BadReport, or WrongState before the day of the visit.
    """
    check_service_state(report.state, report.reason)
    offer = _offer_of(visit, report.service)
    check_day_has_come(visit, at)
    if visit.state in HELD or (offer.state_at is not None and at < offer.state_at):
        return False
    offer.state_at = at
    if (offer.state, offer.reason) == (report.state, report.reason):
        return False
    offer.state, offer.reason = report.state, report.reason
    return True


def _offer_of(visit: Visit, service: str) -> Offer:
    """The visit's offer of a service. Raises BadReport without one."""
    for offer in visit.offers:
        if offer.service_code == service:
            return offer
    raise BadReport(_("Layanan ini tidak ada pada kunjungan ini."), field="service")


def _set_closing(visit: Visit, report: ClosingReport, at: datetime) -> bool:
    """Set obstacles and remark of the visit; False when it has them, or for a report older than the last.

    Raises NotYet, BadReport, IdentityNumber or WrongState.
    """
    check_opened(visit)
    check_closing(report)
    if visit.state is VisitState.VERIFIED:
        raise WrongState(remark_is_final())
    closing = ([one.value for one in report.obstacles], check_free_text(report.remark, "remark"))
    if (visit.obstacles, visit.remark) == closing or any(at < hour for hour in hours_reported(visit, _Kind.CLOSING)):
        return False
    visit.obstacles, visit.remark = closing
    return True
