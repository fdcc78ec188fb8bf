"""The ledger: an id is stored once, whatever arrives in any order; totals always equal it."""

from itertools import permutations
from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.results.actions import check_totals, rebuild_totals, record_results
from botram.results.decisions import AlreadyDecided, decide_chain
from botram.results.models import Outcome, ResultEntry, ResultTotal, TotalKind
from botram.results.queries import totals_of
from botram.results.rules import EntryPlan
from botram.visits.actions import cancel_visit
from botram.visits.field.receipts import Stored
from botram.visits.models import Visit, VisitState
from tests.builders import NOW, a_visit, asep, moment, ratna, siti
from tests.commands.conftest import flask
from tests.results.builders import a_correction, an_entry, send
from tests.statements import just_before, statements

INSERTED = "INSERT INTO result_entry"


def test_an_id_is_stored_once_however_often_it_is_sent(app: Flask) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    assert send(visit, an_entry(1)) == [Stored.STORED]
    assert send(visit, an_entry(1), an_entry(2), an_entry(2)) == [Stored.ALREADY, Stored.STORED, Stored.ALREADY]
    assert totals_of(visit).all_requests == 2


@pytest.mark.parametrize(
    "changed",
    [{"requests": 2}, {"note": "lain"}, {"recorded_at": moment("10:00")}, {"issued": {}}],
    ids=["requests", "note", "recorded_at", "issued"],
)
def test_the_same_id_with_other_content_changes_nothing(app: Flask, changed: dict[str, Any]) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    send(visit, an_entry(1))
    assert send(visit, an_entry(1, **changed)) == [Stored.REFUSED]
    assert totals_of(visit).all_requests == 1


def test_the_same_id_at_another_visit_changes_nothing(app: Flask) -> None:
    visit, other = a_visit(state=VisitState.RUNNING), a_visit(state=VisitState.RUNNING)
    send(visit, an_entry(1))
    assert send(other, an_entry(1)) == [Stored.REFUSED]
    assert (totals_of(visit).all_requests, totals_of(other).all_requests) == (1, 0)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_chain_arrives_in_any_order_in_one_batch(app: Flask, order: tuple[int, ...]) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    chain = [an_entry(1, requests=3, issued={"KK": 3}), a_correction(2, of=1), a_correction(3, of=2)]
    assert send(visit, *(chain[index] for index in order)) == [Stored.STORED] * 3
    assert totals_of(visit).issued == {("KK_NEW", "KK"): 1}


def test_a_correction_waits_for_what_it_corrects(app: Flask) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    assert send(visit, a_correction(2, of=1)) == [Stored.LATER]
    assert send(visit, an_entry(1)) == [Stored.STORED]
    assert send(visit, a_correction(2, of=1)) == [Stored.STORED]
    assert totals_of(visit).all_requests == 0


@pytest.mark.parametrize("together", [False, True], ids=["one after the other", "in one batch"])
def test_a_correction_takes_no_more_than_its_chain_holds(app: Flask, together: bool) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    send(visit, an_entry(1), an_entry(9))
    first, second = a_correction(2, of=1), a_correction(3, of=1)
    said = send(visit, first, second) if together else send(visit, first) + send(visit, second)
    assert said == [Stored.STORED, Stored.REFUSED]
    assert totals_of(visit).all_requests == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_makes_room_for_a_correction_may_stand_behind_it(app: Flask, order: tuple[int, ...]) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    chain = [
        an_entry(1),
        a_correction(2, of=1, requests=-2, issued={"KK": -2}),
        a_correction(3, of=1, requests=1, issued={"KK": 1}),
    ]
    assert send(visit, *(chain[index] for index in order)) == [Stored.STORED] * 3
    assert totals_of(visit).all_requests == 0


def test_another_outcome_takes_two_corrections(app: Flask) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    back = a_correction(2, of=1)
    forth = a_correction(3, of=1, requests=1, issued={}, outcome=Outcome.ENROLLED_PRINT_LATER)
    assert send(visit, forth, back, an_entry(1)) == [Stored.STORED] * 3
    wrong = a_correction(4, of=1, outcome=Outcome.REFERRED)
    assert send(visit, wrong) == [Stored.REFUSED]
    assert +totals_of(visit).requests == {("KK_NEW", "ENROLLED_PRINT_LATER"): 1}


