"""The results of each visit of the demonstration, calculated from its day and village: always the same for a visit.

The typical requests (``RESULTS``) are results of single visits that other offices have published, and of visits to two
schools. Services that they do not distinguish (first and later cards, kinds of family cards) are divided by assumption.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from botram import clock
from botram.demonstration.facts import RESULTS
from botram.results.models import Outcome
from botram.results.rules import EntryPlan
from botram.services.models import Service
from botram.visits.models import Offer, Visit, VisitLevel

_TYPICAL = [one["requests"] for one in RESULTS["visits"] for _time in range(one["weight"])]
_SCHOOLS = [one["requests"] for one in RESULTS["schools"]]
_RARELY = 4  # at most so many requests less one for a service without published results
_CROWDED_OF = 6  # at one visit in so many, requests beyond the quota are not served
_MISTAKE_OF = 3  # at one visit in so many, an entry is corrected

_Shares = Mapping[Outcome, int]
"""Outcomes of requests, each with its share in percent."""

_SHARES: Mapping[str, _Shares] = {
    kind: {Outcome(code): share for code, share in shares.items()}
    for kind, shares in RESULTS["outcome_percent"].items()
}
_ISSUED = (Outcome.ISSUED_ON_SPOT, Outcome.ISSUED_DIGITAL)


@dataclass(frozen=True)
class _RequestGroup:
    """A few requests of a service with the same outcome: one entry."""

    service: Service
    outcome: Outcome
    requests: int


def recorded_entries(visit: Visit, services: Mapping[str, Service]) -> list[EntryPlan]:
    """The entries of an opened visit, in order of time. ``services``: by code."""
    day = clock.local_day(visit.opens_at, visit.office.time_zone)
    rng = random.Random(f"{day} {visit.village_code}")  # noqa: S311  # fictitious, and reproducible
    groups = list(_groups_at(visit, services, rng))
    rng.shuffle(groups)
    begins, ends = hours_of(visit)
    moments = sorted(begins + (ends - begins) * rng.random() for _group in groups)
    plans = [_plan_of_group(visit, number, group, moments[number], rng) for number, group in enumerate(groups)]
    if plans and rng.randrange(_MISTAKE_OF) == 0:
        plans += _mistake_and_correction(visit, plans[0])
    return sorted(plans, key=lambda plan: plan.recorded_at)


def hours_of(visit: Visit) -> tuple[datetime, datetime]:
    """The moments from which and until which residents are served."""
    begins = visit.opened_at or visit.opens_at
    return begins, max(visit.queue_closes_at or visit.closes_at, begins + timedelta(hours=1))


def _groups_at(visit: Visit, services: Mapping[str, Service], rng: random.Random) -> Iterator[_RequestGroup]:
    """Yield the requests of a visit in groups. Those beyond a quota are not served."""
    typical, size = _typical_requests(visit, rng), rng.uniform(0.7, 1.2)
    crowded = rng.randrange(_CROWDED_OF) == 0
    for offer in visit.offers:
        service = services[offer.service_code]
        asked = round(typical.get(service.code, rng.randrange(_RARELY)) * size)
        served = _within_quota(offer, asked, rng)
        yield from _split_into_groups(service, served, _outcome_shares(service, visit), rng)
        if crowded:
            yield from _split_into_groups(service, asked - served, _SHARES["beyond_quota"], rng)


def _typical_requests(visit: Visit, rng: random.Random) -> Mapping[str, int]:
    """The number of requests of each service at such a visit, by code."""
    at_such: Mapping[str, int] = rng.choice(_SCHOOLS if visit.level is VisitLevel.SCHOOL else _TYPICAL)
    return at_such


def _within_quota(offer: Offer, asked: int, rng: random.Random) -> int:
    """The number of requests that are served with an offer's quota."""
    if offer.quota is None or asked <= offer.quota:
        return asked
    return offer.quota - rng.randrange(offer.quota // 10 + 1)


def _outcome_shares(service: Service, visit: Visit) -> _Shares:
    """The shares of outcomes of a service."""
    if service.code == "KTP_ENROL":
        return _SHARES["pupils" if visit.level is VisitLevel.SCHOOL else "enrolment"]
    if not service.yields:
        return _SHARES["help"]
    if "IKD" in service.yields:
        return _SHARES["activation"]
    return _SHARES["card" if "INTERIM_PAPER" in service.yields else "paper"]


def _split_into_groups(service: Service, requests: int, shares: _Shares, rng: random.Random) -> Iterator[_RequestGroup]:
    """Divide requests into groups of one to five with random outcomes."""
    while requests > 0:
        together = min(requests, rng.choice((1, 1, 2, 3, 5)))
        yield _RequestGroup(service, rng.choices(list(shares), list(shares.values()))[0], together)
        requests -= together


def _plan_of_group(visit: Visit, number: int, group: _RequestGroup, at: datetime, rng: random.Random) -> EntryPlan:
    """The entry of a group, as a phone sends it."""
    return EntryPlan(
        id=_entry_id(visit, str(number)),
        service=group.service.code,
        outcome=group.outcome,
        requests=group.requests,
        recorded_at=at.replace(microsecond=0),
        issued=_issued_by(group, rng),
        missing=_missing_requirements(group, rng),
    )


def _entry_id(visit: Visit, part: str) -> str:
    """The id of an entry: a UUID derived from the visit."""
    return str(uuid5(NAMESPACE_URL, f"{visit.public_id}/{part}"))


def _issued_by(group: _RequestGroup, rng: random.Random) -> dict[str, int]:
    """The issued documents: those of the service, and a random number of its optional ones."""
    if group.outcome is Outcome.INTERIM_PAPER:
        return {"INTERIM_PAPER": group.requests}
    if group.outcome not in _ISSUED:
        return {}
    chosen = [code for code in group.service.yields_if_chosen if code != "INTERIM_PAPER"]
    pieces = dict.fromkeys([code for code in group.service.yields if code not in chosen], group.requests)
    pieces.pop("INTERIM_PAPER", None)
    if not pieces and chosen:
        return {chosen[0]: group.requests}
    wanted = rng.randint(0, group.requests) if chosen and group.outcome is Outcome.ISSUED_ON_SPOT else 0
    return pieces | ({chosen[0]: wanted} if wanted else {})


def _missing_requirements(group: _RequestGroup, rng: random.Random) -> dict[str, int]:
    """The missing requirements: one at random that is not about age."""
    papers = [one.code for one in group.service.requirements if not one.code.startswith("AGE")]
    if group.outcome is not Outcome.RETURNED_INCOMPLETE or not papers:
        return {}
    return {rng.choice(papers): group.requests}


def _mistake_and_correction(visit: Visit, plan: EntryPlan) -> tuple[EntryPlan, EntryPlan]:
    """A duplicate of an entry, and its correction a minute later."""
    again = replace(plan, id=_entry_id(visit, "again"), recorded_at=plan.recorded_at + timedelta(minutes=1))
    back = replace(
        again,
        id=_entry_id(visit, "back"),
        corrects=again.id,
        requests=-again.requests,
        issued={code: -pieces for code, pieces in again.issued.items()},
        missing={code: -count for code, count in again.missing.items()},
        recorded_at=again.recorded_at + timedelta(minutes=1),
    )
    return again, back
