"""The parts of a visit's page that are the residents' own: its texts for chats, its services, its history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_babel import gettext as _

from botram.audit.models import AuditEntry
from botram.visit_view import StateKey, VisitView
from botram.visit_view.view import ServiceView
from botram.visits.history import sentences
from botram.visits.models import ANNOUNCED, OfferState, VisitLevel, VisitState
from botram.web.visit.links import whatsapp_link

_MANY_SERVICES = 14  # from here on headings help to find one


@dataclass(frozen=True)
class Texts:
    """How chats show the page, and the message that shares it."""

    title: str
    description: str
    share: str  # complete without opening the link

    @property
    def whatsapp(self) -> str:
        """Where the message goes on a phone without a share menu."""
        return whatsapp_link(self.share)


@dataclass(frozen=True)
class OfferLine:
    """One service of a visit."""

    service: ServiceView
    says_state: bool
    next_visit: VisitView | None  # where it can be had after this one, when it is shut


@dataclass(frozen=True)
class OfferGroup:
    """Services under one heading, which is empty when there are few."""

    name: str
    lines: Sequence[OfferLine]


@dataclass(frozen=True)
class HistoryLine:
    """One change in words."""

    at: datetime
    sentences: tuple[str, ...]
    reason: str


def chat_texts(visit: VisitView, alternatives: Sequence[VisitView], address: str) -> Texts:
    """What has changed comes first in each of them. ``alternatives``: where else to go, the best first."""
    name = _("Botram %(place)s", place=visit.place_name)
    description = _description_of(visit, alternatives)
    when = [visit.times] if visit.state is VisitState.CANCELLED else []
    share = "\n".join((_name_with_change(visit, name), *when, description, address))
    return Texts(_title_of(visit), description, share)


def _name_with_change(visit: VisitView, name: str) -> str:
    """The name with what people must not miss in front."""
    if visit.state is VisitState.CANCELLED:
        return str(_("DIBATALKAN: %(name)s", name=name))
    return str(_("DIPINDAH: %(name)s", name=name)) if visit.moved else name


def _title_of(visit: VisitView) -> str:
    """What chats show above the link."""
    name = _("%(place)s, %(day)s", place=visit.place_name, day=visit.day)
    if visit.moved or visit.state is VisitState.CANCELLED:
        return _name_with_change(visit, name)
    return f"{name}: {words}" if (words := _now_words(visit.state_key)) else name


def _now_words(key: StateKey) -> str:
    """How a visit stands, behind its name; empty while that goes without saying."""
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
    """What chats show below the title."""
    if visit.state is VisitState.CANCELLED:
        lines = [_("Alasan: %(reason)s", reason=visit.reason)]
        return " ".join((*lines, *(_alternative_sentence(visit, one) for one in alternatives[:1])))
    return str(
        _(
            "%(times)s di %(venue)s. Layanan: %(services)s. Gratis.",
            times=visit.times,
            venue=visit.venue_line or visit.place_name,
            services=", ".join(visit.tags),
        )
    )


def _alternative_sentence(visit: VisitView, other: VisitView) -> str:
    """Where to go in place of a cancelled visit: only one that stands in for it is called so."""
    about = {"place": other.place_name, "times": other.times}
    if other.id == visit.replaced_by_id:
        return str(_("Gantinya: %(place)s, %(times)s.", **about))
    return str(_("Kunjungan lain di sekitarnya: %(place)s, %(times)s.", **about))


def offer_groups(visit: VisitView, later: Mapping[str, VisitView]) -> list[OfferGroup]:
    """What can be applied for, in the order of the service list."""
    lines = [OfferLine(one, _says_state(visit, one), later.get(one.code)) for one in visit.services]
    if len(lines) <= _MANY_SERVICES:
        return [OfferGroup("", lines)]
    return [
        OfferGroup(name, list(some)) for name, some in groupby(lines, key=lambda one: one.service.about.group)
    ]


def _says_state(visit: VisitView, service: ServiceView) -> bool:
    """Whether a service's state is worth a word. That all are open goes without saying until the team is there."""
    if visit.state is VisitState.RUNNING:
        return True
    return visit.state in ANNOUNCED and service.state is not OfferState.OPEN


def history_lines(entries: Sequence[tuple[AuditEntry, str]], zone: str) -> list[HistoryLine]:
    """What residents may know of the changes, newest first: nothing from before the visit was announced."""
    return [
        HistoryLine(entry.at, told, entry.reason)
        for entry in _since_announced(entries)
        if (told := tuple(sentences(entry, zone, staff=False)))
    ]


def _since_announced(entries: Sequence[tuple[AuditEntry, str]]) -> Iterator[AuditEntry]:
    """The entries back to the one that announced the visit; none when there is no such entry."""
    announced = any(entry.action == "publish" for entry, _name in entries)
    for entry, _name in entries if announced else ():
        yield entry
        if entry.action == "publish":
            return


def for_whom(visit: VisitView) -> tuple[str, str]:
    """Who may come, and what else to know about it."""
    served_by = _("Dilayani %(office)s. Gratis.", office=visit.office.name)
    match visit.level:
        case VisitLevel.SCHOOL:
            return str(_("Siswa dan warga sekolah ini")), served_by
        case VisitLevel.INSTITUTION:
            return str(_("Warga lembaga ini")), served_by
        case VisitLevel.DISTRICT | VisitLevel.VILLAGE:
            return str(_("Semua warga, dari desa mana pun")), served_by
