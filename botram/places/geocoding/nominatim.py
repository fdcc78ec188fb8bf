"""Asking a Nominatim through geopy, and taking whatever comes back. No transaction is open meanwhile."""

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

_MOST_FOUND, LONGEST_WORDS = 5, 200
_SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=1)  # after being refused
_NOT_WELCOME = (GeocoderQuotaExceeded, GeocoderInsufficientPrivileges, GeocoderAuthenticationFailure)
_NONSENSE = (GeopyError, ValueError, TypeError, LookupError, AttributeError, RecursionError)
_NOWHERE: Point = (0.0, 0.0)


def nominatim(config: Mapping[str, Any]) -> Geocoder | None:
    """The geocoder that the settings name; None when it is off."""
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
    """The geocoder's answer, whatever comes back. Asks the network."""
    try:
        places = geocoder.geocode(
            address, exactly_one=False, limit=_MOST_FOUND, country_codes="id", language="id", viewbox=box
        )
        answer = Answer(tuple(_tidied(place) for place in (places or ())[:_MOST_FOUND]))
    except GeocoderTimedOut:
        answer = Answer(trouble=Trouble.SLOW)
    except _NOT_WELCOME as refusal:
        answer = Answer(trouble=Trouble.REFUSED, pause=_pause_of(refusal))
    except _NONSENSE:
        answer = Answer(trouble=Trouble.BROKEN)
    if answer.trouble:
        log.warning("no answer: %s", answer.trouble)
    return answer


def _tidied(place: geopy.Location) -> geopy.Location:
    """Return a place in one line of plain words that ends. Raises ValueError for a place without a point."""
    if (place.latitude, place.longitude) == _NOWHERE:  # what geopy makes of none
        raise ValueError("a place without a point")
    printable = "".join(one if one.isprintable() else " " for one in place.address or "")
    words = " ".join(printable.split())[:LONGEST_WORDS]
    return geopy.Location(words, (round(place.latitude, 6), round(place.longitude, 6)), {})


def _pause_of(refusal: GeopyError) -> timedelta:
    """How long to leave the geocoder alone: as long as it asks for, within reason."""
    seconds = getattr(refusal, "retry_after", None) or 0
    return min(max(timedelta(seconds=min(seconds, 10**6)), _SHORTEST_PAUSE), LONGEST_PAUSE)
