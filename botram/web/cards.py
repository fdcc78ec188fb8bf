"""What the visit card shows: the same facts in the same order on every page."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for
from flask_babel import gettext as _

from botram.formats import hours, local_day
from botram.services.texts import localized
from botram.visits.labels import move_sentence, move_word, venue_line
from botram.visits.models import PUBLIC, Visit, VisitState
from botram.visits.rules import word_of

OFFER_KEYS = {"OPEN": "open", "LIMITED": "limited", "CLOSED": "shut"}
"""How the macro ``service_state`` calls the states of a service."""

_LONGEST_REASON = 160  # characters; the whole reason stands on the visit's own page


@dataclass(frozen=True)
class VisitCard:
    """One visit as the macro ``visit_card`` takes it."""

    url: str
    place: str
    venue_line: str
    office_name: str  # empty where it is the office that the site is named after
    opens_at: datetime
    closes_at: datetime
    zone: str
    now: datetime
    state_key: str
    state_note: str | None  # a closer word in place of the state's own
    sentence: str  # why it was cancelled, or what it was before it moved
    tags: tuple[str, ...]
    distance_km: float | None


def card_of(visit: Visit, now: datetime, distance_km: float | None = None) -> VisitCard:
    """The card of a visit as it stands now."""
    key, note = state_of(visit, now)
    return VisitCard(
        url=url_for("residents.visit", public_id=visit.public_id),
        place=visit.place_name,
        venue_line=venue_line(visit),
        office_name=office_name_of(visit),
        opens_at=visit.opens_at,
        closes_at=visit.closes_at,
        zone=visit.office.time_zone,
        now=now,
        state_key=key,
        state_note=note,
        sentence=_sentence_of(visit),
        tags=() if key == "cancelled" else tags_of(visit),
        distance_km=distance_km,
    )


def office_name_of(visit: Visit) -> str:
    """The office's name where it is not the one that the site is named after."""
    return "" if visit.office.name == current_app.config["SITE_NAME"] else visit.office.name


def state_of(visit: Visit, now: datetime) -> tuple[str, str | None]:
    """The key of the state's word and shape, and a closer word where there is one."""
    key = word_of(visit, now)
    if key == "verified":
        return "closed", None  # residents need not know the difference
    if key == "moved":
        return key, move_word(visit)
    if key == "waiting" and now >= visit.closes_at:
        return key, _("Waktunya sudah lewat")
    if key == "confirmed" and visit.confirmed_at:
        zone = visit.office.time_zone
        if local_day(visit.confirmed_at, zone) == local_day(visit.opens_at, zone):
            return key, _("Dikonfirmasi %(hour)s", hour=hours(visit.confirmed_at, zone))
    return key, None


def _sentence_of(visit: Visit) -> str:
    """One sentence for people who had another plan in mind; empty for all others."""
    if visit.state is VisitState.CANCELLED:
        return _with_replacement(_shortened(visit.reason), visit)
    return move_sentence(visit)


def _with_replacement(reason: str, visit: Visit) -> str:
    """The reason, and that there is another date where residents can already see it."""
    if visit.replaced_by_id is None or visit.replaced_by is None or visit.replaced_by.state not in PUBLIC:
        return reason
    closed = reason if reason.endswith((".", "!", "?", "…")) else f"{reason}."
    return str(_("%(reason)s Ada penggantinya.", reason=closed))


def _shortened(text: str) -> str:
    """A text that fits on a card, cut between words."""
    if len(text) <= _LONGEST_REASON:
        return text
    head = text[:_LONGEST_REASON]
    return f"{head.rpartition(' ')[0] or head}…"


def tags_of(visit: Visit) -> tuple[str, ...]:
    """The short names of the services, each once."""
    return tuple(dict.fromkeys(localized(offer.service, "short") for offer in visit.offers))
