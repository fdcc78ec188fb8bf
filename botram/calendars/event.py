"""One visit as one calendar entry (RFC 5545 and 7986). Every feed, mail and download takes its entries from here."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from flask_babel import gettext as _
from icalendar import Calendar, Event

from botram.visits.history import clock_words
from botram.visits.models import Visit, VisitLevel, VisitState
from botram.visits.words import move_sentence, times

PRODUCT = "-//Botram//Jadwal layanan keliling//ID"
LINE_BREAKERS = ("Cc", "Cs", "Zl", "Zp")  # Unicode categories that some readers take for the end of a line


def event_of(
    visit: Visit,
    *,
    uid_host: str,
    address_of: Callable[[Visit], str],
    alternatives: Sequence[Visit] = (),
    says_cancelled: bool = True,
) -> Event:
    """The calendar entry of an announced visit.

    uid_host        right of the @ in the UID, for good the same
    address_of      gives the full web address of a visit's page
    alternatives    where else to go, told first when the visit is cancelled
    says_cancelled  false for public feeds: a large client drops cancelled entries without a word

    Times are UTC: Indonesia has no summer time, and zone blocks trip some programs. Nothing hangs on the moment
    of asking, so that an unchanged visit stays the same to the byte.
    """
    cancelled = visit.state is VisitState.CANCELLED
    event = Event()
    event.add("uid", f"{visit.public_id}@{uid_host}")
    event.add("dtstamp", visit.changed_at)
    event.add("last-modified", visit.changed_at)
    event.add("sequence", visit.revision)
    event.add("dtstart", visit.opens_at)
    event.add("dtend", visit.closes_at)
    event.add("summary", one_line(summary(visit)))
    event.add("location", one_line(location(visit)))
    event.add("geo", (round(visit.venue.latitude, 6), round(visit.venue.longitude, 6)))
    event.add("description", description(visit, address_of, alternatives))
    event.add("url", address_of(visit))
    event.add("categories", [one_line(name) for name in categories(visit)])
    if contact := one_line(visit.contact or visit.office.contact):
        event.add("contact", contact)
    if says_cancelled or not cancelled:
        event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    return event


def calendar(events: Iterable[Event], *, zone: str) -> bytes:
    """A calendar file. It has no METHOD: that would be a message, and would need an organizer."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("x-wr-timezone", zone)
    for event in events:
        file.add_component(event)
    return bytes(file.to_ical())


def summary(visit: Visit) -> str:
    """What the entry is called."""
    name = str(_("Botram %(place)s", place=visit.place_name))
    return str(_("DIBATALKAN: %(name)s", name=name)) if visit.state is VisitState.CANCELLED else name


def location(visit: Visit) -> str:
    """Where to go, as maps understand it."""
    district = _("Kec. %(name)s", name=visit.village.district.name)
    parts = (visit.venue.name, visit.venue.address, visit.village.full_name, district)
    return ", ".join(part for part in parts if part)


def categories(visit: Visit) -> list[str]:
    """For whom the visit is, and what it serves, each once."""
    level = {
        VisitLevel.DISTRICT: _("Botram Kecamatan"),
        VisitLevel.VILLAGE: _("Botram Desa"),
        VisitLevel.SCHOOL: _("Botram Sekolah"),
        VisitLevel.INSTITUTION: _("Botram Lembaga"),
    }[visit.level]
    return list(dict.fromkeys((level, *(offer.service.short for offer in visit.offers))))


def description(visit: Visit, address_of: Callable[[Visit], str], alternatives: Sequence[Visit]) -> str:
    """What a resident needs to know, the most urgent first."""
    paragraphs = [news(visit, address_of, alternatives), services(visit), practical(visit)]
    paragraphs.append(_("Keadaan terbaru: %(address)s", address=address_of(visit)))
    return "\n\n".join("\n".join(clean(line) for line in lines.split("\n")) for lines in paragraphs if lines)


def news(visit: Visit, address_of: Callable[[Visit], str], alternatives: Sequence[Visit]) -> str:
    """Why a visit was cancelled and where else to go, or what it was before it moved."""
    if visit.state is VisitState.CANCELLED:
        lines = [_("Dibatalkan. Alasan: %(reason)s", reason=visit.reason)]
        lines += [
            _(
                "Gantinya: %(place)s, %(times)s. %(address)s",
                place=other.place_name,
                times=times(other),
                address=address,
            )
            for other in alternatives
            if (address := address_of(other))
        ]
        return "\n".join(lines)
    if sentence := move_sentence(visit):
        return "\n".join((sentence, _("Alasan: %(reason)s", reason=visit.reason)))
    return ""


def services(visit: Visit) -> str:
    """Each service with what to bring."""
    lines = [_("Layanan dan yang perlu dibawa:")]
    for offer in visit.offers:
        bring = [_("datang sendiri")] if offer.service.in_person else []
        bring += [one.text for one in offer.service.requirements]
        lines.append(f"- {offer.service.name}: {'; '.join(bring)}" if bring else f"- {offer.service.name}")
    return "\n".join(lines)


def practical(visit: Visit) -> str:
    """What else helps on the day."""
    lines = [_("Semua layanan administrasi kependudukan gratis.")]
    if visit.queue_closes_at:
        zone = visit.office.time_zone
        lines.append(
            _("Antrean ditutup pukul %(hour)s.", hour=clock_words(visit.queue_closes_at.isoformat(), zone))
        )
    if visit.venue.wheelchair:
        lines.append(_("Dapat dimasuki kursi roda."))
    lines += [visit.venue.access, visit.notes]
    return "\n".join(line for line in lines if line)


def clean(text: str) -> str:
    """The text without characters that some readers take for the end of a line."""
    return "".join(" " if unicodedata.category(letter) in LINE_BREAKERS else letter for letter in text)


def one_line(text: str) -> str:
    """The text on one line with single spaces."""
    return " ".join(clean(text).split())
