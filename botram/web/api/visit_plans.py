"""Plans of visits from the bodies of writes. Ids of other offices are treated as unknown."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from botram.places.actions import VenuePlan, make_venue
from botram.places.models import Venue
from botram.places.queries import venue_of
from botram.refusals import NotFound, Refusal
from botram.staff.models import Account, Office, Team
from botram.staff.queries import team_of
from botram.visits.fields import TEXTS, planned_texts
from botram.visits.models import Visit
from botram.visits.plans import BoothPlan, OfferPlan, VisitPlan
from botram.visits.queries import visit_of
from botram.visits.rules import BadPlan

_Body = dict[str, Any]
_SAME_NAME = ("level", "opens_at", "closes_at", "queue_closes_at")


class Unknown(Refusal):
    """An id is not one of this office."""


def new_plan(body: _Body, office: Office, by: Account, now: datetime) -> VisitPlan:
    """Return the plan of a new visit, and make its venue if that is new. Raises Unknown."""
    return VisitPlan(
        team=_team_for(body["team"], office),
        venue=_venue_for(body, office, by, now, None),
        offers=_planned_offers(body),
        crew=_planned_crew(body),
        booths=_planned_booths(body),
        texts=_texts_in(body),
        **{name: body[name] for name in _SAME_NAME if name in body},
    )


def changed_plan(visit: Visit, body: _Body, by: Account, now: datetime) -> VisitPlan:
    """Return the plan of a visit with the changes in the body. A new team brings its own members."""
    named: _Body = {name: body[name] for name in _SAME_NAME if name in body}
    if "team" in body:
        named["team"] = _team_for(body["team"], visit.office)
        if body["team"] != visit.team_id:
            named["crew"] = None
    if "crew" in body:
        named["crew"] = _planned_crew(body)
    if "services" in body:
        named["offers"] = _planned_offers(body)
    if "partners" in body:
        named["booths"] = _planned_booths(body)
    if "venue" in body or "village" in body:
        named["venue"] = _venue_for(body, visit.office, by, now, visit.venue)
    plan = _present_plan(visit)
    return replace(plan, texts={**plan.texts, **_texts_in(body)}, **named)


def _present_plan(visit: Visit) -> VisitPlan:
    """Return the present plan of a visit."""
    return VisitPlan(
        team=visit.team,
        venue=visit.venue,
        offers=tuple(OfferPlan(offer.service_code, offer.quota) for offer in visit.offers),
        crew=tuple(member.account_id for member in visit.crew),
        booths=tuple(BoothPlan(booth.agency_id, booth.offers, booth.label) for booth in visit.booths),
        texts=planned_texts(visit),
        **{name: getattr(visit, name) for name in _SAME_NAME},
    )


def _texts_in(body: _Body) -> dict[str, str]:
    """Return the texts in the body."""
    return {text.name: body[text.name] for text in TEXTS if text.name in body}


def _planned_offers(body: _Body) -> tuple[OfferPlan, ...]:
    """Return the services to offer."""
    return tuple(OfferPlan(one["service"], one["quota"]) for one in body["services"])


def _planned_booths(body: _Body) -> tuple[BoothPlan, ...]:
    """Return the partner agencies."""
    named = body.get("partners", ())
    return tuple(BoothPlan(one["agency"], one["offers"], one["booth"]) for one in named)


def _planned_crew(body: _Body) -> tuple[int, ...] | None:
    """Return the ids of the officers; None for the members of the team."""
    return None if body.get("crew") is None else tuple(body["crew"])


def _team_for(team_id: int, office: Office) -> Team:
    """Return the team with that id. Raises Unknown."""
    try:
        return team_of(office, team_id)
    except NotFound:
        raise Unknown(_("Tim ini tidak ada di kantor Anda."), field="team") from None


def _venue_for(body: _Body, office: Office, by: Account, now: datetime, present: Venue | None) -> Venue:
    """Return the venue in the body, made if it is described. It must lie in the village that is named."""
    chosen, village = body.get("venue"), body.get("village")
    if isinstance(chosen, dict):
        return _new_venue(chosen, village or (present.village_code if present else ""), office, by, now)
    venue = present if chosen is None else _known_venue(chosen, office)
    if venue is None:
        raise Unknown(_("Titik layanan ini tidak ada di kantor Anda."), field="venue")
    if village not in (None, venue.village_code):
        sentence = _("Titik layanan %(venue)s ada di %(village)s.", venue=venue.name, village=venue.village.full_name)
        raise BadPlan(sentence, field="village")
    return venue


def _known_venue(venue_id: int, office: Office) -> Venue | None:
    """Return the office's venue with that id. Raises Unknown."""
    try:
        return venue_of(office, venue_id)
    except NotFound:
        return None


def _new_venue(said: _Body, village: str, office: Office, by: Account, now: datetime) -> Venue:
    """Make a venue in the caller's transaction. A refusal names the part of the body that it is about."""
    plan = VenuePlan(
        village_code=village,
        name=said["name"],
        address=said["address"],
        latitude=said["lat"],
        longitude=said["lon"],
        wheelchair=said["wheelchair"],
        access=said["access"],
        far_is_right=said["far_is_right"],
    )
    try:
        return make_venue(office, plan, by, now=now)
    except Refusal as refusal:
        if refusal.field in said:
            refusal.field = f"venue.{refusal.field}"
        raise


def cancelled_visit(body: _Body, office: Office) -> Visit | None:
    """Return the cancelled visit that a draft replaces; None without one. Raises Unknown."""
    if "replaces" not in body:
        return None
    try:
        return visit_of(office, body["replaces"])
    except NotFound:
        raise Unknown(_("Kunjungan ini tidak ada di kantor Anda."), field="replaces") from None
