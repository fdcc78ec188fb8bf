"""Asking a Nominatim server through geopy, and handling every kind of response."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import geopy
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQuotaExceeded,
    GeocoderTimedOut,
    GeopyError,
)
from geopy.geocoders.base import Geocoder

from botram.places.fetching import BoundedAdapter
from botram.places.geocoding.rules import Answer, Box
from botram.places.models import Trouble
from botram.places.rules import Point

log = logging.getLogger("botram.geocoder")

_MOST_FOUND, LONGEST_ADDRESS = 5, 200
_SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=1)  # after a refused request
_REFUSALS = (GeocoderQuotaExceeded, GeocoderInsufficientPrivileges, GeocoderAuthenticationFailure)
_BAD_ANSWERS = (GeopyError, ValueError, TypeError, LookupError, AttributeError, RecursionError)
_NOWHERE: Point = (0.0, 0.0)


def nominatim(config: Mapping[str, Any]) -> Geocoder | None:
    """Return the geocoder of the settings; None when there is none."""
    if not config["GEOCODER_URL"]:
        return None
    address = urlsplit(config["GEOCODER_URL"])
    return geopy.Nominatim(
        scheme=address.scheme,
        domain=f"{address.netloc}{address.path}",
        user_agent=config["GEOCODER_USER_AGENT"],
        timeout=config["GEOCODER_TIMEOUT"],
        adapter_factory=BoundedAdapter,
    )


def ask(geocoder: Geocoder, address: str, box: Box | None) -> Answer:
    """Ask the geocoder and return its answer or the kind of error. Makes a network request."""
    try:
        places = geocoder.geocode(
            address, exactly_one=False, limit=_MOST_FOUND, country_codes="id", language="id", viewbox=box
        )
        answer = Answer(tuple(_with_clean_address(place) for place in (places or ())[:_MOST_FOUND]))
    except GeocoderTimedOut:
        answer = Answer(trouble=Trouble.SLOW)
    except _REFUSALS as refusal:
        answer = Answer(trouble=Trouble.REFUSED, pause=_pause_of(refusal))
    except _BAD_ANSWERS:
        answer = Answer(trouble=Trouble.BROKEN)
    if answer.trouble:
        log.warning("no answer: %s", answer.trouble)
    return answer


def _with_clean_address(place: geopy.Location) -> geopy.Location:
    """Return a place with its address on one line, cut to LONGEST_ADDRESS. Raises ValueError without a point."""
    if (place.latitude, place.longitude) == _NOWHERE:  # geopy's value for a missing point
        raise ValueError("a place without a point")
    printable = "".join(one if one.isprintable() else " " for one in place.address or "")
    address = " ".join(printable.split())[:LONGEST_ADDRESS]
    return geopy.Location(address, (round(place.latitude, 6), round(place.longitude, 6)), {})


def _pause_of(refusal: GeopyError) -> timedelta:
    """The pause until the next request: as long as the geocoder demands, between the shortest and the longest pause."""
    seconds = getattr(refusal, "retry_after", None) or 0
    return min(max(timedelta(seconds=min(seconds, 10**6)), _SHORTEST_PAUSE), LONGEST_PAUSE)
