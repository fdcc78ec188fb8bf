"""What a visit still serves and how much is left: the only place that decides it. Pure functions of rows.

`availability_queries` says the same in SQL, by which lists filter; a test holds both together.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Protocol

from botram.visits.models import ANNOUNCED, HELD, OfferReason, OfferState, VisitState


class Planned(Protocol):
    """What the rules read of a visit."""

    @property
    def state(self) -> VisitState: ...
    @property
    def closes_at(self) -> datetime: ...
    @property
    def queue_closes_at(self) -> datetime | None: ...
    @property
    def queue_closed_at(self) -> datetime | None: ...


class Offered(Protocol):
    """What the rules read of an offer."""

    @property
    def service_code(self) -> str: ...
    @property
    def quota(self) -> int | None: ...
    @property
    def used(self) -> int: ...
    @property
    def state(self) -> OfferState: ...
    @property
    def reason(self) -> OfferReason | None: ...


class Standing(NamedTuple):
    """How a service stands at a visit."""

    state: OfferState
    reason: OfferReason | None
    left: int | None  # of the quota, never below zero; None without one

    @property
    def shut(self) -> bool:
        """Whether nobody gets the service there any more."""
        return self.state is OfferState.CLOSED


def has_ended(visit: Planned, now: datetime) -> bool:
    """Whether a visit is over, by the closing report or by its hours."""
    return visit.state in HELD or visit.closes_at <= now


def takes_people(visit: Planned, now: datetime) -> bool:
    """Whether somebody who comes is still served: it is announced, not over, and its queue is not closed."""
    if visit.state not in ANNOUNCED or has_ended(visit, now) or visit.queue_closed_at is not None:
        return False
    return visit.queue_closes_at is None or visit.queue_closes_at > now


def is_used_up(quota: int | None, used: int) -> bool:
    """Whether as many requests were served as the quota allows, or more."""
    return quota is not None and used >= quota


def standing_of(offer: Offered) -> Standing:
    """Return how a service stands: as the crew reported it, but shut once its quota is used up.

    To serve more, the coordinator raises the quota: what was planned and what residents read stay the same.
    """
    left = None if offer.quota is None else max(0, offer.quota - offer.used)
    if is_used_up(offer.quota, offer.used) and offer.state is not OfferState.CLOSED:
        return Standing(OfferState.CLOSED, OfferReason.QUOTA, left)
    return Standing(offer.state, offer.reason, left)


def serves(visit: Planned, offer: Offered, now: datetime) -> bool:
    """Whether somebody who comes now, or on the day, gets the service there."""
    return takes_people(visit, now) and not standing_of(offer).shut


def named_codes(visit: Planned, offers: Iterable[Offered], now: datetime) -> list[str]:
    """Return the codes of the services to name for a visit: those not shut; of one that is over or off, all."""
    still = visit.state in ANNOUNCED and not has_ended(visit, now)
    return [offer.service_code for offer in offers if not (still and standing_of(offer).shut)]
