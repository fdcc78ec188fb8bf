"""The head accepts a closed visit's results as they stand; what comes later counts only when the head takes it."""

from uuid import UUID

import pytest
from flask import Flask

from botram.database import session
from botram.refusals import Changed
from botram.results.actions import check_totals, take_entry
from botram.results.models import ResultEntry
from botram.results.queries import last_number, totals_of
from botram.results.verifying import verify_visit
from botram.staff.rules import IdentityNumber
from botram.visits.history import sentences
from botram.visits.models import Visit, VisitState
from botram.visits.queries import history_of
from botram.visits.rules import ReasonMissing, WrongState
from tests.builders import NOW, a_visit, ratna
from tests.results.test_record_results import a_correction, an_entry, send


def stored(number: int) -> ResultEntry:
    """An entry as the ledger holds it."""
    return session().query(ResultEntry).filter_by(id=str(UUID(int=number))).one()


def told(visit: Visit, *, staff: bool = True) -> list[str]:
    """The visit's history in sentences, the newest first."""
    return [
        sentence
        for entry, _name in history_of(visit)
        for sentence in sentences(entry, "Asia/Jakarta", staff=staff)
    ]


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


def test_nothing_is_verified_that_the_head_has_not_seen(app: Flask) -> None:
    visit = a_visit(state=VisitState.CLOSED)
    send(visit, an_entry(1))
    for version, seen in ((2, last_number(visit)), (1, 0)):
        with pytest.raises(Changed):
            verify_visit(visit, ratna(), now=NOW, version=version, seen=seen)
    assert visit.state is VisitState.CLOSED
    verify_visit(visit, ratna(), now=NOW, version=1, seen=last_number(visit))


def test_taking_a_late_entry_is_told_in_words_to_the_office_alone(app: Flask) -> None:
    visit = a_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1, requests=3, issued={"KK": 2}))
    for reason, refusal in ((" ", ReasonMissing), ("NIK 3216 0655 0898 0000", IdentityNumber)):
        with pytest.raises(refusal):
            take_entry(stored(1), visit, ratna(), reason=reason, now=NOW)
    take_entry(stored(1), visit, ratna(), reason="Ponsel baru menyala", now=NOW)
    assert told(visit) == [
        "Catatan susulan dihitung: Kartu Keluarga baru, selesai di tempat, 3 permohonan, 2 dokumen."
    ]
    assert history_of(visit)[0][0].reason == "Ponsel baru menyala"
    assert told(visit, staff=False) == []


def test_a_late_correction_is_taken_after_what_it_corrects(app: Flask) -> None:
    visit = a_visit(state=VisitState.VERIFIED)
    send(visit, an_entry(1), a_correction(2, of=1))
    with pytest.raises(WrongState):
        take_entry(stored(2), visit, ratna(), reason="Salah ketuk", now=NOW)
    take_entry(stored(1), visit, ratna(), reason="Ponsel baru menyala", now=NOW)
    take_entry(stored(2), visit, ratna(), reason="Salah ketuk", now=NOW)
    assert (totals_of(visit).all_requests, check_totals()) == (0, [])
