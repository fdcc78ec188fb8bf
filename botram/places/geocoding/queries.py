"""What a geocoder has answered before."""

from datetime import datetime

import geopy
from sqlalchemy import select

from botram.database import session
from botram.places.geocoding.rules import Answer
from botram.places.models import Geocoded


def kept_answer(key: str, now: datetime) -> Answer | None:
    """What was answered before and still holds."""
    fresh = select(Geocoded).where(Geocoded.query == key, Geocoded.expires_at > now)
    kept = session().scalar(fresh)
    if kept is None:
        return None
    found = (geopy.Location(words, (north, east), {}) for words, north, east in kept.found)
    return Answer(tuple(found), kept.trouble)
