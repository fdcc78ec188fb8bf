"""The labels and sentences of a view. Pure functions."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from botram.formats import both, long_day, wall_clock, zone_word
from botram.visit_view import moves
from botram.visit_view.kinds import Audience, StateKey
from botram.visit_view.part_views import ClockView, VillageView
from botram.visit_view.view import VisitFacts, VisitView
from botram.visits.booths import booth_text
from botram.visits.fields import TEXTS
from botram.visits.models import OfferReason, OfferState, VisitLevel, VisitState

_P = ParamSpec("_P")
_T = TypeVar("_T")
_LONGEST_REASON = 160  # characters on a card; the whole reason stands on the visit's own page
_HOURS = tuple(field.name for field in fields(ClockView))


def _kept(say: Callable[_P, _T]) -> Callable[_P, _T]:
    """Cache the results of a function whose last argument is the language to answer in.

    Lists have the same words again and again, and asking a catalogue takes longer than all else about a visit.
    """

    @lru_cache(maxsize=2_000)
    def kept(*values: _P.args, **named: _P.kwargs) -> _T:
        with force_locale(str(values[-1])):
            return say(*values, **named)

    return cast(Callable[_P, _T], wraps(say)(kept))


_KEY_WORDS = {
    StateKey.DRAFT: _l("Rancangan"),
    StateKey.SCHEDULED: _l("Terjadwal"),
    StateKey.MOVED: _l("Dipindah"),
    StateKey.WAITING: _l("Belum dikonfirmasi"),
    StateKey.CONFIRMED: _l("Dikonfirmasi"),
    StateKey.RUNNING: _l("Berlangsung"),
    StateKey.QUEUE_CLOSED: _l("Antrean ditutup"),
    StateKey.CLOSED: _l("Selesai"),
    StateKey.VERIFIED: _l("Terverifikasi"),
    StateKey.CANCELLED: _l("Dibatalkan"),
}
_LEVEL_WORDS = {
    VisitLevel.DISTRICT: _l("Kecamatan"),
    VisitLevel.VILLAGE: _l("Desa atau kelurahan"),
    VisitLevel.SCHOOL: _l("Sekolah"),
    VisitLevel.INSTITUTION: _l("Lembaga"),
}
_LEVEL_NAMES = {
    VisitLevel.DISTRICT: _l("Botram Kecamatan"),
    VisitLevel.VILLAGE: _l("Botram Desa"),
    VisitLevel.SCHOOL: _l("Botram Sekolah"),
    VisitLevel.INSTITUTION: _l("Botram Lembaga"),
}
_OFFER_WORDS = {OfferState.OPEN: _l("Buka"), OfferState.LIMITED: _l("Terbatas"), OfferState.CLOSED: _l("Tutup")}
_LIMITED_BECAUSE = {
    OfferReason.NETWORK: _l("Jaringan lambat"),
    OfferReason.BLANKS: _l("Blangko terbatas"),
    OfferReason.QUOTA: _l("Kuota terbatas"),
}
_CLOSED_BECAUSE = {
    OfferReason.NETWORK: _l("Jaringan putus"),
    OfferReason.BLANKS: _l("Blangko habis"),
    OfferReason.QUOTA: _l("Kuota habis"),
}


@_kept
def key_word(key: StateKey, spoken: str) -> str:
    """Return the label of a state that readers see."""
    return str(_KEY_WORDS[key])


def state_word(state: VisitState) -> str:
    """Return the label of a row's state, for lists and filters of the office."""
    return str(_("Terbit") if state is VisitState.PUBLISHED else _KEY_WORDS[StateKey(state.lower())])


def level_word(level: VisitLevel) -> str:
    """Return the label of a level."""
    return str(_LEVEL_WORDS[level])


def level_name(level: VisitLevel) -> str:
    """Return the name for all visits of a level."""
    return str(_LEVEL_NAMES[level])


@_kept
def offer_word(state: OfferState, reason: OfferReason | None, spoken: str) -> str:
    """Return the label of a service's state."""
    if reason and state is OfferState.LIMITED:
        return str(_LIMITED_BECAUSE[reason])
    return str(_CLOSED_BECAUSE[reason] if reason and state is OfferState.CLOSED else _OFFER_WORDS[state])


@_kept
def _district_word(name: str, spoken: str) -> str:
    """Return the label of a district."""
    return str(_("Kec. %(name)s", name=name))


@_kept
def booth_line(offers: str, label: str, spoken: str) -> str:
    """Return what an agency offers and the label of its booth."""
    return booth_text(offers, label)


