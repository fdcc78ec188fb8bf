"""The head accepts a closed visit's results as they stand."""

from contextlib import nullcontext

import pytest
from flask import Flask

from botram.refusals import Changed
from botram.results.queries import last_entry_number
from botram.results.verification import verify_visit
from botram.visits.models import VisitState
from botram.visits.queries import history_of
from botram.visits.rules import WrongState
from tests.builders import NOW, a_visit, ratna
from tests.results.builders import an_entry, send
from tests.visits.builders import told


def test_a_closed_visit_is_verified_and_its_history_says_by_whom(app: Flask) -> None:
    visit = a_visit(state=VisitState.CLOSED)
    verify_visit(visit, ratna(), now=NOW, version=1, seen=0)
    assert (visit.state, visit.version, visit.changed_at) == (VisitState.VERIFIED, 2, NOW)
    [(entry, name)] = history_of(visit)
    assert (entry.action, name, told(visit)) == ("verify", "Ratna Wulan", ["Hasil diverifikasi."])


@pytest.mark.parametrize("state", [state for state in VisitState if state is not VisitState.CLOSED])
def test_only_a_closed_visit_is_verified(app: Flask, state: VisitState) -> None:
    visit = a_visit(state=state)
    with pytest.raises(WrongState):
        verify_visit(visit, ratna(), now=NOW)
    assert (visit.version, history_of(visit)) == (1, [])


@pytest.mark.parametrize(
    ("version", "seen", "refused"),
    [(2, 1, True), (1, 0, True), (1, 1, False)],
    ids=["another version of the visit", "an entry since", "what there is"],
)
def test_nothing_is_verified_that_the_head_has_not_seen(app: Flask, version: int, seen: int, refused: bool) -> None:
    visit = a_visit(state=VisitState.CLOSED)
    send(visit, an_entry(1))
    assert last_entry_number(visit) == 1
    with pytest.raises(Changed) if refused else nullcontext():
        verify_visit(visit, ratna(), now=NOW, version=version, seen=seen)
    assert visit.state is (VisitState.CLOSED if refused else VisitState.VERIFIED)
