"""What a quota has used is kept with the totals of the ledger."""

import pytest
from flask import Flask

from botram.database import session
from botram.results.actions import keep_used
from botram.results.decisions import decide_chain
from botram.results.models import Outcome, ResultEntry
from botram.visits.models import Offer, Visit, VisitState
from botram.visits.plans import OfferPlan
from tests.builders import NOW, a_visit, ratna
from tests.results.builders import a_correction, an_entry, send
from tests.visits.builders import change


def a_visit_with_quota(quota: int = 20, state: VisitState = VisitState.RUNNING) -> Visit:
    """A visit that takes so many requests for a family card."""
    visit = a_visit(state=state, services=("KK_NEW",))
    visit.offers[0].quota = quota
    session().commit()
    return visit


def used(visit: Visit) -> int:
    """What the quota of the visit's only offer has used."""
    session().expire_all()
    return visit.offers[0].used


@pytest.mark.parametrize(
    ("outcome", "counted"),
    [
        (Outcome.ISSUED_ON_SPOT, 3),
        (Outcome.RETURNED_INCOMPLETE, 3),
        (Outcome.REFERRED, 3),
        (Outcome.NOT_SERVED_QUOTA, 0),
        (Outcome.NOT_SERVED_NETWORK, 0),
        (Outcome.NOT_SERVED_NO_BLANK, 0),
    ],
)
def test_a_quota_is_used_by_all_but_those_who_were_not_served(app: Flask, outcome: Outcome, counted: int) -> None:
    visit = a_visit_with_quota()
    send(visit, an_entry(1, outcome=outcome, requests=3, issued={}))
    assert used(visit) == counted


def test_a_correction_gives_back_what_it_takes_away(app: Flask) -> None:
    visit = a_visit_with_quota()
    send(visit, an_entry(1, requests=5), a_correction(2, 1))
    assert used(visit) == 4


def test_only_a_quota_that_runs_out_or_is_free_again_changes_the_visit(app: Flask) -> None:
    visit = a_visit_with_quota(3)
    versions = []
    for entry in (an_entry(1, requests=2), an_entry(2, requests=1), an_entry(3, requests=30), a_correction(4, 2)):
        send(visit, entry)
        session().expire_all()
        versions.append(visit.version)
    assert versions == [1, 2, 2, 2]
    send(visit, a_correction(5, 3, requests=-30, issued={}))
    session().expire_all()
    assert (visit.version, visit.offers[0].used) == (3, 2)


def test_what_the_head_takes_counts_from_then_on(app: Flask) -> None:
    visit = a_visit_with_quota(state=VisitState.VERIFIED)
    send(visit, an_entry(1))
    assert used(visit) == 0
    root = session().query(ResultEntry.root).scalar() or ""
    decide_chain(visit, root, ratna(), counts=True, reason="Ponsel baru menyala", now=NOW)
    assert used(visit) == 1


def test_a_service_that_is_added_later_has_used_what_was_served_before(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED, services=("KTP_ENROL",))
    send(visit, an_entry(1, requests=4))
    change(visit, offers=(OfferPlan("KTP_ENROL"), OfferPlan("KK_NEW", 4)))
    session().expire_all()
    assert {offer.service_code: offer.used for offer in visit.offers} == {"KTP_ENROL": 0, "KK_NEW": 4}


def test_a_wrong_figure_is_put_right_by_the_next_entry(app: Flask) -> None:
    visit = a_visit_with_quota()
    session().query(Offer).update({"used": 9})
    session().commit()
    send(visit, an_entry(1))
    assert used(visit) == 1
    keep_used(visit, now=NOW)
    assert used(visit) == 1
