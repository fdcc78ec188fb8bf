"""Points for a typed address, with the objections against each of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import geopy
from flask import current_app
from flask_babel import gettext as _

from botram import clock
from botram.places.geocoding.nominatim import nominatim
from botram.places.geocoding.rules import Box, NoAnswer, box_around, is_inside
from botram.places.lookup import AddressSearch, locations_of
from botram.places.models import Village
from botram.places.rules import Point, distance_km, in_indonesia, normalised, reach_km


@dataclass(frozen=True)
class AddressPoint:
    """A place of the geocoder, as the page offers it."""

    words: str
    point: str
    usable: bool
    doubt: str  # the objection to it; empty when there is none


@dataclass(frozen=True)
class AddressAnswer:
    """The result of a search: places, or a sentence."""

    points: Sequence[AddressPoint] = ()
    sentence: str = ""


def point_text(point: Point) -> str:
    """Return a point as its input shows it, exact to about a metre."""
    return f"{point[0]:.5f}, {point[1]:.5f}"


def answer_for(address: str, village: Village | None, region: Collection[Village]) -> AddressAnswer:
    """Return the geocoder's places for an address, in the chosen village if there is one. Uses the network."""
    geocoder = nominatim(current_app.config)
    if not address or geocoder is None:
        return AddressAnswer(sentence=_("Tulis alamatnya dahulu."))
    # Read before the network is used, which releases the session with its rows.
    asked = ", ".join((address, *_unsaid(address, village)))
    box = box_around([point for one in region if (point := village_point(one))])
    near = (village.full_name, village_point(village), reach_km(village.area_km2)) if village else None
    try:
        found = locations_of(asked, address=AddressSearch(geocoder, box, clock.now))
    except NoAnswer as refusal:
        return AddressAnswer(sentence=str(refusal))
    if not found:
        return AddressAnswer(
            sentence=_("Tidak ada yang cocok. Coba tulis nama jalannya saja, atau tulis titiknya sendiri.")
        )
    return AddressAnswer([_as_offered(one, box, near) for one in found])


def _unsaid(address: str, village: Village | None) -> list[str]:
    """Return the names of village and district that the address does not contain."""
    names = (village.name, village.district.name) if village else ()
    said = normalised(address)
    return [name for name in dict.fromkeys(names) if normalised(name) not in said]


def village_point(village: Village) -> Point | None:
    """Return the point of a village; None where it is not known."""
    if village.latitude is None or village.longitude is None:
        return None
    return village.latitude, village.longitude


def _as_offered(found: geopy.Location, box: Box | None, near: tuple[str, Point | None, float] | None) -> AddressPoint:
    """Return a place with the objections that saving it would raise."""
    point, doubt = (found.latitude, found.longitude), ""
    name, centre, reach = near or ("", None, 0.0)
    usable = in_indonesia(*point)
    if not usable:
        doubt = _("Di luar Indonesia, tidak dapat dipakai.")
    elif box and not is_inside(point, box):
        doubt = _("Di luar wilayah kantor ini.")
    elif centre and (away := distance_km(point, centre)) > reach:
        doubt = _("Sekitar %(km)s km dari tengah %(village)s.", km=round(away), village=name)
    return AddressPoint(found.address or point_text(point), point_text(point), usable, doubt)
