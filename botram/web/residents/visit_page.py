"""The parts of the public page of a visit: the panel at the top, texts for chats, services, history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import pgettext

from botram.audit.models import AuditEntry
from botram.formats import moment, wall_clock
from botram.visit_view import StateKey, VisitView
from botram.visit_view.part_views import ServiceView
from botram.visits.history import sentences
from botram.visits.models import ANNOUNCED, OfferState, VisitLevel, VisitState
from botram.web.visit.links import whatsapp_link

_STEPPED = (StateKey.WAITING, StateKey.CONFIRMED, StateKey.RUNNING, StateKey.QUEUE_CLOSED)
_MANY_SERVICES = 14  # from here on headings help to find one


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


@dataclass(frozen=True)
class Texts:
    """The title and description that chats show for the link, and the message that shares it."""

    title: str
    description: str
    share: str  # complete without opening the link

    @property
    def whatsapp(self) -> str:
        """The WhatsApp link of the message, for phones without a share menu."""
        return whatsapp_link(self.share)


@dataclass(frozen=True)
class OfferLine:
    """One service of a visit."""

    service: ServiceView
    says_state: bool
    next_visit: VisitView | None  # where it can be had after this one, when it is shut


@dataclass(frozen=True)
class OfferGroup:
    """Services under one heading; without a heading when there are few."""

    name: str
    lines: Sequence[OfferLine]


@dataclass(frozen=True)
class HistoryLine:
    """One change in words."""

    at: datetime
    sentences: tuple[str, ...]
    reason: str


def panel_of(visit: VisitView) -> Panel:
    """Return the panel of a visit as of now."""
    cancelled, stepped = visit.state_key is StateKey.CANCELLED, visit.state_key in _STEPPED
    return Panel(
        key=visit.state_key,
        lead=visit.state_note or _lead_of(visit),
        news=_("Alasan: %(reason)s", reason=visit.reason) if cancelled else _present_plan(visit),
        sentences=tuple(_advice_sentences(visit)),
        steps=tuple(_steps_of(visit)) if stepped and visit.now < visit.closes_at else (),
    )


def _present_plan(visit: VisitView) -> str:
    """Return when, and where if that changed, a moved visit is now; empty for others."""
    if visit.goes_elsewhere:
        return str(_("%(times)s di %(place)s", times=visit.times, place=visit.venue_and_village))
    return visit.times if visit.moved else ""


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
        yield visit.move_sentence
        yield _("Alasan: %(reason)s", reason=visit.move_reason)
    elif visit.former_sentence:
        yield visit.former_sentence
    if visit.state in ANNOUNCED and visit.now >= visit.closes_at:
        yield _("Jam layanannya sudah lewat. Kantor belum mencatat penutupannya.")
    elif visit.state in ANNOUNCED:
        yield _advice(visit)
    elif visit.cancelled_at:
        yield _("Diumumkan %(moment)s.", moment=moment(visit.cancelled_at, visit.zone))
    elif visit.held and visit.closed_at:
        yield _("Selesai pukul %(hour)s.", hour=f"{visit.clock.closed_at} {visit.zone_word}")


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


def _queue_advice(visit: VisitView) -> str:
    """Return the advice while no end of the queue is reported; lists leave a visit out from the planned end on."""
    if visit.queue_end:
        hour = f"{visit.clock.queue_end} {visit.zone_word}"
        return str(_("Tim sudah di tempat. Ambil nomor antrean sebelum pukul %(hour)s.", hour=hour))
    if visit.queue_closes_at and visit.queue_closes_at <= visit.now:
        hour = f"{wall_clock(visit.queue_closes_at)} {visit.zone_word}"
        return str(_("Tim sudah di tempat. Rencananya nomor antrean hanya dibagikan sampai pukul %(hour)s.", hour=hour))
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


def chat_texts(visit: VisitView, alternatives: Sequence[VisitView], address: str) -> Texts:
    """Return the texts for chats, each with changes first. ``alternatives``: the best first."""
    name = _("Botram %(place)s", place=visit.place_name)
    description = _description_of(visit, alternatives)
    when = [visit.times] if visit.state is VisitState.CANCELLED else []
    gone = _gone_words(visit)
    first = f"{_name_with_change(visit, name)}: {gone}" if gone else _name_with_change(visit, name)
    share = "\n".join((first, *when, description, address))
    return Texts(_title_of(visit), description, share)


def _gone_words(visit: VisitView) -> str:
    """Return why nobody need set out any more, for a message; empty for a visit that still takes people."""
    if visit.state_key in (StateKey.QUEUE_CLOSED, StateKey.CLOSED):
        return _now_words(visit.state_key)
    return str(_("waktunya sudah lewat")) if visit.state in ANNOUNCED and visit.now >= visit.closes_at else ""


def _name_with_change(visit: VisitView, name: str) -> str:
    """Return the name, preceded by a cancellation or a move."""
    if visit.state is VisitState.CANCELLED:
        return str(_("DIBATALKAN: %(name)s", name=name))
    return str(_("DIPINDAH: %(name)s", name=name)) if visit.moved else name


def _title_of(visit: VisitView) -> str:
    """Return the title that chats show above the link."""
    name = _("%(place)s, %(day)s", place=visit.place_name, day=visit.day)
    if visit.moved or visit.state is VisitState.CANCELLED:
        return _name_with_change(visit, name)
    return f"{name}: {words}" if (words := _now_words(visit.state_key)) else name


def _now_words(key: StateKey) -> str:
    """Return the state behind the name; empty for states that need no mention."""
    match key:
        case StateKey.RUNNING:
            return str(_("sedang berlangsung"))
        case StateKey.QUEUE_CLOSED:
            return str(_("antrean sudah ditutup"))
        case StateKey.CONFIRMED:
            return str(_("dikonfirmasi"))
        case StateKey.CLOSED:
            return str(_("sudah selesai"))
        case _:
            return ""


def _description_of(visit: VisitView, alternatives: Sequence[VisitView]) -> str:
    """Return the description that chats show below the title."""
    if visit.state is VisitState.CANCELLED:
        lines = [_("Alasan: %(reason)s", reason=_closed(visit.reason)), *filter(None, [visit.former_sentence])]
        return " ".join((*lines, *(_alternative_sentence(visit, one) for one in alternatives[:1])))
    about = {
        "times": visit.times,
        "venue": visit.venue_line or visit.place_name,
        "services": ", ".join(visit.tags) or _("semua sudah habis atau ditutup"),
    }
    if not visit.move_sentence:
        return str(_("%(times)s di %(venue)s. Layanan: %(services)s. Gratis.", **about))
    why = _("Alasan: %(reason)s", reason=_closed(visit.move_reason))
    changes = {"changes": f"{visit.move_sentence} {why}"}
    return str(_("%(times)s di %(venue)s. %(changes)s Layanan: %(services)s. Gratis.", **about, **changes))


def _closed(text: str) -> str:
    """Return a text that ends like a sentence."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _alternative_sentence(visit: VisitView, other: VisitView) -> str:
    """Return a sentence on an alternative; only the replacement is called one."""
    about = {"place": other.place_name, "times": other.times}
    if other.id == visit.replaced_by_id:
        return str(_("Gantinya: %(place)s, %(times)s.", **about))
    return str(_("Kunjungan lain di sekitarnya: %(place)s, %(times)s.", **about))


