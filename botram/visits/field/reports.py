"""What the field reports of the day: how each report reads, and when it may be taken. Touches no table."""

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

_EARLY_CLOSING = timedelta(minutes=30)  # before the planned end: from here on the office wants to know why
LONGEST_REMARK = 1000
AFTER_OPENING = (
    DayReportKind.QUEUE_CLOSED,
    DayReportKind.QUEUE_REOPENED,
    DayReportKind.CLOSED,
    DayReportKind.CLOSING,
)
STATUSES = tuple(kind for kind in DayReportKind if kind not in (DayReportKind.SERVICE, DayReportKind.CLOSING))


class NotYet(Refusal):
    """What the report builds on has not arrived."""


class BadReport(Refusal):
    """A report cannot be what it says."""


class Report(Protocol):
    """Whatever is reported: who sends it again says the same."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> DayReportKind: ...
    @property
    def at(self) -> datetime: ...
    def said(self) -> Mapping[str, Any]:
        """All that a repetition is known by, as JSON can hold it."""


@dataclass(frozen=True)
class StatusReport:
    """On the way, open, queue closed or open again, finished."""

    id: str  # UUID, lower case
    kind: DayReportKind
    at: datetime  # by the phone's clock
    position: Point | None = None  # only its distance from the venue is kept

    def said(self) -> Mapping[str, Any]:
        """All but the position, which a phone may find again a little elsewhere."""
        return {"at": self.at.isoformat()}


@dataclass(frozen=True)
class ServiceReport:
    """A service can be had, only just, or no longer."""

    id: str
    service: str  # code
    state: OfferState
    reason: OfferReason | None
    at: datetime
    kind: DayReportKind = DayReportKind.SERVICE

    def said(self) -> Mapping[str, Any]:
        """The service, its state, and why."""
        return {
            "at": self.at.isoformat(),
            "service": self.service,
            "state": self.state,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class ClosingReport:
    """What kept the team, and what the office should know of the day."""

    id: str
    obstacles: tuple[Obstacle, ...]
    remark: str
    at: datetime
    kind: DayReportKind = DayReportKind.CLOSING

    def said(self) -> Mapping[str, Any]:
        """Obstacles and remark."""
        return {"at": self.at.isoformat(), "obstacles": list(self.obstacles), "remark": self.remark}


AnyReport = StatusReport | ServiceReport | ClosingReport


def plausible_time(kind: DayReportKind, at: datetime, visit: Visit, now: datetime) -> datetime:
    """The hour of a report: the phone's own, or that of its arrival when the phone's clock cannot be right.

    Nothing happens ahead of its report or before the visit's day, no opening before the team set out, and nothing
    that builds on the opening before it.
    """
    before = [departed_at(visit)] if kind is DayReportKind.OPENED or kind in AFTER_OPENING else []
    before += [visit.opened_at] if kind in AFTER_OPENING else []
    follows = all(to_minute(hour) <= to_minute(at) for hour in before if hour)
    return at if at <= now and day_has_come(visit, at) and follows else now


def departed_at(visit: Visit) -> datetime | None:
    """When the team set out. An hour on a later day is that of a report's arrival: nothing has to come after it."""
    zone = visit.office.time_zone
    if visit.confirmed_at and local_day(visit.confirmed_at, zone) == local_day(visit.opens_at, zone):
        return visit.confirmed_at
    return None


def to_minute(at: datetime) -> datetime:
    """The moment as forms show it: two reports in the same minute follow each other either way."""
    return at.replace(second=0, microsecond=0)


def day_has_come(visit: Visit, now: datetime) -> bool:
    """Whether it is the day of the visit, or later, on the wall clock of its office."""
    zone = ZoneInfo(visit.office.time_zone)
    return visit.opens_at.astimezone(zone).date() <= now.astimezone(zone).date()


def is_afterwards(visit: Visit, now: datetime) -> bool:
    """Whether what is reported now happened some time ago, so that its hour has to be asked for."""
    return now > visit.closes_at


def possible_reports(visit: Visit, now: datetime) -> tuple[DayReportKind, ...]:
    """What can be reported of the day as it stands, the likeliest first."""
    kinds = DayReportKind
    if visit.state is VisitState.PUBLISHED and day_has_come(visit, now):
        return (*(() if visit.confirmed_at else (kinds.CONFIRMED,)), kinds.OPENED, kinds.SERVICE)
    if visit.state is VisitState.RUNNING:
        queue = kinds.QUEUE_REOPENED if visit.queue_closed_at else kinds.QUEUE_CLOSED
        return (queue, kinds.SERVICE, kinds.CLOSED)
    return ()


def closes_early(visit: Visit, at: datetime) -> bool:
    """Whether the team packs up so long before the planned end that it has to say why."""
    return at < visit.closes_at - _EARLY_CLOSING


def check_announced(visit: Visit) -> None:
    """Raise WrongState for a visit that nobody goes to."""
    if visit.state is VisitState.CANCELLED:
        raise WrongState(_("Kunjungan ini dibatalkan. Hubungi koordinator."))
    if visit.state is VisitState.DRAFT:
        raise WrongState(_("Kunjungan ini belum diterbitkan."))


def check_day_has_come(visit: Visit, at: datetime) -> None:
    """Raise WrongState before the day of the visit: residents would set out too early."""
    if not day_has_come(visit, at):
        words = long_day(visit.opens_at, visit.office.time_zone)
        raise WrongState(_("Baru dapat dilaporkan pada hari kunjungan, %(day)s.", day=words))


def check_opened(visit: Visit) -> None:
    """Raise NotYet while the word that the visit is open has not arrived."""
    if visit.state is VisitState.PUBLISHED:
        raise NotYet(_("Kunjungan ini belum dibuka. Laporkan dahulu bahwa layanan sudah dibuka."))


def check_service_state(state: OfferState, reason: OfferReason | None) -> None:
    """Raise BadReport unless a state has the reason that it needs."""
    if (state is OfferState.OPEN) != (reason is None):
        raise BadReport(
            _("Layanan yang terbatas atau ditutup perlu sebab; yang dibuka tidak."), field="reason"
        )


def check_closing(report: ClosingReport) -> None:
    """Raise BadReport for obstacles that say nothing."""
    if Obstacle.OTHER in report.obstacles and not report.remark.strip():
        raise BadReport(_("Tulis kendala lainnya dalam keterangan."), field="remark")
    if len(report.remark) > LONGEST_REMARK:
        raise BadReport(_("Keterangan paling panjang 1.000 huruf."), field="remark")


def remark_is_final() -> str:
    """Why nothing can be written about the closing any more."""
    return str(_("Hasil kunjungan ini sudah diverifikasi; keterangannya tidak dapat diubah lagi."))
