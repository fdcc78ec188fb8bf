"""Reading stored answers of a geocoder."""

from datetime import datetime

import geopy
from sqlalchemy import select

from botram.database import session
from botram.places.geocoding.rules import Answer
from botram.places.models import Geocoded


def stored_answer(key: str, now: datetime) -> Answer | None:
    """The stored answer for a normalised address; None without one that is still valid."""
    fresh = select(Geocoded).where(Geocoded.query == key, Geocoded.expires_at > now)
    kept = session().scalar(fresh)
    if kept is None:
        return None
    found = (geopy.Location(address, (north, east), {}) for address, north, east in kept.found)
    return Answer(tuple(found), kept.trouble)
