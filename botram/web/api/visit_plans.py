"""From the body of a write to the plan of a visit. Ids of other offices are as unknown as ids that do not exist."""

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
    """An id is none of this office's."""


def new_plan(body: _Body, office: Office, by: Account, now: datetime) -> VisitPlan:
    """The plan of a new visit. Makes the venue if it is a new one. Raises Unknown for ids that are none here."""
    return VisitPlan(
        team=_team_for(body["team"], office),
        venue=_venue_for(body, office, by, now, None),
        offers=_offers_of(body),
        crew=_crew_of(body),
        booths=_booths_of(body),
        texts=_texts_of(body),
        **{name: body[name] for name in _SAME_NAME if name in body},
    )


def changed_plan(visit: Visit, body: _Body, by: Account, now: datetime) -> VisitPlan:
    """The plan of a visit with what the body names changed. A new team brings its own members."""
    named: _Body = {name: body[name] for name in _SAME_NAME if name in body}
    if "team" in body:
        named["team"] = _team_for(body["team"], visit.office)
        if body["team"] != visit.team_id:
            named["crew"] = None
    if "crew" in body:
        named["crew"] = _crew_of(body)
    if "services" in body:
        named["offers"] = _offers_of(body)
    if "partners" in body:
        named["booths"] = _booths_of(body)
    if "venue" in body or "village" in body:
        named["venue"] = _venue_for(body, visit.office, by, now, visit.venue)
    plan = _plan_of(visit)
    return replace(plan, texts={**plan.texts, **_texts_of(body)}, **named)


def _plan_of(visit: Visit) -> VisitPlan:
    """The plan that a visit follows now."""
    return VisitPlan(
        team=visit.team,
        venue=visit.venue,
        offers=tuple(OfferPlan(offer.service_code, offer.quota) for offer in visit.offers),
        crew=tuple(member.account_id for member in visit.crew),
        booths=tuple(BoothPlan(booth.agency_id, booth.offers, booth.label) for booth in visit.booths),
        texts=planned_texts(visit),
        **{name: getattr(visit, name) for name in _SAME_NAME},
    )


def _texts_of(body: _Body) -> dict[str, str]:
    """The texts that the body names."""
    return {text.name: body[text.name] for text in TEXTS if text.name in body}


def _offers_of(body: _Body) -> tuple[OfferPlan, ...]:
    """The services to offer."""
    return tuple(OfferPlan(one["service"], one["quota"]) for one in body["services"])


def _booths_of(body: _Body) -> tuple[BoothPlan, ...]:
    """The partner agencies that come along."""
    named = body.get("partners", ())
    return tuple(BoothPlan(one["agency"], one["offers"], one["booth"]) for one in named)


def _crew_of(body: _Body) -> tuple[int, ...] | None:
    """The officers to send; None for the members of the team."""
    return None if body.get("crew") is None else tuple(body["crew"])


def _team_for(team_id: int, office: Office) -> Team:
    """The team with that id."""
    try:
        return team_of(office, team_id)
    except NotFound:
        raise Unknown(_("Tim ini tidak ada di kantor Anda."), field="team") from None


def _venue_for(body: _Body, office: Office, by: Account, now: datetime, present: Venue | None) -> Venue:
    """The venue that the body means; one that it describes is made. It must lie in the village that is named."""
    chosen, village = body.get("venue"), body.get("village")
    if isinstance(chosen, dict):
        return _new_venue(chosen, village or (present.village_code if present else ""), office, by, now)
    venue = present if chosen is None else _known_venue(chosen, office)
    if venue is None:
        raise Unknown(_("Titik layanan ini tidak ada di kantor Anda."), field="venue")
    if village not in (None, venue.village_code):
        sentence = _(
            "Titik layanan %(venue)s ada di %(village)s.", venue=venue.name, village=venue.village.full_name
        )
        raise BadPlan(sentence, field="village")
    return venue


def _known_venue(venue_id: int, office: Office) -> Venue | None:
    """The office's venue with that id, if there is one."""
    try:
        return venue_of(office, venue_id)
    except NotFound:
        return None


def _new_venue(said: _Body, village: str, office: Office, by: Account, now: datetime) -> Venue:
    """Make a venue, inside the caller's transaction. A refusal names the part of the body that it is about."""
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
    """The cancelled visit that a draft stands in for, if the body names one."""
    if "replaces" not in body:
        return None
    try:
        return visit_of(office, body["replaces"])
    except NotFound:
        raise Unknown(_("Kunjungan ini tidak ada di kantor Anda."), field="replaces") from None
