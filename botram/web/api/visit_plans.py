"""Plans of visits from the bodies of writes. Ids of other offices are treated as unknown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from flask_babel import gettext as _

from botram.contacts import PHONE, WHATSAPP, certain_number
from botram.places.actions import VenuePlan, make_venue
from botram.places.models import Venue, Village
from botram.places.queries import venue_of, village_with_code
from botram.refusals import NotFound, Refusal
from botram.staff.models import Account, Office
from botram.staff.queries import team_of
from botram.visits.fields import TEXTS
from botram.visits.models import Visit
from botram.visits.plan_application import plan_of
from botram.visits.plans import BoothPlan, OfferPlan, VisitPlan
from botram.visits.queries import visit_of
from botram.visits.rules import BadPlan
from botram.web.api.field_types import Unknown

_Body = dict[str, Any]
_Row = TypeVar("_Row")
_SAME_NAME = ("level", "opens_at", "closes_at", "queue_closes_at")


def new_plan(body: _Body, office: Office, by: Account, now: datetime) -> VisitPlan:
    """Return the plan of a new visit, and make its venue if that is new. Raises Unknown."""
    named = _parts_named(body, office)
    return VisitPlan(venue=_venue_for(body, office, by, now, None), texts=_texts_of_body(body), **named)


def changed_plan(visit: Visit, body: _Body, by: Account, now: datetime) -> VisitPlan:
    """Return the plan of a visit with the changes in the body. A new team brings its own members."""
    named = _parts_named(body, visit.office)
    plan = plan_of(visit)
    teams = (named.get("team", plan.team), *named.get("more_teams", plan.more_teams))
    if {team.id for team in teams} != visit.team_ids:
        named.setdefault("crew", None)
    if {"venue", "village", "villages"} & body.keys():
        named["venue"] = _venue_for(body, visit.office, by, now, visit.venue)
    return replace(plan, texts={**plan.texts, **_texts_of_body(body)}, **named)


def _parts_named(body: _Body, office: Office) -> _Body:
    """Return the parts of a plan that the body names, without venue and texts. Raises Unknown."""
    named: _Body = {name: body[name] for name in _SAME_NAME if name in body}
    named |= _teams_named(body, office)
    more = _first_and_more(body, "village", "villages")[1]
    if more is not None:
        sentence = _("Desa ini tidak ada di wilayah kantor Anda.")
        named["more_villages"] = tuple(of_office(_village_of, office, one, "villages", sentence) for one in more)
    if "crew" in body:  # null: the members of the team
        named["crew"] = None if body["crew"] is None else tuple(body["crew"])
    if "services" in body:
        named["offers"] = tuple(OfferPlan(one["service"], one["quota"]) for one in body["services"])
    if "partners" in body:
        named["booths"] = tuple(BoothPlan(one["agency"], one["offers"], one["booth"]) for one in body["partners"])
    return named


def _teams_named(body: _Body, office: Office) -> _Body:
    """Return the first team and the more teams that the body names. Raises Unknown."""
    named: _Body = {}
    sentence = _("Tim ini tidak ada di kantor Anda.")
    first, more = _first_and_more(body, "team", "teams")
    if first is not None:
        named["team"] = of_office(team_of, office, first, "team" if "team" in body else "teams", sentence)
    if more is not None:
        named["more_teams"] = tuple(of_office(team_of, office, one, "teams", sentence) for one in more)
    return named


def _village_of(_office: Office, code: str) -> Village:
    """Return the village. Raises NotFound. That it is one of the office is a rule of visits."""
    return village_with_code(code)


def _first_and_more(body: _Body, one: str, several: str) -> tuple[Any, list[Any] | None]:
    """Return what the body names first and what beside it, each None where it does not.

    Raises BadPlan where the name for one contradicts the name for several.
    """
    named = body.get(several)
    if not named:
        return body.get(one), None
    if body.get(one, named[0]) != named[0]:
        sentence = _("Yang pertama dalam %(several)s harus sama dengan %(one)s.", several=several, one=one)
        raise BadPlan(sentence, field=several)
    return named[0], named[1:]


def _texts_of_body(body: _Body) -> dict[str, str]:
    """Return the texts in the body. A contact with a number in it stands for all three, as before there were fields."""
    texts = {text.name: body[text.name] for text in TEXTS if text.name in body}
    whole = certain_number(texts.get("contact", "")) and PHONE not in texts and WHATSAPP not in texts
    return {PHONE: "", WHATSAPP: "", **texts} if whole else texts


def of_office(find: Callable[[Office, Any], _Row], office: Office, named: Any, field: str, sentence: str) -> _Row:
    """Return the office's row that the body names. Raises Unknown with the sentence where there is none."""
    try:
        return find(office, named)
    except NotFound:
        raise Unknown(sentence, field=field) from None


def _venue_for(body: _Body, office: Office, by: Account, now: datetime, present: Venue | None) -> Venue:
    """Return the venue in the body, made if it is described. It must lie in the village that is named."""
    chosen, village = body.get("venue"), _first_and_more(body, "village", "villages")[0]
    if isinstance(chosen, dict):
        return _new_venue(chosen, village or (present.village_code if present else ""), office, by, now)
    venue = present
    if venue is None or chosen is not None:
        venue = of_office(venue_of, office, chosen, "venue", _("Titik layanan ini tidak ada di kantor Anda."))
    if village not in (None, venue.village_code):
        sentence = _("Titik layanan %(venue)s ada di %(village)s.", venue=venue.name, village=venue.village.full_name)
        raise BadPlan(sentence, field="village")
    return venue


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
    sentence = _("Kunjungan ini tidak ada di kantor Anda.")
    return of_office(visit_of, office, body["replaces"], "replaces", sentence)