@_kept
def equipment(enrolment_kit: bool, ktp_printer: bool, kia_printer: bool, spoken: str) -> tuple[str, ...]:
    """Return the labels of a team's equipment."""
    has = (
        (enrolment_kit, _("alat perekaman KTP-el")),
        (ktp_printer, _("pencetak KTP-el")),
        (kia_printer, _("pencetak KIA")),
    )
    return tuple(str(words) for there, words in has if there)


def view_texts(visit: VisitFacts, audience: Audience, spoken: str) -> dict[str, Any]:
    """Return the texts of a view, by the names of its fields."""
    zone, district = zone_word(visit.zone), _district_word(visit.village.district.name, spoken)
    clock = ClockView(*(_hour(getattr(visit, name), spoken) for name in _HOURS))
    day = long_day(visit.opens_at, visit.zone)
    moved, off = visit.moved, visit.state is VisitState.CANCELLED
    sentence, reason = (moves.move_sentence(visit), moves.reasons_of(visit)) if moved else ("", "")
    former = moves.former_sentence(visit) if off else ""
    return {
        "day": day,
        "hours": f"{clock.opens_at}–{clock.closes_at} {zone}",
        "zone_word": zone,
        "clock": clock,
        "village_names": both(village.full_name for village in visit.villages),
        "team_names": both(team.name for team in visit.teams) if visit.teams else "",
        "venue_line": _venue_line(visit, district),
        "location": _location_of(visit, district),
        "state_word": key_word(visit.state_key, spoken),
        "state_note": _note_of(visit, clock, audience),
        "move_sentence": sentence,
        "move_reason": reason,
        "former_sentence": former,
        "card_sentence": _cancelled_sentence(visit, former) if off else _moved_sentence(sentence, reason),
    }


def labelled_texts(visit: VisitView) -> list[tuple[str, str]]:
    """Return the texts that staff pages show in a list, each with its label, without empty ones."""
    there = ((text.input_label, visit.texts.get(text.name)) for text in TEXTS if not text.own_place)
    return [(str(label), words) for label, words in there if words]


def village_and_district(village: VillageView) -> str:
    """Return the village with its district, for people who know neither."""
    return str(_("%(village)s, Kecamatan %(district)s", village=village.full_name, district=village.district.name))


def _hour(at: datetime | None, spoken: str) -> str:
    """Return the hour of a moment on the wall clock; empty for None."""
    return wall_clock(at, spoken) if at else ""


def _note_of(visit: VisitFacts, clock: ClockView, audience: Audience) -> str:
    """Return a more precise label in place of the state's own; empty without one."""
    if visit.state_key is StateKey.MOVED:
        return moves.move_word(visit)
    if audience is Audience.OFFICE:
        return ""
    if visit.state_key is StateKey.WAITING and visit.now >= visit.closes_at:
        return str(_("Waktunya sudah lewat"))
    confirmed_at = visit.confirmed_at if visit.state_key is StateKey.CONFIRMED else None
    if confirmed_at and confirmed_at.date() == visit.opens_at.date():
        return str(_("Dikonfirmasi %(hour)s", hour=clock.confirmed_at))
    return ""


def _moved_sentence(sentence: str, why: str) -> str:
    """Return the sentence on a move for a card, with the reason; empty for a visit that has not moved."""
    return " ".join((sentence, str(_("Alasan: %(reason)s", reason=_shortened(why))))) if why else sentence


def _cancelled_sentence(visit: VisitFacts, former: str) -> str:
    """Return the sentences on a cancellation for a card: the reason, former plans, and that there is a replacement."""
    reason = _shortened(visit.reason)
    replaced = visit.replaced_by and visit.replaced_by.public
    if not (former or replaced):
        return reason
    closed = reason if reason.endswith((".", "!", "?", "…")) else f"{reason}."
    told = f"{closed} {former}" if former else closed
    return str(_("%(reason)s Ada penggantinya.", reason=told)) if replaced else told


def _shortened(text: str) -> str:
    """Return the text shortened to the length of a card, cut between words."""
    if len(text) <= _LONGEST_REASON:
        return text
    head = text[:_LONGEST_REASON]
    return f"{head.rpartition(' ')[0] or head}…"


def _venue_line(visit: VisitFacts, district: str) -> str:
    """Return the venue below the name of the visit, without repeating that."""
    venue, village = visit.venue.name, visit.village.full_name
    if visit.title or len(visit.villages) > 1:
        parts = [venue, village, district]
    elif visit.level is VisitLevel.DISTRICT:
        parts = [venue, village]
    else:
        parts = [venue, district]
    return ", ".join(part for part in parts if part != visit.place_name)


def _location_of(visit: VisitFacts, district: str) -> str:
    """Return the location for map programs."""
    parts = (visit.venue.name, visit.venue.address, visit.village.full_name, district)
    return ", ".join(part for part in parts if part)
