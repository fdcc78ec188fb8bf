"""What a visit's page says first: where it stands, in a word, a sentence or two, and the steps of the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import pgettext

from botram.formats import clock_and_zone, hours, moment
from botram.visits.field.labels import obstacle_words
from botram.visits.labels import move_sentence
from botram.visits.models import Visit, VisitState
from botram.web.cards import state_of

_STEPPED = ("waiting", "confirmed", "running", "queue-closed")


@dataclass(frozen=True)
class Step:
    """One hour of the day: what happened then, or is planned."""

    done: bool
    hour: str
    words: str


@dataclass(frozen=True)
class Panel:
    """The first thing on the page."""

    key: str  # of the state's shape and colours
    lead: str
    news: str  # what differs from the plan that people may have in mind
    sentences: tuple[str, ...]
    steps: tuple[Step, ...]


def panel_of(visit: Visit, now: datetime) -> Panel:
    """The panel of a visit as it stands now."""
    key, note = state_of(visit, now)
    return Panel(
        key=key,
        lead=note or _lead_of(key),
        news=_("Alasan: %(reason)s", reason=visit.reason) if key == "cancelled" else move_sentence(visit),
        sentences=tuple(_sentences_of(visit, key, now)),
        steps=tuple(_steps_of(visit, now)) if key in _STEPPED and now < visit.closes_at else (),
    )


def _lead_of(key: str) -> str:
    """The word for the state, as the page begins."""
    words: dict[str, str] = {
        "scheduled": _("Terjadwal"),
        "moved": _("Dipindah"),
        "waiting": _("Belum dikonfirmasi"),
        "confirmed": _("Dikonfirmasi"),
        "running": _("Sedang berlangsung"),
        "queue-closed": _("Antrean sudah ditutup"),
        "closed": _("Sudah selesai"),
        "cancelled": _("Dibatalkan"),
    }
    return words[key]


def _sentences_of(visit: Visit, key: str, now: datetime) -> Iterator[str]:
    """What follows from the state for somebody who wants to come."""
    zone = visit.office.time_zone
    if move_sentence(visit):
        yield _("Alasan: %(reason)s", reason=visit.reason)
    if key == "cancelled" and visit.cancelled_at:
        yield _("Diumumkan %(moment)s.", moment=moment(visit.cancelled_at, zone))
    elif visit.state in (VisitState.PUBLISHED, VisitState.RUNNING) and now >= visit.closes_at:
        yield _("Jam layanannya sudah lewat. Kantor belum mencatat penutupannya.")
    elif key in ("scheduled", "moved"):
        yield _("Pada harinya, lihat lagi halaman ini: di sini tertulis bila tim sudah pasti berangkat.")
    elif key == "waiting":
        yield _("Tim belum memastikan berangkat. Lihat lagi halaman ini sebelum Anda berangkat.")
    elif key == "confirmed":
        yield _("Tim sudah memastikan berangkat.")
    elif key == "running":
        yield _while_running(visit, now)
    elif key == "closed":
        yield from _when_over(visit)
    elif key == "queue-closed":
        yield _("Yang sudah memegang nomor antrean tetap dilayani. Nomor baru tidak dibagikan lagi.")


def _when_over(visit: Visit) -> Iterator[str]:
    """When the team packed up, and what hindered it."""
    if visit.closed_at:
        yield _("Selesai pukul %(hour)s.", hour=clock_and_zone(visit.closed_at, visit.office.time_zone))
    if visit.obstacles:
        yield _("Kendala hari itu: %(obstacles)s.", obstacles=obstacle_words(visit.obstacles))


def planned_queue_end(visit: Visit, now: datetime) -> datetime | None:
    """Until when a number can be taken, as far as that is planned and still holds. A reopening takes the plan back."""
    passed = visit.queue_closes_at is not None and visit.queue_closes_at <= now
    if visit.state is VisitState.RUNNING and (passed or visit.queue_closed_at):
        return None
    return visit.queue_closes_at


def _while_running(visit: Visit, now: datetime) -> str:
    """What to do while the team is there and takes people into the queue."""
    if ends := planned_queue_end(visit, now):
        hour = clock_and_zone(ends, visit.office.time_zone)
        return str(_("Tim sudah di tempat. Ambil nomor antrean sebelum pukul %(hour)s.", hour=hour))
    return str(_("Tim sudah di tempat. Antrean masih terbuka."))


def _steps_of(visit: Visit, now: datetime) -> Iterator[Step]:
    """The hours of the day: those that happened with their own time, the others as planned."""
    zone = visit.office.time_zone
    if visit.confirmed_at:
        yield Step(True, hours(visit.confirmed_at, zone), _("Dikonfirmasi"))
    opened = visit.opened_at is not None
    opening = _("Dibuka") if opened else pgettext("hour", "Buka")
    yield Step(opened, hours(visit.opened_at or visit.opens_at, zone), opening)
    if visit.queue_closed_at:
        yield Step(True, hours(visit.queue_closed_at, zone), _("Antrean ditutup"))
    elif ends := planned_queue_end(visit, now):
        yield Step(False, hours(ends, zone), _("Antrean tutup"))
    yield Step(False, hours(visit.closes_at, zone), pgettext("hour", "Selesai"))
