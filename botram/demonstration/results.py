"""What is recorded at each visit of the demonstration: a calculation that gives the same whenever it is asked.

The shapes are results of single visits that other offices have published, and of visits to two schools. What they do
not tell apart (new cards from old people's and young people's, kinds of family cards) is split by guess.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from botram import clock
from botram.results.models import Outcome
from botram.results.rules import EntryPlan
from botram.services.models import Service
from botram.visits.models import Offer, Visit, VisitLevel

_PULO_PANJANG = {  # Kabupaten Serang, 2 February 2023: 310 in all
    "KTP_ENROL": 47, "KTP_NEW": 55, "KTP_LOST": 22, "KTP_DAMAGED": 23, "KK_NEW": 31, "KK_CHANGE": 46, "KIA_NEW": 3,
    "BIRTH": 76, "DEATH": 7,
}  # fmt: skip
_JATISARI = {  # Kota Bekasi, 14 September 2025: 105 in all
    "KTP_ENROL": 2, "KTP_LOST": 10, "KTP_DAMAGED": 16, "KTP_PHOTO": 21, "KTP_CHANGE": 10, "IKD": 46,
}  # fmt: skip
_TIPAR_CAKUNG = {"KTP_ENROL": 18, "KTP_NEW": 33, "BIRTH": 26}  # Jakarta Timur, 13 June 2015: 77 in all
_SCHOOLS = ({"KTP_ENROL": 28}, {"KTP_ENROL": 172})  # Jakarta Utara, January 2019: SMKN 56 and SMKN 111
_SHAPES = (_PULO_PANJANG, _PULO_PANJANG, _JATISARI, _TIPAR_CAKUNG)
_RARELY = 4  # requests for a service of which no published result tells
_CROWDED_OF = 6  # at one visit in so many people are turned away when the quota is used up
_SLIP_OF = 3  # at one visit in so many a tap is corrected

_Course = tuple[tuple[Outcome, int], ...]
"""How often of a hundred a request ends how."""

_ENROLMENT: _Course = (
    (Outcome.ENROLLED_PRINT_LATER, 75), (Outcome.ENROLLED_UNDER_17, 15), (Outcome.RETURNED_INCOMPLETE, 7),
    (Outcome.PENDING_VERIFICATION, 3),
)  # fmt: skip
_PUPILS: _Course = (
    (Outcome.ENROLLED_UNDER_17, 80), (Outcome.ENROLLED_PRINT_LATER, 17), (Outcome.RETURNED_INCOMPLETE, 3),
)  # fmt: skip
_CARD: _Course = (
    (Outcome.ISSUED_ON_SPOT, 76), (Outcome.ACCEPTED_PROCESSING, 8), (Outcome.INTERIM_PAPER, 5),
    (Outcome.RETURNED_INCOMPLETE, 7), (Outcome.NOT_SERVED_NO_BLANK, 2), (Outcome.PENDING_VERIFICATION, 2),
)  # fmt: skip
_PAPER: _Course = (
    (Outcome.ISSUED_ON_SPOT, 68), (Outcome.ISSUED_DIGITAL, 12), (Outcome.ACCEPTED_PROCESSING, 8),
    (Outcome.RETURNED_INCOMPLETE, 9), (Outcome.PENDING_VERIFICATION, 2), (Outcome.NOT_SERVED_NETWORK, 1),
)  # fmt: skip
_ACTIVATION: _Course = (
    (Outcome.ISSUED_DIGITAL, 92), (Outcome.RETURNED_INCOMPLETE, 6), (Outcome.NOT_SERVED_NETWORK, 2),
)  # fmt: skip
_HELP: _Course = ((Outcome.ISSUED_ON_SPOT, 88), (Outcome.REFERRED, 12))
_ISSUED = (Outcome.ISSUED_ON_SPOT, Outcome.ISSUED_DIGITAL)


@dataclass(frozen=True)
class Tap:
    """A few requests that end alike."""

    service: Service
    outcome: Outcome
    requests: int


def entries_of(visit: Visit, services: Mapping[str, Service]) -> list[EntryPlan]:
    """All that the crew records at a visit that has been opened, in the order of time. ``services``: by code."""
    day = clock.local_day(visit.opens_at, visit.office.time_zone)
    dice = random.Random(f"{day} {visit.village_code}")  # noqa: S311  # made up, and the same each time
    taps = list(_taps_at(visit, services, dice))
    dice.shuffle(taps)
    begins, ends = hours_of(visit)
    moments = sorted(begins + (ends - begins) * dice.random() for _tap in taps)
    plans = [entry(visit, number, tap, moments[number], dice) for number, tap in enumerate(taps)]
    if plans and dice.randrange(_SLIP_OF) == 0:
        plans += _slip_of_the_thumb(visit, plans[0])
    return sorted(plans, key=lambda plan: plan.recorded_at)


def hours_of(visit: Visit) -> tuple[datetime, datetime]:
    """From when to when residents are served."""
    begins = visit.opened_at or visit.opens_at
    return begins, max(visit.queue_closes_at or visit.closes_at, begins + timedelta(hours=1))


def _taps_at(visit: Visit, services: Mapping[str, Service], dice: random.Random) -> Iterator[Tap]:
    """What residents come for, and how it ends. What goes beyond the quota is not served."""
    shape, size = _shape_of(visit, dice), dice.uniform(0.7, 1.2)
    crowded = dice.randrange(_CROWDED_OF) == 0
    for offer in visit.offers:
        service = services[offer.service_code]
        asked = round(shape.get(service.code, dice.randrange(_RARELY)) * size)
        served = _within_quota(offer, asked, dice)
        yield from _split(service, served, _course_of(service, visit), dice)
        if crowded:
            yield from _split(service, asked - served, ((Outcome.NOT_SERVED_QUOTA, 100),), dice)


def _shape_of(visit: Visit, dice: random.Random) -> Mapping[str, int]:
    """How many requests of each service such a visit has."""
    if visit.level is VisitLevel.SCHOOL:
        return dice.choice(_SCHOOLS)
    return dice.choice(_SHAPES)


def _within_quota(offer: Offer, asked: int, dice: random.Random) -> int:
    """How many of them are served."""
    if offer.quota is None or asked <= offer.quota:
        return asked
    return offer.quota - dice.randrange(offer.quota // 10 + 1)


def _course_of(service: Service, visit: Visit) -> _Course:
    """How requests of a service end."""
    if service.code == "KTP_ENROL":
        return _PUPILS if visit.level is VisitLevel.SCHOOL else _ENROLMENT
    if not service.yields:
        return _HELP
    if "IKD" in service.yields:
        return _ACTIVATION
    return _CARD if "INTERIM_PAPER" in service.yields else _PAPER


def _split(service: Service, requests: int, course: _Course, dice: random.Random) -> Iterator[Tap]:
    """Requests in taps of one to five that end alike."""
    outcomes, weights = zip(*course, strict=True)
    while requests > 0:
        together = min(requests, dice.choice((1, 1, 2, 3, 5)))
        yield Tap(service, dice.choices(outcomes, weights)[0], together)
        requests -= together


def entry(visit: Visit, number: int, tap: Tap, at: datetime, dice: random.Random) -> EntryPlan:
    """A tap as a phone sends it."""
    return EntryPlan(
        id=name(visit, str(number)),
        service=tap.service.code,
        outcome=tap.outcome,
        requests=tap.requests,
        recorded_at=at.replace(microsecond=0),
        issued=issued(tap, dice),
        missing=missing(tap, dice),
    )


def name(visit: Visit, part: str) -> str:
    """The id of an entry, the same each time."""
    return str(uuid5(NAMESPACE_URL, f"{visit.public_id}/{part}"))


def issued(tap: Tap, dice: random.Random) -> dict[str, int]:
    """The documents that leave the desk: those of the service, and some of those that come only when asked for."""
    if tap.outcome is Outcome.INTERIM_PAPER:
        return {"INTERIM_PAPER": tap.requests}
    if tap.outcome not in _ISSUED:
        return {}
    chosen = [code for code in tap.service.yields_if_chosen if code != "INTERIM_PAPER"]
    pieces = dict.fromkeys([code for code in tap.service.yields if code not in chosen], tap.requests)
    pieces.pop("INTERIM_PAPER", None)
    if not pieces and chosen:
        return {chosen[0]: tap.requests}
    wanted = dice.randint(0, tap.requests) if chosen and tap.outcome is Outcome.ISSUED_ON_SPOT else 0
    return pieces | ({chosen[0]: wanted} if wanted else {})


def missing(tap: Tap, dice: random.Random) -> dict[str, int]:
    """What residents should have brought. Age is no paper."""
    papers = [one.code for one in tap.service.requirements if not one.code.startswith("AGE")]
    if tap.outcome is not Outcome.RETURNED_INCOMPLETE or not papers:
        return {}
    return {dice.choice(papers): tap.requests}


def _slip_of_the_thumb(visit: Visit, plan: EntryPlan) -> tuple[EntryPlan, EntryPlan]:
    """The same tap once more by mistake, and a minute later the correction that takes it back."""
    again = replace(plan, id=name(visit, "again"), recorded_at=plan.recorded_at + timedelta(minutes=1))
    back = replace(
        again,
        id=name(visit, "back"),
        corrects=again.id,
        requests=-again.requests,
        issued={code: -pieces for code, pieces in again.issued.items()},
        missing={code: -count for code, count in again.missing.items()},
        recorded_at=again.recorded_at + timedelta(minutes=1),
    )
    return again, back
