"""What the demonstration's crews recorded: believable, within quotas, and equal to the kept sums."""

from collections import Counter

import pytest
from sqlalchemy import Select, select

from botram.database import session
from botram.demonstration.results import recorded_entries
from botram.results.actions import check_totals
from botram.results.models import Outcome, ResultEntry
from botram.results.queries import VisitTotals, totals_of
from botram.services.queries import offered_services
from botram.visits.models import Visit, VisitState
from tests.databases import on_sqlite
from tests.demonstration.conftest import visits

HELD = (VisitState.CLOSED, VisitState.VERIFIED)


def held() -> list[Visit]:
    """The visits of both offices that took place."""
    return [visit for code in ("32.16", "32.17") for visit in visits(code) if visit.state in HELD]


def ids_at(visit: Visit) -> Select[str]:
    """The entries of a visit by the phones' clocks."""
    return (
        select(ResultEntry.id)
        .where(ResultEntry.visit_id == visit.id)
        .order_by(ResultEntry.recorded_at, ResultEntry.number)
    )


def of_all(outcome: Outcome, totals: list[VisitTotals]) -> int:
    """At how many visits requests ended so."""
    return sum(any(code == outcome and n for (_s, code), n in one.requests.items()) for one in totals)


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_every_past_visit_has_results_and_nothing_else_has() -> None:
    with_results = set(session().scalars(select(ResultEntry.visit_id).distinct()))
    assert with_results == {visit.id for visit in held()}
    assert check_totals() == []
    for visit in held():
        assert 10 <= totals_of(visit).all_requests <= 600, visit.place_name


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_the_crew_recorded_while_the_visit_was_open() -> None:
    crews = {visit.id: {member.account_id for member in visit.crew} for visit in held()}
    hours = {visit.id: (visit.opened_at, visit.closed_at) for visit in held()}
    for entry in session().scalars(select(ResultEntry)):
        opened, closed = hours[entry.visit_id]
        assert opened and closed and opened <= entry.recorded_at <= closed
        assert entry.recorded_by in crews[entry.visit_id]
        assert entry.recorded_at <= entry.received_at
        assert (entry.early, entry.late) == (False, entry.received_at > closed)
        assert 1 <= abs(entry.requests) <= 5


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_nobody_is_served_beyond_the_quota_and_some_are_turned_away() -> None:
    turned_away = 0
    for visit in held():
        totals = totals_of(visit)
        for offer in visit.offers:
            away = totals.requests[offer.service_code, Outcome.NOT_SERVED_QUOTA]
            served = totals.of_service(offer.service_code) - away
            assert offer.quota is None or served <= offer.quota, (visit.place_name, offer.service_code)
            turned_away += away > 0
        assert {service for service, _outcome in totals.requests} <= {one.service_code for one in visit.offers}
    assert 0 < turned_away < len(held())


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_documents_follow_from_the_services() -> None:
    took_place = held()
    services = {service.code: service for service in offered_services()}
    for visit in took_place:
        totals = totals_of(visit)
        finished: Counter[str] = Counter()
        for (code, outcome), count in totals.requests.items():
            finished[code] += count * (outcome in (Outcome.ISSUED_ON_SPOT, Outcome.ISSUED_DIGITAL))
        for (code, document), pieces in totals.issued.items():
            chosen = document in services[code].yields_if_chosen
            assert document in services[code].yields
            assert chosen or pieces == finished[code]
            assert pieces <= finished[code] or document == "INTERIM_PAPER"
        for code, requirement in totals.missing:
            assert requirement in {one.code for one in services[code].requirements}


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_the_ways_in_which_requests_end_are_there() -> None:
    sums = [totals_of(visit) for visit in held()]
    for outcome in (Outcome.RETURNED_INCOMPLETE, Outcome.ENROLLED_PRINT_LATER, Outcome.ISSUED_ON_SPOT):
        assert of_all(outcome, sums) > len(sums) / 2
    for outcome in Outcome:
        assert of_all(outcome, sums), outcome
    entries = session().scalars(select(ResultEntry)).all()
    assert any(entry.missing for entry in entries)
    assert any(entry.corrects for entry in entries)
    assert any(entry.late for entry in entries)
    assert any(entry.waits for entry in entries)


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_a_visit_is_counted_alike_whenever_it_is_asked() -> None:
    took_place = held()
    services = {service.code: service for service in offered_services()}
    for visit in took_place[:5]:
        again, stored = recorded_entries(visit, services), session().scalars(ids_at(visit)).all()
        assert [plan.id for plan in again] == list(stored)
