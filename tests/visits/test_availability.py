"""What a visit still serves: the same answer in Python and in the database, for every combination."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from botram.database import session
from botram.visits import availability, availability_queries
from botram.visits.models import Offer, OfferReason, OfferState, Visit, VisitState
from tests.builders import a_team, a_venue, a_visit, bekasi, moment

AT = moment("11:00")
MINUTE = timedelta(minutes=1)
QUOTAS = [(None, 0), (None, 33), (20, 0), (20, 19), (20, 20), (20, 33)]
REPORTS = [
    (OfferState.OPEN, None),
    *((state, reason) for state in (OfferState.LIMITED, OfferState.CLOSED) for reason in OfferReason),
]
SERVICES = ("KTP_ENROL", "KTP_NEW", "KTP_LOST", "KTP_DAMAGED", "KIA_NEW", "KIA_REPLACE", "KK_NEW")


def every_visit() -> Iterator[Visit]:
    """A visit for each state, end, and end of the queue; with an offer for each report on it."""
    venue = a_venue()
    for number, (state, closes, planned, closed) in enumerate(
        product(VisitState, (-MINUTE, 0 * MINUTE, MINUTE), (None, -MINUTE, 0 * MINUTE, MINUTE), (None, AT))
    ):
        visit = a_visit("08:00", team=a_team(f"Tim {number}"), venue=venue, state=state, services=SERVICES)
        visit.closes_at, visit.queue_closed_at = AT + closes, closed
        visit.queue_closes_at = planned if planned is None else min(AT + planned, visit.closes_at)
        yield visit


def the_offers(visits: list[Visit], quota: int | None, used: int) -> None:
    """Give each offer of the visits a report, and all the same quota."""
    for visit in visits:
        for offer, (state, reason) in zip(visit.offers, REPORTS, strict=True):
            offer.quota, offer.used, offer.state, offer.reason = quota, used, state, reason
    session().commit()


def test_python_and_the_database_agree_on_what_is_still_served(app: Flask) -> None:
    visits = list(every_visit())
    assert len(visits) == 144
    session().commit()
    found = {
        name: set(session().scalars(select(Visit.id).where(condition)))
        for name, condition in (
            ("ended", availability_queries.has_ended(AT)),
            ("takes", availability_queries.takes_people(AT)),
        )
    }
    assert {one.id for one in visits if availability.has_ended(one, AT)} == found["ended"]
    assert {one.id for one in visits if availability.takes_people(one, AT)} == found["takes"]
    for quota, used in QUOTAS:
        the_offers(visits, quota, used)
        for number, code in enumerate(SERVICES):
            served = session().scalars(select(Visit.id).where(availability_queries.serves([code], AT)))
            assert set(served) == {one.id for one in visits if availability.serves(one, one.offers[number], AT)}
        shut = select(Offer.id).where(~availability_queries.is_open())
        told = {offer.id for one in visits for offer in one.offers if availability.standing_of(offer).shut}
        assert set(session().scalars(shut)) == told


@pytest.mark.parametrize(
    ("report", "quota", "used", "standing"),
    [
        ((OfferState.OPEN, None), None, 33, (OfferState.OPEN, None, None)),
        ((OfferState.OPEN, None), 20, 19, (OfferState.OPEN, None, 1)),
        ((OfferState.OPEN, None), 20, 20, (OfferState.CLOSED, OfferReason.QUOTA, 0)),
        ((OfferState.OPEN, None), 20, 33, (OfferState.CLOSED, OfferReason.QUOTA, 0)),
        ((OfferState.LIMITED, OfferReason.NETWORK), 20, 20, (OfferState.CLOSED, OfferReason.QUOTA, 0)),
        ((OfferState.CLOSED, OfferReason.BLANKS), 20, 33, (OfferState.CLOSED, OfferReason.BLANKS, 0)),
        ((OfferState.CLOSED, OfferReason.QUOTA), 20, 5, (OfferState.CLOSED, OfferReason.QUOTA, 15)),
    ],
)
def test_a_used_up_quota_shuts_a_service_and_nothing_is_left_of_it(
    report: tuple[OfferState, OfferReason | None], quota: int | None, used: int, standing: tuple[object, ...]
) -> None:
    offer = Offer(service_code="KTP_ENROL", quota=quota, used=used, state=report[0], reason=report[1])
    assert availability.standing_of(offer) == standing


def test_a_visit_names_what_is_not_shut_and_once_it_is_over_all_it_offered(app: Flask) -> None:
    assert bekasi()
    visit = a_visit(state=VisitState.RUNNING, services=("KTP_ENROL", "KK_NEW"))
    visit.offers[0].state, visit.offers[0].reason = OfferState.CLOSED, OfferReason.BLANKS
    session().commit()
    assert availability.named_codes(visit, visit.offers, AT) == ["KK_NEW"]
    assert availability.named_codes(visit, visit.offers, visit.closes_at) == ["KTP_ENROL", "KK_NEW"]
    visit.state = VisitState.CLOSED
    assert availability.named_codes(visit, visit.offers, AT) == ["KTP_ENROL", "KK_NEW"]
