"""The pages of villages and districts: next and past visits, and alternatives nearby."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.places.models import District, Village
from botram.places.queries import (
    district_with_code,
    standing_village,
    villages_around,
    villages_in_district,
    villages_of,
)
from botram.staff.queries import offices
from botram.visit_view import VisitView, card_views
from botram.visits.models import Visit
from botram.visits.queries import nearest_visits
from botram.visits.village_queries import visits_in_villages
from botram.web import access
from botram.web.residents.blueprint import blueprint
from botram.web.residents.calendars import followed_place

PAST, ELSEWHERE = 5, 3


@dataclass(frozen=True)
class _DistrictVillages:
    """A district with its villages, for the list of all places."""

    district: District
    villages: list[Village]


@blueprint.get("/desa/<code>")
@access.everyone
def village(code: str) -> ResponseReturnValue:
    """Show a village: next and past visits, alternatives, its neighbours."""
    now, here = clock.now(), standing_village(code)
    if here.code != code:
        return redirect(url_for("residents.village", code=here.code), 301)
    coming, past = visits_in_villages([code], now, most_past=PAST)
    former, neighbours = villages_around(here)
    return render_template(
        "residents/village.html",
        village=here,
        former=former,
        webcal=followed_place("village", here.full_name, code).webcal,
        **_cards_of([one for one in coming if code in one.village_codes], coming, now),
        past=card_views(past, now),
        elsewhere=_cards_elsewhere(here, [visit.id for visit in coming], now),
        neighbours=neighbours,
    )


@blueprint.get("/kecamatan/<code>")
@access.everyone
def district(code: str) -> ResponseReturnValue:
    """Show a district: next and past visits, alternatives, its villages."""
    now, here = clock.now(), district_with_code(code)
    villages = villages_in_district(code)
    codes = [one.code for one in villages]
    coming, past = visits_in_villages(codes, now, most_past=PAST)
    return render_template(
        "residents/district.html",
        district=here,
        webcal=followed_place("district", here.name, code).webcal,
        **_cards_of([one for one in coming if any(at.district_code == code for at in one.villages)], coming, now),
        past=card_views(past, now),
        elsewhere=[] if coming else _cards_elsewhere(here, [], now),
        villages=villages,
    )


def _cards_of(here: list[Visit], coming: Sequence[Visit], now: datetime) -> dict[str, list[VisitView]]:
    """Return the cards of the coming visits of a place, and of those that were announced there and are elsewhere."""
    departed = [one for one in coming if one not in here]
    return {"cards": card_views(here, now), "departed": card_views(departed, now)}


def _cards_elsewhere(here: Village | District, but: list[int], now: datetime) -> list[VisitView]:
    """Return cards of the nearest visits in other places; none without a point of the place."""
    if here.latitude is None or here.longitude is None:
        return []
    point = here.latitude, here.longitude
    return card_views(nearest_visits(point, now, limit=ELSEWHERE, but=but), now)


@blueprint.get("/kecamatan")
@access.everyone
def districts() -> ResponseReturnValue:
    """List all districts with their villages, by office, for people who would rather not type."""
    names = {office.code: office.name for office in offices()}
    lists: dict[str, _DistrictVillages] = {}
    for one in villages_of(None):
        lists.setdefault(one.district_code, _DistrictVillages(one.district, [])).villages.append(one)
    parts: dict[str, list[_DistrictVillages]] = {}
    for code, listed in lists.items():
        parts.setdefault(names[code[:5]], []).append(listed)
    return render_template("residents/districts.html", parts=parts)


@blueprint.get("/desa")
@access.everyone
def villages() -> ResponseReturnValue:
    """Redirect to the list of districts, which has the villages."""
    return redirect(url_for("residents.districts"), 301)
