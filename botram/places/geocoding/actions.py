"""Geocoding addresses with a Nominatim server that the operator has configured.

It is asked through geopy, at most once a second by all processes together, and not again for the same address: answers
are stored in the database, errors for minutes. Terms: https://operations.osmfoundation.org/policies/nominatim/
"""

import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

import geopy
from flask_babel import gettext as _
from geopy.geocoders.base import Geocoder
from sqlalchemy import delete, or_, select, update

from botram.database import insert_into, transaction
from botram.places.geocoding.nominatim import LONGEST_PAUSE, ask
from botram.places.geocoding.queries import stored_answer
from botram.places.geocoding.rules import Answer, Box, NoAnswer, trouble_sentence
from botram.places.models import Geocoded, GeocoderTurn, Trouble

_BETWEEN = timedelta(seconds=2)  # moments have whole seconds: between two of them is at least one


def search_address(
    address: str, box: Box | None, geocoder: Geocoder, *, now: Callable[[], datetime]
) -> tuple[geopy.Location, ...]:
    """Return up to 5 places for an address, those in the box first. Raises NoAnswer with a sentence.

    ``now`` is called several times: waiting for a lock or for the geocoder takes seconds. No transaction is open
    during the request.
    """
    key = " ".join(unicodedata.normalize("NFKC", address).casefold().split())
    answer = stored_answer(key, now())
    if answer is None:
        _take_turn(now)
        answer = ask(geocoder, address, box)
        _store_answer(key, answer, now())
    if answer.trouble:
        raise NoAnswer(trouble_sentence(answer.trouble))
    return answer.found


def _take_turn(now: Callable[[], datetime]) -> None:
    """Reserve the only request of these two seconds. Raises NoAnswer when another process has it."""
    with transaction() as current:
        at = now()
        set_back = GeocoderTurn.next_at > at + LONGEST_PAUSE  # the clock, since the turn was taken
        free = or_(GeocoderTurn.next_at <= at, set_back)
        turn = insert_into(GeocoderTurn).values(id=1, next_at=at + _BETWEEN)
        taken = turn.on_conflict_do_update(index_elements=["id"], set_={"next_at": at + _BETWEEN}, where=free)
        if current.scalar(taken.returning(GeocoderTurn.id)):
            return
        next_at = current.scalar(select(GeocoderTurn.next_at)) or at
    if next_at > at + _BETWEEN:
        raise NoAnswer(trouble_sentence(Trouble.REFUSED))
    raise NoAnswer(_("Pencari alamat sedang melayani orang lain. Tunggu dua detik, lalu tekan lagi."))


def _store_answer(key: str, answer: Answer, now: datetime) -> None:
    """Store an answer, and the time of the next request when the geocoder demands a pause."""
    columns = {
        "found": [[one.address, one.latitude, one.longitude] for one in answer.found],
        "trouble": answer.trouble,
        "asked_at": now,
        "expires_at": now + answer.kept_for,
    }
    with transaction() as current:
        row = insert_into(Geocoded).values(query=key, **columns)
        current.execute(row.on_conflict_do_update(index_elements=["query"], set_=columns))
        if answer.pause:
            current.execute(update(GeocoderTurn).values(next_at=now + answer.pause))


def tidy_answers(*, now: datetime) -> int:
    """Delete expired answers and return how many. The background worker calls it every hour."""
    with transaction() as current:
        ended = delete(Geocoded).where(Geocoded.expires_at < now)
        return len(current.scalars(ended.returning(Geocoded.query)).all())
