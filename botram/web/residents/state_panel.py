"""The panel at the top of a visit's page: its state, advice, and the steps of the day."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import pgettext

from botram.formats import moment
from botram.visit_view import StateKey, VisitView
from botram.visits.models import ANNOUNCED

_STEPPED = (StateKey.WAITING, StateKey.CONFIRMED, StateKey.RUNNING, StateKey.QUEUE_CLOSED)


@dataclass(frozen=True)
class Step:
    """One hour of the day, reported or planned."""

    done: bool
    hour: str
    words: str


@dataclass(frozen=True)
class Panel:
    """The contents of the panel."""

    key: StateKey  # of the state's shape and colours
    lead: str
    news: str  # what changed since the plan was published
    sentences: tuple[str, ...]
    steps: tuple[Step, ...]


def panel_of(visit: VisitView) -> Panel:
    """Return the panel of a visit as of now."""
    cancelled, stepped = visit.state_key is StateKey.CANCELLED, visit.state_key in _STEPPED
    return Panel(
        key=visit.state_key,
        lead=visit.state_note or _lead_of(visit),
        news=_("Alasan: %(reason)s", reason=visit.reason) if cancelled else visit.move_sentence,
        sentences=tuple(_advice_sentences(visit)),
        steps=tuple(_steps_of(visit)) if stepped and visit.now < visit.closes_at else (),
    )


def _lead_of(visit: VisitView) -> str:
    """Return the label of the state as a heading."""
    match visit.state_key:
        case StateKey.RUNNING:
            return str(_("Sedang berlangsung"))
        case StateKey.QUEUE_CLOSED:
            return str(_("Antrean sudah ditutup"))
        case StateKey.CLOSED:
            return str(_("Sudah selesai"))
        case _:
            return visit.state_word


def _advice_sentences(visit: VisitView) -> Iterator[str]:
    """Yield the sentences of advice for people who plan to come."""
    if visit.move_sentence:
        yield _("Alasan: %(reason)s", reason=visit.reason)
    if visit.state in ANNOUNCED and visit.now >= visit.closes_at:
        yield _("Jam layanannya sudah lewat. Kantor belum mencatat penutupannya.")
    elif visit.state in ANNOUNCED:
        yield _advice(visit)
    elif visit.cancelled_at:
        yield _("Diumumkan %(moment)s.", moment=moment(visit.cancelled_at, visit.zone))
    elif visit.held:
        yield from _when_over(visit)


def _advice(visit: VisitView) -> str:
    """Return the advice on a visit that is to come or runs."""
    match visit.state_key:
        case StateKey.WAITING:
            return str(_("Tim belum memastikan berangkat. Lihat lagi halaman ini sebelum Anda berangkat."))
        case StateKey.CONFIRMED:
            return str(_("Tim sudah memastikan berangkat."))
        case StateKey.RUNNING:
            return _queue_advice(visit)
        case StateKey.QUEUE_CLOSED:
            return str(_("Yang sudah memegang nomor antrean tetap dilayani. Nomor baru tidak dibagikan lagi."))
        case _:
            return str(_("Pada harinya, lihat lagi halaman ini: di sini tertulis bila tim sudah pasti berangkat."))


def _when_over(visit: VisitView) -> Iterator[str]:
    """Yield when the visit ended, and its obstacles."""
    if visit.closed_at:
        yield _("Selesai pukul %(hour)s.", hour=f"{visit.clock.closed_at} {visit.zone_word}")
    if visit.obstacles:
        yield _("Kendala hari itu: %(obstacles)s.", obstacles=visit.obstacle_words)


def _queue_advice(visit: VisitView) -> str:
    """Return the advice while the queue is open."""
    if visit.queue_end:
        hour = f"{visit.clock.queue_end} {visit.zone_word}"
        return str(_("Tim sudah di tempat. Ambil nomor antrean sebelum pukul %(hour)s.", hour=hour))
    return str(_("Tim sudah di tempat. Antrean masih terbuka."))


def _steps_of(visit: VisitView) -> Iterator[Step]:
    """Yield the hours of the day: reported ones where they exist, planned ones otherwise."""
    clock = visit.clock
    if clock.confirmed_at:
        yield Step(True, clock.confirmed_at, _("Dikonfirmasi"))
    opening = _("Dibuka") if clock.opened_at else pgettext("hour", "Buka")
    yield Step(bool(clock.opened_at), clock.opened_at or clock.opens_at, opening)
    if clock.queue_closed_at:
        yield Step(True, clock.queue_closed_at, _("Antrean ditutup"))
    elif clock.queue_end:
        yield Step(False, clock.queue_end, _("Antrean tutup"))
    yield Step(False, clock.closes_at, pgettext("hour", "Selesai"))
