"""The parts of a visit's page that take more than a look at its row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from botram.audit.models import AuditEntry
from botram.services.texts import localized
from botram.visits.history import sentences
from botram.visits.labels import moved, times, venue_line
from botram.visits.models import Offer, OfferState, Visit, VisitLevel, VisitState
from botram.web.cards import OFFER_KEYS, tags_of
from botram.web.context import absolute

_PHONE = re.compile(r"\+?\d[\d\s().-]{5,18}\d")
_MANY_SERVICES = 14  # from here on headings help to find one


@dataclass(frozen=True)
class OfferLine:
    """One service of a visit."""

    offer: Offer
    state: str | None  # open, limited or shut; None while it says nothing yet
    next_visit: Visit | None  # where it can be had after this one, when it is shut


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


def offer_groups(visit: Visit, later: Mapping[str, Visit]) -> list[OfferGroup]:
    """What can be applied for, in the order of the service list."""
    lines = [
        OfferLine(offer, _state_of_offer(visit, offer), later.get(offer.service_code))
        for offer in visit.offers
    ]
    if len(lines) <= _MANY_SERVICES:
        return [OfferGroup("", lines)]
    parts = (list(some) for _name, some in groupby(lines, key=lambda line: line.offer.service.group))
    return [OfferGroup(localized(part[0].offer.service, "group"), part) for part in parts]


def _state_of_offer(visit: Visit, offer: Offer) -> str | None:
    """The key of a service's state. That all are open goes without saying until the team is there."""
    if visit.state not in (VisitState.PUBLISHED, VisitState.RUNNING):
        return None
    if offer.state is OfferState.OPEN and visit.state is not VisitState.RUNNING:
        return None
    return OFFER_KEYS[offer.state.value]


def history_lines(entries: Sequence[tuple[AuditEntry, str]], zone: str) -> list[HistoryLine]:
    """What residents may know of the changes, newest first: nothing from before the visit was announced."""
    return [
        HistoryLine(entry.at, localized, entry.reason)
        for entry in _since_announced(entries)
        if (localized := tuple(sentences(entry, zone, staff=False)))
    ]


def _since_announced(entries: Sequence[tuple[AuditEntry, str]]) -> Iterator[AuditEntry]:
    """The entries back to the one that announced the visit; none when there is no such entry."""
    announced = any(entry.action == "publish" for entry, _name in entries)
    for entry, _name in entries if announced else ():
        yield entry
        if entry.action == "publish":
            return


def page_title(visit: Visit, key: str, day: str) -> str:
    """What chats show above the link: what has changed comes first."""
    name = _("%(place)s, %(day)s", place=visit.place_name, day=day)
    if visit.state is VisitState.CANCELLED:
        return str(_("DIBATALKAN: %(name)s", name=name))
    if moved(visit):
        return str(_("DIPINDAH: %(name)s", name=name))
    now_words = {
        "running": _("sedang berlangsung"),
        "queue-closed": _("antrean sudah ditutup"),
        "confirmed": _("dikonfirmasi"),
        "closed": _("sudah selesai"),
    }.get(key)
    return f"{name}: {now_words}" if now_words else name


def page_description(visit: Visit, alternatives: Sequence[Visit]) -> str:
    """What chats show below the title."""
    if visit.state is VisitState.CANCELLED:
        lines = [_("Alasan: %(reason)s", reason=visit.reason)]
        return " ".join((*lines, *(_way_out(visit, one) for one in alternatives[:1])))
    return str(
        _(
            "%(times)s di %(venue)s. Layanan: %(services)s. Gratis.",
            times=times(visit),
            venue=venue_line(visit) or visit.place_name,
            services=", ".join(tags_of(visit)),
        )
    )


def _way_out(visit: Visit, other: Visit) -> str:
    """Where to go in place of a cancelled visit: only one that stands in for it is called so."""
    about = {"place": other.place_name, "times": times(other)}
    if other.id == visit.replaced_by_id:
        return str(_("Gantinya: %(place)s, %(times)s.", **about))
    return str(_("Kunjungan lain di sekitarnya: %(place)s, %(times)s.", **about))


def share_text(visit: Visit, alternatives: Sequence[Visit]) -> str:
    """The whole message for a chat, complete without opening the link."""
    name = _("Botram %(place)s", place=visit.place_name)
    if visit.state is VisitState.CANCELLED:
        name = _("DIBATALKAN: %(name)s", name=name)
    elif moved(visit):
        name = _("DIPINDAH: %(name)s", name=name)
    lines = [name, times(visit)] if visit.state is VisitState.CANCELLED else [name]
    return "\n".join((*lines, page_description(visit, alternatives), absolute(address_of(visit))))


def address_of(visit: Visit) -> str:
    """The path of the visit's page."""
    return url_for("residents.visit", public_id=visit.public_id)


def whatsapp_link(text: str) -> str:
    """Where the message goes on a phone without a share menu."""
    return "https://wa.me/?" + urlencode({"text": text})


def map_links(visit: Visit) -> dict[str, str]:
    """The venue on maps: the way there, a map to look at, and the phone's own map app."""
    point = f"{visit.venue.latitude:.6f},{visit.venue.longitude:.6f}"
    latitude, longitude = point.split(",")
    return {
        "way": "https://www.google.com/maps/dir/?" + urlencode({"api": 1, "destination": point}),
        "map": f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}",
        "geo": f"geo:{point}?" + urlencode({"q": f"{point}({visit.venue.name})"}),
    }


def for_whom(visit: Visit) -> tuple[str, str]:
    """Who may come, and what else to know about it."""
    served_by = _("Dilayani %(office)s. Gratis.", office=visit.office.name)
    if visit.level is VisitLevel.SCHOOL:
        return str(_("Siswa dan warga sekolah ini")), served_by
    if visit.level is VisitLevel.INSTITUTION:
        return str(_("Warga lembaga ini")), served_by
    return str(_("Semua warga, dari desa mana pun")), served_by


def contact_of(visit: Visit) -> tuple[str, str | None]:
    """Whom to ask, and the number to dial when there is one."""
    words = visit.contact or visit.office.contact
    number = _PHONE.search(words)
    return words, "tel:" + re.sub(r"[^\d+]", "", number[0]) if number else None
