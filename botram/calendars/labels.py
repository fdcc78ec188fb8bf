"""The texts of a calendar entry. Pure functions."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import assert_never

from flask_babel import gettext as _

from botram.visit_view import VisitView
from botram.visit_view.labels import level_name
from botram.visits.models import ANNOUNCED, ListKind, OfferState, VisitState

_LINE_BREAKERS = ("Cc", "Cs", "Zl", "Zp")  # Unicode categories that some readers take for the end of a line

Addresses = Callable[[str], str]
"""Returns the full web address of the page of the visit with this public id."""


def summary(visit: VisitView, *, left: ListKind | None = None, team: bool = False) -> str:
    """Return the title of the entry, with a cancellation or a departure in front."""
    name = str(_("Botram %(place)s", place=visit.place_name))
    if team and visit.teams:
        name = str(_("%(name)s, %(team)s", name=name, team=visit.team_names))
    if visit.state is VisitState.CANCELLED:
        return str(_("DIBATALKAN: %(name)s", name=name))
    return str(_("PINDAH: %(name)s", name=name)) if left else name


def categories(visit: VisitView) -> list[str]:
    """Return the level and the services of the visit, each once."""
    return list(dict.fromkeys((level_name(visit.level), *visit.tags)))


def description(
    visit: VisitView,
    address_of: Addresses,
    alternatives: Sequence[VisitView],
    *,
    left: ListKind | None = None,
    crew: bool = False,
) -> str:
    """Return the description of the entry, the most urgent first. ``crew``: also with team and equipment."""
    paragraphs = [
        news(visit, address_of, alternatives, left),
        _services_and_requirements(visit),
        partners(visit),
        practical(visit),
    ]
    if crew:
        paragraphs.insert(1, _duty(visit))
    paragraphs.append(_("Keadaan terbaru: %(address)s", address=address_of(visit.public_id)))
    return "\n\n".join("\n".join(_clean(line) for line in lines.split("\n")) for lines in paragraphs if lines)


def news(
    visit: VisitView, address_of: Addresses, alternatives: Sequence[VisitView], left: ListKind | None = None
) -> str:
    """Return the reason and alternatives of a cancelled visit, or what a moved or departed one was before."""
    if visit.state is VisitState.CANCELLED:
        lines = [_("Dibatalkan. Alasan: %(reason)s", reason=visit.reason), *filter(None, [visit.former_sentence])]
        return "\n".join(
            (*lines, *(_alternative_line(visit, other, address_of(other.public_id)) for other in alternatives))
        )
    lines = []
    if left:
        now = _("Sekarang: %(times)s di %(place)s.", times=visit.times, place=visit.location)
        lines = [now, _departure(visit, left)]
    if visit.move_sentence:
        lines += [visit.move_sentence, _("Alasan: %(reason)s", reason=visit.move_reason)]
    return "\n".join(lines)


def _alternative_line(visit: VisitView, other: VisitView, address: str) -> str:
    """Return a line on an alternative; only the replacement is called one."""
    about = {"place": other.place_name, "times": other.times, "address": address}
    if other.id == visit.replaced_by_id:
        return str(_("Gantinya: %(place)s, %(times)s. %(address)s", **about))
    return str(_("Kunjungan lain di sekitarnya: %(place)s, %(times)s. %(address)s", **about))


def _departure(visit: VisitView, left: ListKind) -> str:
    """Return the reason why the visit left a list."""
    match left:
        case ListKind.TEAM:
            return str(_("Kunjungan ini sekarang dijalankan %(team)s.", team=visit.team_names))
        case ListKind.DISTRICT:
            return str(_("Kunjungan ini pindah ke kecamatan lain."))
        case ListKind.VILLAGE:
            return str(_("Kunjungan ini pindah ke desa lain."))
        case ListKind.LEVEL:
            return str(_("Kunjungan ini sekarang termasuk %(level)s.", level=level_name(visit.level)))
        case ListKind.SERVICE:
            return str(_("Layanan yang Anda ikuti tidak lagi ada di kunjungan ini."))
        case ListKind.OFFICER:
            return str(_("Anda tidak lagi bertugas pada kunjungan ini."))
        case ListKind.ALL | ListKind.OFFICE:
            raise ValueError(f"no visit leaves the list {left}")
        case _:
            assert_never(left)


def _duty(visit: VisitView) -> str:
    """Return team, officers, equipment and the official line of the day, never a private number."""
    lines = []
    if visit.teams:
        teams = (f"{team.name} ({team.vehicle})" if team.vehicle else team.name for team in visit.teams)
        names = ", ".join(member.name for member in visit.crew) or _("belum ditentukan")
        lines += [
            _("Tim: %(team)s", team=", ".join(teams)),
            _("Petugas: %(names)s", names=names),
            _("Peralatan: %(names)s", names=", ".join(visit.equipment) or _("tidak ada")),
        ]
    if visit.contact:
        lines.append(_("Kontak resmi di tempat: %(contact)s", contact=visit.contact.words))
    return "\n".join(lines)


def _services_and_requirements(visit: VisitView) -> str:
    """Return each service with what to bring."""
    lines = [_("Layanan dan yang perlu dibawa:")]
    for service in visit.services:
        if visit.state in ANNOUNCED and service.state is OfferState.CLOSED:
            lines.append(f"- {service.name}: {service.word}")
            continue
        bring = [_("datang sendiri")] if service.about.in_person else []
        bring += [one.text for one in service.about.requirements]
        lines.append(f"- {service.name}: {'; '.join(bring)}" if bring else f"- {service.name}")
    return "\n".join(lines)


def partners(visit: VisitView) -> str:
    """Return the partner agencies, each with what it offers; empty without any."""
    lines = [f"- {booth.agency}: {booth.words}" for booth in visit.booths]
    return "\n".join((_("Juga hadir:"), *lines)) if lines else ""


def practical(visit: VisitView) -> str:
    """Return fee, end of the queue, access and what else residents should know."""
    lines = [_("Semua layanan administrasi kependudukan gratis.")]
    if visit.queue_closes_at:
        lines.append(_("Antrean ditutup pukul %(hour)s.", hour=visit.clock.queue_closes_at))
    if visit.venue.wheelchair:
        lines.append(_("Dapat dimasuki kursi roda."))
    lines += [visit.venue.access, *visit.notices]
    return "\n".join(line for line in lines if line)


def _clean(text: str) -> str:
    """Return the text without characters that some programs take for a line break or an escape.

    Programs do not agree on how a backslash is read back.
    """
    plain = text.replace("\\", "/")
    return "".join(" " if unicodedata.category(letter) in _LINE_BREAKERS else letter for letter in plain)


def one_line(text: str) -> str:
    """Return the text on one line with single spaces."""
    return " ".join(_clean(text).split())
