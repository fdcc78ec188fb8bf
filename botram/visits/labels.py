"""How a visit reads in a sentence: on a card, on its page, in a chat, in a calendar. Pure; nothing is looked up."""

from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from botram.clock import ZONE_WORDS
from botram.visits.history import when
from botram.visits.models import ANNOUNCED, Visit, VisitLevel, VisitState


def times(visit: Visit) -> str:
    """Day and hours: "Selasa, 8 Desember 2026, 08.00–14.00 WIB"."""
    zone = visit.office.time_zone
    return f"{when(visit.opens_at.isoformat(), visit.closes_at.isoformat(), zone)} {ZONE_WORDS[zone]}"


def _old_times(visit: Visit) -> str:
    """Day and hours before the last move; empty when it never moved."""
    if visit.was_opens_at is None or visit.was_closes_at is None:
        return ""
    zone = visit.office.time_zone
    return f"{when(visit.was_opens_at.isoformat(), visit.was_closes_at.isoformat(), zone)} {ZONE_WORDS[zone]}"


def venue_line(visit: Visit) -> str:
    """Where to go, below the name of the visit and without repeating it."""
    venue, village = visit.venue.name, visit.village
    district = _("Kec. %(name)s", name=village.district.name)
    if visit.title:
        parts = [venue, village.full_name, district]
    elif visit.level is VisitLevel.DISTRICT:
        parts = [venue, village.full_name]
    else:
        parts = [venue, district]
    return ", ".join(part for part in parts if part != visit.place_name)


def time_moved(visit: Visit) -> bool:
    """Whether the last move changed day or hours."""
    old = (visit.was_opens_at, visit.was_closes_at)
    return visit.was_opens_at is not None and old != (visit.opens_at, visit.closes_at)


def _day_moved(visit: Visit) -> bool:
    """Whether the last move changed the day on the office's calendar."""
    if visit.was_opens_at is None:
        return False
    zone = ZoneInfo(visit.office.time_zone)
    return visit.was_opens_at.astimezone(zone).date() != visit.opens_at.astimezone(zone).date()


def place_moved(visit: Visit) -> bool:
    """Whether the last move changed the place."""
    return visit.was_place not in ("", f"{visit.venue.name}, {visit.village.full_name}")


def moved(visit: Visit) -> bool:
    """Whether residents may still have another time or place in mind."""
    return visit.state in ANNOUNCED and (time_moved(visit) or place_moved(visit))


def move_word(visit: Visit) -> str:
    """What moved, in two words."""
    if time_moved(visit) and place_moved(visit):
        return str(_("Dipindah"))
    if place_moved(visit):
        return str(_("Pindah tempat"))
    if _day_moved(visit):
        return str(_("Pindah hari"))
    return str(_("Pindah jam") if time_moved(visit) else _("Dipindah"))


def move_sentence(visit: Visit) -> str:
    """What a moved visit was before, for people who know the old plan; empty for all others."""
    if not moved(visit):
        return ""
    if not time_moved(visit):
        return str(_("Tempat baru. Semula di %(place)s.", place=visit.was_place))
    if place_moved(visit):
        return str(
            _(
                "Waktu dan tempat baru. Semula %(times)s di %(place)s.",
                times=_old_times(visit),
                place=visit.was_place,
            )
        )
    if _day_moved(visit):
        return str(_("Hari baru. Semula %(times)s.", times=_old_times(visit)))
    return str(_("Jam baru. Semula %(times)s.", times=_old_times(visit)))


def state_word(state: VisitState) -> str:
    """How far a visit is, for lists and filters of the office."""
    words: dict[VisitState, str] = {
        VisitState.DRAFT: _("Rancangan"),
        VisitState.PUBLISHED: _("Terbit"),
        VisitState.RUNNING: _("Berlangsung"),
        VisitState.CLOSED: _("Selesai"),
        VisitState.VERIFIED: _("Terverifikasi"),
        VisitState.CANCELLED: _("Dibatalkan"),
    }
    return words[state]
