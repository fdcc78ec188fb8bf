"""What the visit card shows: the same facts in the same order on every page."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for
from flask_babel import gettext as _

from botram.places.rules import Point
from botram.visit_view import Audience, Part, VisitView, view_of
from botram.visits.models import Visit, VisitState

_LONGEST_REASON = 160  # characters; the whole reason stands on the visit's own page
_SAME_PLACE_KM = 0.025  # nearer than this the distance would read 0 m


@dataclass(frozen=True)
class VisitCard:
    """One visit as the macro ``visit_card`` takes it."""

    visit: VisitView
    url: str
    office_name: str  # empty where it is the office that the site is named after
    sentence: str  # why it was cancelled, or what it was before it moved
    distance_km: float | None


def card_of(visit: Visit, now: datetime, point: Point | None = None) -> VisitCard:
    """The card of a visit as it stands now, with its distance from a point in a straight line."""
    view = view_of(visit, Audience.RESIDENTS, now, Part.CARD)
    away = view.venue.km_from(point) if point else 0.0
    return VisitCard(
        visit=view,
        url=url_for("residents.visit", public_id=view.public_id),
        office_name=office_name_of(view),
        sentence=_card_sentence(view),
        distance_km=away if away >= _SAME_PLACE_KM else None,
    )


def office_name_of(visit: VisitView) -> str:
    """The office's name where it is not the one that the site is named after."""
    return "" if visit.office.name == current_app.config["SITE_NAME"] else visit.office.name


def _card_sentence(visit: VisitView) -> str:
    """One sentence for people who had another plan in mind; empty for all others."""
    if visit.state is not VisitState.CANCELLED:
        return visit.move_sentence
    reason = _shortened(visit.reason)
    if not (visit.replaced_by and visit.replaced_by.public):
        return reason
    closed = reason if reason.endswith((".", "!", "?", "…")) else f"{reason}."
    return str(_("%(reason)s Ada penggantinya.", reason=closed))


def _shortened(text: str) -> str:
    """A text that fits on a card, cut between words."""
    if len(text) <= _LONGEST_REASON:
        return text
    head = text[:_LONGEST_REASON]
    return f"{head.rpartition(' ')[0] or head}…"