@pytest.mark.parametrize("together", [False, True], ids=["in a later batch", "in one batch"])
def test_a_correction_stays_with_its_service(app: Flask, together: bool) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    first, second = an_entry(1), a_correction(2, of=1, service="KK_CHANGE")
    said = send(visit, first, second) if together else send(visit, first) + send(visit, second)
    assert said == [Stored.STORED, Stored.REFUSED]


def test_a_correction_stays_with_its_visit(app: Flask) -> None:
    visit, other = a_visit(state=VisitState.RUNNING), a_visit(state=VisitState.RUNNING)
    send(visit, an_entry(1))
    assert send(other, a_correction(2, of=1)) == [Stored.REFUSED]


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        ((a_correction(3, of=2), a_correction(2, of=1), an_entry(1, requests=501)), Stored.REFUSED),
        ((a_correction(4, of=4),), Stored.REFUSED),
        ((a_correction(5, of=99, note="3216065508980000"),), Stored.REFUSED),
        ((a_correction(6, of=7), a_correction(7, of=6)), Stored.LATER),
    ],
    ids=["what is refused beside it", "itself", "what would be refused itself", "each other"],
)
def test_no_correction_waits_for_what_cannot_come(app: Flask, plans: tuple[EntryPlan, ...], said: Stored) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    assert send(visit, *plans) == [said] * len(plans)
    assert session().query(ResultEntry).count() == 0


def test_two_phones_with_one_id_at_the_same_moment(app: Flask, database_url: str) -> None:
    """The other one stores it as late as the database lets it: on SQLite only one writes, on PostgreSQL one a visit."""
    visit, other = (a_visit(state=VisitState.RUNNING).id for _visit in range(2))
    asep()

    def store() -> None:
        with app.app_context():
            assert send(session().get_one(Visit, other), an_entry(1)) == [Stored.STORED]

    on_sqlite = database_url.startswith("sqlite")
    with just_before(store, "BEGIN IMMEDIATE" if on_sqlite else INSERTED), statements() as sent:
        stored = send(session().get_one(Visit, visit), an_entry(1), an_entry(2))
    assert stored == [Stored.REFUSED, Stored.STORED]
    tries = [one for one in sent if one.startswith(INSERTED)]
    assert len(tries) == (2 if on_sqlite else 3), "one is the other phone's"


def test_what_the_database_will_not_take_holds_up_no_other(app: Flask) -> None:
    """Somebody has lowered a kept sum by hand: until it is rebuilt the correction is kept by the phone, not lost."""
    visit = a_visit(state=VisitState.RUNNING)
    send(visit, an_entry(1))
    session().query(ResultTotal).update({"count": 0})
    session().commit()
    batch = [a_correction(2, of=1), an_entry(3, service="KK_CHANGE")]
    receipts = record_results(visit, batch, asep(), device="", now=NOW)
    assert [receipt.status for receipt in receipts] == [Stored.LATER, Stored.STORED]
    rebuild_totals()
    assert send(visit, *batch) == [Stored.STORED, Stored.ALREADY]


@pytest.mark.parametrize(
    "wrong",
    [
        {"requests": -1, "issued": {}},
        {"requests": 0, "issued": {}},
        {"requests": 501},
        {"issued": {"TIDAK_ADA": 1}},
        {"missing": {"TIDAK_ADA": 1}},
        {"outcome": Outcome.RETURNED_INCOMPLETE, "issued": {}, "missing": {"KK_COPY": 400}},
        {"requests": 0, "missing": {"KK_COPY": 1}},
        {"outcome": Outcome.NOT_SERVED_QUOTA},
        {"outcome": Outcome.RETURNED_INCOMPLETE, "requests": 0},
        {"service": "TIDAK_ADA"},
        {"note": "NIK 3216 0655 0898 0000"},
    ],
)
def test_one_refused_entry_holds_up_no_other(app: Flask, wrong: dict[str, Any]) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    assert send(visit, an_entry(1, **wrong), an_entry(2)) == [Stored.REFUSED, Stored.STORED]
    assert totals_of(visit).all_requests == 1