def offer_groups(visit: VisitView, later: Mapping[str, VisitView]) -> list[OfferGroup]:
    """Return the services of a visit in the order of the service list."""
    lines = [OfferLine(one, _says_state(visit, one), later.get(one.code)) for one in visit.services]
    if len(lines) <= _MANY_SERVICES:
        return [OfferGroup("", lines)]
    return [OfferGroup(name, list(some)) for name, some in groupby(lines, key=lambda one: one.service.about.group)]


def _says_state(visit: VisitView, service: ServiceView) -> bool:
    """Whether the state of a service is shown. Before the opening, an open one needs no mention."""
    if visit.state is VisitState.RUNNING:
        return True
    return visit.state in ANNOUNCED and service.state is not OfferState.OPEN


def history_lines(entries: Sequence[tuple[AuditEntry, str]], zone: str) -> list[HistoryLine]:
    """Return the public changes of a visit, newest first, back to its publication."""
    return [
        HistoryLine(entry.at, told, entry.reason)
        for entry in _since_announced(entries)
        if (told := tuple(sentences(entry, zone, staff=False)))
    ]


def _since_announced(entries: Sequence[tuple[AuditEntry, str]]) -> Iterator[AuditEntry]:
    """Yield the entries back to the publication; none without one."""
    announced = any(entry.action == "publish" for entry, _name in entries)
    for entry, _name in entries if announced else ():
        yield entry
        if entry.action == "publish":
            return


def for_whom(visit: VisitView) -> tuple[str, str]:
    """Return who may come, and who serves them at which price."""
    served_by = _("Dilayani %(office)s. Gratis.", office=visit.office.name)
    match visit.level:
        case VisitLevel.SCHOOL:
            return str(_("Siswa dan warga sekolah ini")), served_by
        case VisitLevel.INSTITUTION:
            return str(_("Warga lembaga ini")), served_by
        case VisitLevel.DISTRICT | VisitLevel.VILLAGE:
            return str(_("Semua warga, dari desa mana pun")), served_by
