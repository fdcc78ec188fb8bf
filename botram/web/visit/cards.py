"""The card of a visit: the same facts in the same order on every page."""

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
    """The data of the macro ``visit_card``."""

    visit: VisitView
    url: str
    office_name: str  # empty where it is the office that the site is named after
    sentence: str  # why it was cancelled, or what it was before it moved
    distance_km: float | None


def card_of(visit: Visit, now: datetime, point: Point | None = None) -> VisitCard:
    """Return the card of a visit as of now, with its straight-line distance from a point."""
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
    """Return the office's name; empty when the site is named after it."""
    return "" if visit.office.name == current_app.config["SITE_NAME"] else visit.office.name


def _card_sentence(visit: VisitView) -> str:
    """Return one sentence on a cancellation or a move; empty for other visits."""
    if visit.state is not VisitState.CANCELLED:
        return visit.move_sentence
    reason = _shortened(visit.reason)
    if not (visit.replaced_by and visit.replaced_by.public):
        return reason
    closed = reason if reason.endswith((".", "!", "?", "…")) else f"{reason}."
    return str(_("%(reason)s Ada penggantinya.", reason=closed))


def _shortened(text: str) -> str:
    """Return the text shortened to the length of a card, cut between words."""
    if len(text) <= _LONGEST_REASON:
        return text
    head = text[:_LONGEST_REASON]
    return f"{head.rpartition(' ')[0] or head}…"