def test_documents_and_requests_are_counted_apart(app: Flask) -> None:
    visit = a_visit(state=VisitState.RUNNING, services=("BIRTH",))
    birth = an_entry(1, service="BIRTH", issued={"BIRTH_CERT": 1, "KK": 1, "KIA": 1})
    late_paper = an_entry(2, service="BIRTH", requests=0, issued={"KIA": 1})
    returned = an_entry(3, service="BIRTH", outcome=Outcome.RETURNED_INCOMPLETE, issued={}, missing={"KK_COPY": 1})
    assert send(visit, birth, late_paper, returned) == [Stored.STORED] * 3
    totals = totals_of(visit)
    assert totals.requests == {("BIRTH", "ISSUED_ON_SPOT"): 1, ("BIRTH", "RETURNED_INCOMPLETE"): 1}
    assert totals.issued == {("BIRTH", "BIRTH_CERT"): 1, ("BIRTH", "KK"): 1, ("BIRTH", "KIA"): 2}
    assert totals.missing == {("BIRTH", "KK_COPY"): 1}


@pytest.mark.parametrize("state", [VisitState.PUBLISHED, VisitState.RUNNING, VisitState.CLOSED])
def test_closing_stops_nobodys_outbox(app: Flask, state: VisitState) -> None:
    visit = a_visit(state=state)
    visit.closed_at = NOW.replace(hour=1) if state is VisitState.CLOSED else None
    session().commit()
    assert send(visit, an_entry(1)) == [Stored.STORED]
    entry = session().query(ResultEntry).one()
    assert (entry.late, entry.early) == (state is VisitState.CLOSED, True)


@pytest.mark.parametrize("state", [VisitState.DRAFT, VisitState.CANCELLED])
def test_what_never_took_place_takes_no_entries(app: Flask, state: VisitState) -> None:
    visit = a_visit(state=state)
    for receipt in record_results(visit, [an_entry(1), a_correction(2, of=9)], asep(), device="", now=NOW):
        assert (receipt.status, receipt.reason[:14]) == (Stored.REFUSED, "Kunjungan ini ")


def test_what_came_before_a_cancellation_is_still_known(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    send(visit, an_entry(1))
    cancel_visit(visit, siti(), reason="Banjir", now=NOW)
    assert send(visit, an_entry(1), an_entry(2)) == [Stored.ALREADY, Stored.REFUSED]


def test_after_verification_an_entry_counts_only_when_the_head_takes_it(app: Flask) -> None:
    visit = a_visit(state=VisitState.VERIFIED)
    assert send(visit, an_entry(1)) == [Stored.STORED]
    assert totals_of(visit).all_requests == 0
    root = session().query(ResultEntry.root).scalar() or ""
    decide_chain(visit, root, ratna(), counts=True, reason="Ponsel baru menyala", now=NOW)
    assert (totals_of(visit).all_requests, check_totals()) == (1, [])
    with pytest.raises(AlreadyDecided):
        decide_chain(visit, root, ratna(), counts=True, reason="Sekali lagi", now=NOW)


def test_totals_that_differ_are_named_and_can_be_rebuilt(app: Flask) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    send(visit, an_entry(1))
    session().query(ResultTotal).update({"count": 7})
    session().add(
        ResultTotal(visit_id=visit.id, service_code="DEATH", kind=TotalKind.REQUESTS, code="REFERRED", count=1)
    )
    session().commit()
    assert (visit.id, "KK_NEW", "ISSUED", "KK", 7, 1) in check_totals()
    assert (visit.id, "DEATH", "REQUESTS", "REFERRED", 1, 0) in check_totals()
    assert rebuild_totals() == 3
    assert check_totals() == []


def test_the_operator_can_prove_the_totals(app: Flask) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    send(visit, an_entry(1))
    assert "Semua jumlah sama" in flask(app, "check-totals")
    session().query(ResultTotal).update({"count": 7})
    session().commit()
    assert "KK_NEW ISSUED KK: 7 != 1" in flask(app, "check-totals", code=1)
    flask(app, "check-totals", "--rebuild")
    assert "Semua jumlah sama" in flask(app, "check-totals")
