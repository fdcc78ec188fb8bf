"""What comes after verification counts when the head says so: a chain's waiting entries together, once and for all."""

from uuid import UUID

import pytest
from flask import Flask

from botram.database import session, transaction
from botram.refusals import Changed, Refusal
from botram.results.actions import check_totals
from botram.results.decisions import AlreadyDecided, decide_chain
from botram.results.models import EntryDecision, Outcome
from botram.results.queries import totals_of, waiting_in
from botram.results.review_queries import marks_of, waiting_count, waiting_entries
from botram.staff.rules import IdentityNumber
from botram.visits.field.receipts import Stored
from botram.visits.models import Visit, VisitState
from botram.visits.queries import history_of
from botram.visits.rules import ReasonMissing
from tests.builders import NOW, a_visit, overwrite, ratna
from tests.results.builders import a_correction, an_entry, send
from tests.statements import LOCK, just_before
from tests.visits.builders import told

WHY = "Ponsel baru menyala"


def a_verified_visit() -> Visit:
    """A visit that the head has verified with five requests for a family card, in one entry."""
    visit = a_visit(state=VisitState.CLOSED)
    send(visit, an_entry(1, requests=5, issued={"KK": 5}))
    overwrite(visit, state=VisitState.VERIFIED)
    return visit


def decide(visit: Visit, number: int, *, counts: bool, reason: str = WHY, seen: int | None = None) -> int:
    """The head's word on the chain that begins with this entry."""
    root = str(UUID(int=number))
    return decide_chain(visit, root, ratna(), counts=counts, reason=reason, now=NOW, seen=seen)


def waiting(visit: Visit) -> tuple[int, int, int]:
    """How many entries wait: in the menu, in the list, on the visit's page."""
    bekasis = visit.office
    return waiting_count(bekasis), waiting_entries(bekasis).total, marks_of(visit).waiting


@pytest.mark.parametrize(("counts", "requests", "word"), [(True, 3, "dihitung"), (False, 0, "tidak dihitung")])
def test_a_decision_is_told_in_words_to_the_office_alone(app: Flask, counts: bool, requests: int, word: str) -> None:
    visit = a_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1, requests=3, issued={"KK": 2}))
    assert waiting(visit) == (1, 1, 1)
    assert decide(visit, 1, counts=counts) == 1
    assert told(visit) == [f"Catatan susulan {word}: Kartu Keluarga baru, selesai di tempat, 3 permohonan, 2 dokumen."]
    assert history_of(visit)[0][0].reason == WHY
    assert told(visit, staff=False) == []
    assert (totals_of(visit).all_requests, check_totals()) == (requests, [])
    assert waiting(visit) == (0, 0, 0)


@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize(("reason", "refusal"), [(" ", ReasonMissing), ("NIK 3216 0655 0898 0000", IdentityNumber)])
def test_a_decision_needs_a_reason_that_names_nobody(
    app: Flask, counts: bool, reason: str, refusal: type[Refusal]
) -> None:
    visit = a_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1, requests=3, issued={"KK": 2}))
    with pytest.raises(refusal):
        decide(visit, 1, counts=counts, reason=reason)
    assert waiting(visit) == (1, 1, 1)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_a_decision_is_final(app: Flask, first: bool, second: bool) -> None:
    visit = a_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1))
    decide(visit, 1, counts=first)
    with pytest.raises(AlreadyDecided):
        decide(visit, 1, counts=second)
    assert (totals_of(visit).all_requests, check_totals()) == (int(first), [])


@pytest.mark.parametrize("second", [True, False])
def test_of_two_heads_at_the_same_moment_one_decides(app: Flask, second: bool) -> None:
    visit = a_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1))
    number = visit.id
    ratna()

    def decide_first() -> None:
        with app.app_context():
            decide(session().get_one(Visit, number), 1, counts=True)

    with just_before(decide_first, *LOCK), pytest.raises(AlreadyDecided):
        decide(visit, 1, counts=second)
    assert (totals_of(visit).all_requests, check_totals()) == (1, [])


@pytest.mark.parametrize("second", [True, False])
def test_the_database_hears_one_decision_on_an_entry(app: Flask, second: bool) -> None:
    visit = a_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1))
    decide(visit, 1, counts=True)
    again = EntryDecision(entry_id=str(UUID(int=1)), counts=second, account_id=ratna().id, at=NOW, reason=WHY)
    with pytest.raises(AlreadyDecided), transaction() as current:
        current.add(again)
    assert (totals_of(visit).all_requests, check_totals()) == (1, [])


def test_another_outcome_is_decided_as_one(app: Flask) -> None:
    """Taking only what stands in its place would count five requests twice."""
    visit = a_verified_visit()
    back = a_correction(2, of=1, requests=-5, issued={"KK": -5})
    instead = a_correction(3, of=1, requests=5, issued={}, outcome=Outcome.REFERRED)
    send(visit, back, instead)
    assert waiting(visit) == (2, 2, 2)
    assert decide(visit, 1, counts=True) == 2
    assert +totals_of(visit).requests == {("KK_NEW", "REFERRED"): 5}
    assert (check_totals(), waiting(visit)) == ([], (0, 0, 0))


def test_what_came_since_the_page_was_opened_is_looked_at_first(app: Flask) -> None:
    visit = a_verified_visit()
    send(visit, a_correction(2, of=1))
    seen = waiting_in(visit, str(UUID(int=1)))[-1].number
    send(visit, a_correction(3, of=1))
    with pytest.raises(Changed):
        decide(visit, 1, counts=True, seen=seen)
    assert totals_of(visit).all_requests == 5
    assert decide(visit, 1, counts=True, seen=seen + 1) == 2
    assert totals_of(visit).all_requests == 3


def test_what_waits_is_not_taken_back_twice_and_what_was_declined_never_was(app: Flask) -> None:
    visit = a_verified_visit()
    all_of_it = {"requests": -5, "issued": {"KK": -5}}
    assert send(visit, a_correction(2, of=1, **all_of_it)) == [Stored.STORED]
    assert send(visit, a_correction(3, of=1)) == [Stored.REFUSED]
    decide(visit, 1, counts=False)
    assert send(visit, a_correction(2, of=1, **all_of_it), a_correction(3, of=1)) == [Stored.ALREADY, Stored.STORED]
    decide(visit, 1, counts=True)
    assert (totals_of(visit).all_requests, check_totals()) == (4, [])


def test_nothing_corrects_what_was_declined(app: Flask) -> None:
    visit = a_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1))
    decide(visit, 1, counts=False)
    assert send(visit, an_entry(1), a_correction(2, of=1)) == [Stored.ALREADY, Stored.REFUSED]
    assert (totals_of(visit).all_requests, check_totals()) == (0, [])


@pytest.mark.parametrize("counts", [True, False])
def test_entries_of_another_chain_or_visit_stay_as_they_are(app: Flask, counts: bool) -> None:
    visit, other = a_visit(state=VisitState.VERIFIED), a_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1), an_entry(2))
    with pytest.raises(AlreadyDecided):
        decide(other, 1, counts=counts)
    decide(visit, 1, counts=counts)
    assert marks_of(visit).waiting == 1
