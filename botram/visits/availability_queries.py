"""What a visit still serves, as conditions of statements: the same rules as in `availability`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select

from botram.visits.models import ANNOUNCED, HELD, Offer, OfferState, Visit

Moment = datetime | BindParameter[Any]
"""A moment, or the parameter of a statement that is put together once."""


def has_ended(now: Moment) -> ColumnElement[bool]:
    """Return the condition that a visit is over, by the closing report or by its hours."""
    return or_(Visit.state.in_(HELD), Visit.closes_at <= now)


def takes_people(now: Moment) -> ColumnElement[bool]:
    """Return the condition that somebody who comes to a visit is still served."""
    return and_(
        Visit.state.in_(ANNOUNCED),
        Visit.closes_at > now,
        Visit.queue_closed_at.is_(None),
        or_(Visit.queue_closes_at.is_(None), Visit.queue_closes_at > now),
    )


def is_open() -> ColumnElement[bool]:
    """Return the condition that an offer is not shut, neither by a report nor by a quota that is used up."""
    return and_(Offer.state != OfferState.CLOSED, or_(Offer.quota.is_(None), Offer.used < Offer.quota))


def offers(codes: Collection[str], *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a visit offers one of the services, by an offer that meets the conditions.

    which    conditions on the offer, or on the visit with it: outside, as one of two ways to be found, PostgreSQL would
             look up all offers of all years first
    """
    there = select(Offer.id).where(Offer.visit_id == Visit.id, Offer.service_code.in_(codes), *which)
    return there.correlate(Visit).exists()


def serves(codes: Collection[str], now: Moment) -> ColumnElement[bool]:
    """Return the condition that somebody who comes to a visit gets one of the services there."""
    return and_(takes_people(now), offers(codes, is_open()))
