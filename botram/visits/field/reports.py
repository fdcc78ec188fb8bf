"""Reports of the day: their content, and when they may be applied. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from botram.clock import local_day
from botram.formats import long_day
from botram.places.rules import Point
from botram.refusals import Refusal
from botram.visits.models import DayReportKind, Obstacle, OfferReason, OfferState, Visit, VisitState
from botram.visits.rules import WrongState

_EARLY_CLOSING = timedelta(minutes=30)  # before the planned end: an earlier closing needs a remark
LONGEST_REMARK = 1000
AFTER_OPENING = (DayReportKind.QUEUE_CLOSED, DayReportKind.QUEUE_REOPENED, DayReportKind.CLOSED, DayReportKind.CLOSING)
STATUSES = tuple(kind for kind in DayReportKind if kind not in (DayReportKind.SERVICE, DayReportKind.CLOSING))


class NotYet(Refusal):
    """The report depends on one that has not arrived."""


class BadReport(Refusal):
    """A value of the report is not valid."""


class Report(Protocol):
    """A report of the day. One that is sent again has the same id and content."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> DayReportKind: ...
    @property
    def at(self) -> datetime: ...
    def content(self) -> Mapping[str, Any]:
        """The values by which a repetition is recognised, as JSON."""


@dataclass(frozen=True)
class StatusReport:
    """A report of the team's progress: on the way, open, queue closed or reopened, closed."""

    id: str  # UUID, lower case
    kind: DayReportKind
    at: datetime  # by the clock of the phone
    position: Point | None = None  # only its distance from the venue is stored

    def content(self) -> Mapping[str, Any]:
        """The time; not the position, which may differ a little when it is sent again."""
        return {"at": self.at.isoformat()}


@dataclass(frozen=True)
class ServiceReport:
    """A report of the state of a service."""

    id: str
    service: str  # code
    state: OfferState
    reason: OfferReason | None
    at: datetime
    kind: DayReportKind = DayReportKind.SERVICE

    def content(self) -> Mapping[str, Any]:
        """The time, the service, its state and the reason."""
        return {"at": self.at.isoformat(), "service": self.service, "state": self.state, "reason": self.reason}


@dataclass(frozen=True)
class ClosingReport:
    """A report of obstacles, with a remark for the office."""

    id: str
    obstacles: tuple[Obstacle, ...]
    remark: str
    at: datetime
    kind: DayReportKind = DayReportKind.CLOSING

    def content(self) -> Mapping[str, Any]:
        """The time, the obstacles and the remark."""
        return {"at": self.at.isoformat(), "obstacles": list(self.obstacles), "remark": self.remark}


AnyReport = StatusReport | ServiceReport | ClosingReport


def plausible_time(kind: DayReportKind, at: datetime, visit: Visit, now: datetime) -> datetime:
    """Return the time of a report: by the phone, or that of its arrival when the phone's clock must be wrong.

    It must not be after the arrival, before the day of the visit, before the departure for an opening, nor before the
    opening for what follows it.
    """
    before = [departed_at(visit)] if kind is DayReportKind.OPENED or kind in AFTER_OPENING else []
    before += [visit.opened_at] if kind in AFTER_OPENING else []
    follows = all(to_minute(hour) <= to_minute(at) for hour in before if hour)
    return at if at <= now and day_has_come(visit, at) and follows else now


def departed_at(visit: Visit) -> datetime | None:
    """The time of departure, if it is on the day of the visit; one on a later day is that of a report's arrival."""
    zone = visit.office.time_zone
    if visit.confirmed_at and local_day(visit.confirmed_at, zone) == local_day(visit.opens_at, zone):
        return visit.confirmed_at
    return None


def to_minute(at: datetime) -> datetime:
    """Return a moment in whole minutes, as forms show it: two reports in a minute are in order either way."""
    return at.replace(second=0, microsecond=0)


def day_has_come(visit: Visit, now: datetime) -> bool:
    """Whether it is the day of the visit or later, in the time zone of its office."""
    zone = ZoneInfo(visit.office.time_zone)
    return visit.opens_at.astimezone(zone).date() <= now.astimezone(zone).date()


def is_afterwards(visit: Visit, now: datetime) -> bool:
    """Whether the visit has ended by plan, so that a report needs a backdated time."""
    return now > visit.closes_at


def possible_reports(visit: Visit, now: datetime) -> tuple[DayReportKind, ...]:
    """The reports that are possible now, the most likely first."""
    kinds = DayReportKind
    if visit.state is VisitState.PUBLISHED and day_has_come(visit, now):
        return (*(() if visit.confirmed_at else (kinds.CONFIRMED,)), kinds.OPENED, kinds.SERVICE)
    if visit.state is VisitState.RUNNING:
        queue = kinds.QUEUE_REOPENED if visit.queue_closed_at else kinds.QUEUE_CLOSED
        return (queue, kinds.SERVICE, kinds.CLOSED)
    return ()


def closes_early(visit: Visit, at: datetime) -> bool:
    """Whether a closing is so long before the planned end that it needs a remark."""
    return at < visit.closes_at - _EARLY_CLOSING


def check_announced(visit: Visit) -> None:
    """Raise WrongState for a draft and for a cancelled visit."""
    if visit.state is VisitState.CANCELLED:
        raise WrongState(_("Kunjungan ini dibatalkan. Hubungi koordinator."))
    if visit.state is VisitState.DRAFT:
        raise WrongState(_("Kunjungan ini belum diterbitkan."))


def check_day_has_come(visit: Visit, at: datetime) -> None:
    """Raise WrongState before the day of the visit, since residents would come too early."""
    if not day_has_come(visit, at):
        words = long_day(visit.opens_at, visit.office.time_zone)
        raise WrongState(_("Baru dapat dilaporkan pada hari kunjungan, %(day)s.", day=words))


def check_opened(visit: Visit) -> None:
    """Raise NotYet until the report of the opening has arrived."""
    if visit.state is VisitState.PUBLISHED:
        raise NotYet(_("Kunjungan ini belum dibuka. Laporkan dahulu bahwa layanan sudah dibuka."))


def check_service_state(state: OfferState, reason: OfferReason | None) -> None:
    """Raise BadReport for a limited or closed service without a reason, and for an open one with a reason."""
    if (state is OfferState.OPEN) != (reason is None):
        raise BadReport(_("Layanan yang terbatas atau ditutup perlu sebab; yang dibuka tidak."), field="reason")


def check_closing(report: ClosingReport) -> None:
    """Raise BadReport for another obstacle without a remark, and for a remark that is too long."""
    if Obstacle.OTHER in report.obstacles and not report.remark.strip():
        raise BadReport(_("Tulis kendala lainnya dalam keterangan."), field="remark")
    if len(report.remark) > LONGEST_REMARK:
        raise BadReport(_("Keterangan paling panjang 1.000 huruf."), field="remark")


def remark_is_final() -> str:
    """The sentence of the refusal once the results are verified."""
    return str(_("Hasil kunjungan ini sudah diverifikasi; keterangannya tidak dapat diubah lagi."))
