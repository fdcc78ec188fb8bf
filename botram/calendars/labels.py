"""What an entry of a calendar says, from texts that people wrote. Pure; nothing is looked up."""

import unicodedata
from collections.abc import Callable, Sequence

from flask_babel import gettext as _

from botram.services.texts import localized
from botram.visits.booths import booth_words
from botram.visits.history import clock_words
from botram.visits.labels import move_sentence, times
from botram.visits.models import ListKind, Visit, VisitLevel, VisitState

_LINE_BREAKERS = ("Cc", "Cs", "Zl", "Zp")  # Unicode categories that some readers take for the end of a line

Addresses = Callable[[Visit], str]


def summary(visit: Visit, *, left: ListKind | None = None, team: bool = False) -> str:
    """What the entry is called. What people must not miss stands in front."""
    name = str(_("Botram %(place)s", place=visit.place_name))
    if team:
        name = str(_("%(name)s, %(team)s", name=name, team=visit.team.name))
    if visit.state is VisitState.CANCELLED:
        return str(_("DIBATALKAN: %(name)s", name=name))
    return str(_("PINDAH: %(name)s", name=name)) if left else name


def location(visit: Visit) -> str:
    """Where to go, as maps understand it."""
    district = _("Kec. %(name)s", name=visit.village.district.name)
    parts = (visit.venue.name, visit.venue.address, visit.village.full_name, district)
    return ", ".join(part for part in parts if part)


def categories(visit: Visit) -> list[str]:
    """For whom the visit is, and what it serves, each once."""
    return list(
        dict.fromkeys(
            (level_name(visit.level), *(localized(offer.service, "short") for offer in visit.offers))
        )
    )


def level_name(level: VisitLevel) -> str:
    """What visits of a level are called together."""
    names: dict[VisitLevel, str] = {
        VisitLevel.DISTRICT: _("Botram Kecamatan"),
        VisitLevel.VILLAGE: _("Botram Desa"),
        VisitLevel.SCHOOL: _("Botram Sekolah"),
        VisitLevel.INSTITUTION: _("Botram Lembaga"),
    }
    return names[level]


def description(
    visit: Visit,
    address_of: Addresses,
    alternatives: Sequence[Visit],
    *,
    left: ListKind | None = None,
    crew: bool = False,
) -> str:
    """What a reader needs to know, the most urgent first. ``crew``: also who goes there with what."""
    paragraphs = [
        news(visit, address_of, alternatives, left),
        services(visit),
        partners(visit),
        practical(visit),
    ]
    if crew:
        paragraphs.insert(1, _duty(visit))
    paragraphs.append(_("Keadaan terbaru: %(address)s", address=address_of(visit)))
    return "\n\n".join("\n".join(_clean(line) for line in lines.split("\n")) for lines in paragraphs if lines)


def news(
    visit: Visit, address_of: Addresses, alternatives: Sequence[Visit], left: ListKind | None = None
) -> str:
    """Why a visit was cancelled and where else to go, where one that left the list is now, or what it was before."""
    if visit.state is VisitState.CANCELLED:
        lines = [_("Dibatalkan. Alasan: %(reason)s", reason=visit.reason)]
        return "\n".join((*lines, *(_way_out(visit, other, address_of(other)) for other in alternatives)))
    lines = [_where_now(visit), _departure(visit, left)] if left else []
    if sentence := move_sentence(visit):
        lines += [sentence, _("Alasan: %(reason)s", reason=visit.reason)]
    return "\n".join(lines)


def _way_out(visit: Visit, other: Visit, address: str) -> str:
    """Where to go in place of a cancelled visit: only one that stands in for it is called so."""
    about = {"place": other.place_name, "times": times(other), "address": address}
    if other.id == visit.replaced_by_id:
        return str(_("Gantinya: %(place)s, %(times)s. %(address)s", **about))
    return str(_("Kunjungan lain di sekitarnya: %(place)s, %(times)s. %(address)s", **about))


def _where_now(visit: Visit) -> str:
    """Day, hours and place as they are now."""
    return str(_("Sekarang: %(times)s di %(place)s.", times=times(visit), place=location(visit)))


def _departure(visit: Visit, left: ListKind) -> str:
    """Why the visit belongs to a list no longer."""
    if left is ListKind.TEAM:
        return str(_("Kunjungan ini sekarang dijalankan %(team)s.", team=visit.team.name))
    sentences: dict[ListKind, str] = {
        ListKind.DISTRICT: _("Kunjungan ini pindah ke kecamatan lain."),
        ListKind.VILLAGE: _("Kunjungan ini pindah ke desa lain."),
        ListKind.LEVEL: _("Kunjungan ini sekarang termasuk %(level)s.", level=level_name(visit.level)),
        ListKind.SERVICE: _("Layanan yang Anda ikuti tidak lagi ada di kunjungan ini."),
        ListKind.OFFICER: _("Anda tidak lagi bertugas pada kunjungan ini."),
    }
    return sentences[left]


def _duty(visit: Visit) -> str:
    """Who goes there with what, and whom to call there: the official line, never a private number."""
    team = visit.team
    equipment = [
        words
        for has, words in (
            (team.enrolment_kit, _("alat perekaman KTP-el")),
            (team.ktp_printer, _("pencetak KTP-el")),
            (team.kia_printer, _("pencetak KIA")),
        )
        if has
    ]
    names = sorted(member.account.name for member in visit.crew)
    lines = [
        _("Tim: %(team)s", team=f"{team.name} ({team.vehicle})" if team.vehicle else team.name),
        _("Petugas: %(names)s", names=", ".join(names) or _("belum ditentukan")),
        _("Peralatan: %(names)s", names=", ".join(equipment) or _("tidak ada")),
    ]
    if contact := visit.contact or visit.office.contact:
        lines.append(_("Kontak resmi di tempat: %(contact)s", contact=contact))
    return "\n".join(lines)


def services(visit: Visit) -> str:
    """Each service with what to bring."""
    lines = [_("Layanan dan yang perlu dibawa:")]
    for offer in visit.offers:
        bring = [_("datang sendiri")] if offer.service.in_person else []
        bring += [localized(one, "text") for one in offer.service.requirements]
        name = localized(offer.service, "name")
        lines.append(f"- {name}: {'; '.join(bring)}" if bring else f"- {name}")
    return "\n".join(lines)


def partners(visit: Visit) -> str:
    """The agencies that come along, each with what it offers; empty without any."""
    lines = [f"- {booth.agency.name}: {booth_words(booth.offers, booth.label)}" for booth in visit.booths]
    return "\n".join((_("Juga hadir:"), *lines)) if lines else ""


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


def _clean(text: str) -> str:
    """The text without characters that some readers take for the end of a line, or for the beginning of another sign.

    Programs do not agree on how a backslash is read back.
    """
    plain = text.replace("\\", "/")
    return "".join(" " if unicodedata.category(letter) in _LINE_BREAKERS else letter for letter in plain)


def one_line(text: str) -> str:
    """The text on one line with single spaces."""
    return " ".join(_clean(text).split())
