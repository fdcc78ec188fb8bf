"""Points of addresses, from a Nominatim that the operator has turned on.

It is asked through geopy, at most once a second by all processes together, and never twice for the same address: what
it answers is kept in the database, its troubles for minutes. Terms: https://operations.osmfoundation.org/policies/nominatim/
"""

import logging
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import geopy
from flask_babel import gettext as _
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQuotaExceeded,
    GeocoderTimedOut,
    GeopyError,
)
from geopy.geocoders.base import Geocoder
from sqlalchemy import delete, or_, select, update

from botram.database import insert_into, session, transaction
from botram.places.fetching import BoundedAdapter
from botram.places.models import Geocoded, GeocoderTurn, Trouble
from botram.places.rules import Point
from botram.refusals import Refusal

log = logging.getLogger("botram.geocoder")

MOST_FOUND, LONGEST_WORDS = 5, 200
_BETWEEN = timedelta(seconds=2)  # our clock has whole seconds: two of them hold at least one
ANSWER_KEPT, NOTHING_KEPT, TROUBLE_KEPT = timedelta(days=180), timedelta(days=7), timedelta(minutes=5)
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=1)  # after being refused
_NOT_WELCOME = (GeocoderQuotaExceeded, GeocoderInsufficientPrivileges, GeocoderAuthenticationFailure)
_NONSENSE = (GeopyError, ValueError, TypeError, LookupError, AttributeError, RecursionError)

_NOWHERE: Point = (0.0, 0.0)

Box = tuple[Point, Point]
"""South-west and north-east corner."""


class NoAnswer(Refusal):
    """The geocoder gives no answer now. Nothing else waits for one."""


@dataclass(frozen=True)
class Found:
    """A place that the geocoder knows."""

    words: str
    point: Point


@dataclass(frozen=True)
class Answer:
    """What became of a question. A trouble may come with how long nobody is to ask again."""

    found: tuple[Found, ...] = ()
    trouble: Trouble | None = None
    pause: timedelta | None = None

    @property
    def kept_for(self) -> timedelta:
        """How long the answer is good for. What is not on the map today may be next week."""
        if self.trouble:
            return TROUBLE_KEPT
        return ANSWER_KEPT if self.found else NOTHING_KEPT


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


def search_address(
    address: str, box: Box | None, geocoder: Geocoder, *, now: Callable[[], datetime]
) -> tuple[Found, ...]:
    """Up to 5 places for an address, those in the box first. Raises NoAnswer with a sentence.

    ``now`` tells the time whenever it is asked: waiting for a lock or for the geocoder takes seconds. While the
    geocoder is asked, no transaction is open.
    """
    key = " ".join(unicodedata.normalize("NFKC", address).casefold().split())
    answer = _kept_answer(key, now())
    if answer is None:
        _take_turn(now)
        answer = ask(geocoder, address, box)
        _keep(key, answer, now())
    if answer.trouble:
        raise NoAnswer(_sentence_of(answer.trouble))
    return answer.found


def _kept_answer(key: str, now: datetime) -> Answer | None:
    """What was answered before and still holds."""
    fresh = select(Geocoded).where(Geocoded.query == key, Geocoded.expires_at > now)
    kept = session().scalar(fresh)
    if kept is None:
        return None
    return Answer(tuple(Found(words, (north, east)) for words, north, east in kept.found), kept.trouble)


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
        raise NoAnswer(_sentence_of(Trouble.REFUSED))
    raise NoAnswer(_("Pencari alamat sedang melayani orang lain. Tunggu dua detik, lalu tekan lagi."))


def ask(geocoder: Geocoder, address: str, box: Box | None) -> Answer:
    """The geocoder's answer, whatever comes back. Asks the network."""
    try:
        places = geocoder.geocode(
            address, exactly_one=False, limit=MOST_FOUND, country_codes="id", language="id", viewbox=box
        )
        answer = Answer(tuple(_found_of(place) for place in (places or ())[:MOST_FOUND]))
    except GeocoderTimedOut:
        answer = Answer(trouble=Trouble.SLOW)
    except _NOT_WELCOME as refusal:
        answer = Answer(trouble=Trouble.REFUSED, pause=_pause_of(refusal))
    except _NONSENSE:
        answer = Answer(trouble=Trouble.BROKEN)
    if answer.trouble:
        log.warning("no answer: %s", answer.trouble)
    return answer


def _found_of(place: geopy.Location) -> Found:
    """A place in our words: one line, not endless, without control characters. Raises ValueError without a point."""
    if (place.latitude, place.longitude) == _NOWHERE:  # what geopy makes of none
        raise ValueError("a place without a point")
    printable = "".join(one if one.isprintable() else " " for one in place.address or "")
    words = " ".join(printable.split())[:LONGEST_WORDS]
    return Found(words, (round(place.latitude, 6), round(place.longitude, 6)))


def _pause_of(refusal: GeopyError) -> timedelta:
    """How long to leave the geocoder alone: as long as it asks for, within reason."""
    seconds = getattr(refusal, "retry_after", None) or 0
    return min(max(timedelta(seconds=min(seconds, 10**6)), SHORTEST_PAUSE), LONGEST_PAUSE)


def _keep(key: str, answer: Answer, now: datetime) -> None:
    """Keep an answer, and leave the geocoder alone when it wants that."""
    facts = {
        "found": [[one.words, *one.point] for one in answer.found],
        "trouble": answer.trouble,
        "asked_at": now,
        "expires_at": now + answer.kept_for,
    }
    with transaction() as current:
        row = insert_into(Geocoded).values(query=key, **facts)
        current.execute(row.on_conflict_do_update(index_elements=["query"], set_=facts))
        if answer.pause:
            current.execute(update(GeocoderTurn).values(next_at=now + answer.pause))


def _sentence_of(trouble: Trouble) -> str:
    """What people read when there is no answer."""
    sentences: dict[Trouble, str] = {
        Trouble.SLOW: _("Pencari alamat tidak menjawab. Tulis titiknya sendiri, atau coba lagi nanti."),
        Trouble.REFUSED: _(
            "Pencari alamat sedang menolak permintaan. Tulis titiknya sendiri, atau coba lagi nanti."
        ),
        Trouble.BROKEN: _("Pencari alamat sedang rusak. Tulis titiknya sendiri, atau coba lagi nanti."),
    }
    return sentences[trouble]


def box_around(points: Collection[Point], margin: float = 0.05) -> Box | None:
    """The box that holds all points, with a margin in degrees (0.05 is about 5 km); None without points."""
    if not points:
        return None
    north, east = [point[0] for point in points], [point[1] for point in points]
    return (min(north) - margin, min(east) - margin), (max(north) + margin, max(east) + margin)


def is_inside(point: Point, box: Box) -> bool:
    """Whether a point lies in a box."""
    south_west, north_east = box
    return all(low <= one <= high for low, one, high in zip(south_west, point, north_east, strict=True))


def tidy_answers(*, now: datetime) -> int:
    """Delete answers that hold no longer; returns how many. The background worker calls it hourly."""
    with transaction() as current:
        gone: Iterable[str] = current.scalars(
            delete(Geocoded).where(Geocoded.expires_at < now).returning(Geocoded.query)
        ).all()
    return len(list(gone))
