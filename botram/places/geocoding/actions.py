"""Points of addresses, from a Nominatim that the operator has turned on.

It is asked through geopy, at most once a second by all processes together, and never twice for the same address: what
it answers is kept in the database, its troubles for minutes. Terms: https://operations.osmfoundation.org/policies/nominatim/
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
from botram.places.geocoding.queries import kept_answer
from botram.places.geocoding.rules import Answer, Box, NoAnswer, sentence_of
from botram.places.models import Geocoded, GeocoderTurn, Trouble

_BETWEEN = timedelta(seconds=2)  # our clock has whole seconds: two of them hold at least one


def search_address(
    address: str, box: Box | None, geocoder: Geocoder, *, now: Callable[[], datetime]
) -> tuple[geopy.Location, ...]:
    """Up to 5 places for an address, those in the box first. Raises NoAnswer with a sentence.

    ``now`` tells the time whenever it is asked: waiting for a lock or for the geocoder takes seconds. While the
    geocoder is asked, no transaction is open.
    """
    key = " ".join(unicodedata.normalize("NFKC", address).casefold().split())
    answer = kept_answer(key, now())
    if answer is None:
        _take_turn(now)
        answer = ask(geocoder, address, box)
        _keep(key, answer, now())
    if answer.trouble:
        raise NoAnswer(sentence_of(answer.trouble))
    return answer.found


def _take_turn(now: Callable[[], datetime]) -> None:
    """Take the one turn of this moment, whichever process asks. Raises NoAnswer when it is taken."""
    with transaction() as current:
        at = now()
        free = or_(GeocoderTurn.next_at <= at, GeocoderTurn.next_at > at + LONGEST_PAUSE)  # a clock set back
        turn = insert_into(GeocoderTurn).values(id=1, next_at=at + _BETWEEN)
        taken = turn.on_conflict_do_update(index_elements=["id"], set_={"next_at": at + _BETWEEN}, where=free)
        if current.scalar(taken.returning(GeocoderTurn.id)):
            return
        next_at = current.scalar(select(GeocoderTurn.next_at)) or at
    if next_at > at + _BETWEEN:
        raise NoAnswer(sentence_of(Trouble.REFUSED))
    raise NoAnswer(_("Pencari alamat sedang melayani orang lain. Tunggu dua detik, lalu tekan lagi."))


def _keep(key: str, answer: Answer, now: datetime) -> None:
    """Keep an answer, and leave the geocoder alone when it wants that."""
    facts = {
        "found": [[one.address, one.latitude, one.longitude] for one in answer.found],
        "trouble": answer.trouble,
        "asked_at": now,
        "expires_at": now + answer.kept_for,
    }
    with transaction() as current:
        row = insert_into(Geocoded).values(query=key, **facts)
        current.execute(row.on_conflict_do_update(index_elements=["query"], set_=facts))
        if answer.pause:
            current.execute(update(GeocoderTurn).values(next_at=now + answer.pause))


def tidy_answers(*, now: datetime) -> int:
    """Delete answers that hold no longer; returns how many. The background worker calls it hourly."""
    with transaction() as current:
        ended = delete(Geocoded).where(Geocoded.expires_at < now)
        return len(current.scalars(ended.returning(Geocoded.query)).all())
