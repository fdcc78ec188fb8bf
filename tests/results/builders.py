"""Entries of the ledger for tests, and sending them as a phone does."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from botram.results.actions import check_totals, record_results
from botram.results.models import Outcome
from botram.results.rules import EntryPlan
from botram.visits.field.receipts import Stored
from botram.visits.models import Visit
from tests.builders import NOW, asep, moment


def an_entry(number: int, **different: Any) -> EntryPlan:
    """An entry with one request for a family card, finished on the spot."""
    plan = EntryPlan(
        id=str(UUID(int=number)),
        service="KK_NEW",
        outcome=Outcome.ISSUED_ON_SPOT,
        requests=1,
        recorded_at=moment("09:00"),
        issued={"KK": 1},
    )
    return replace(plan, **different)


def a_correction(number: int, of: int, **different: Any) -> EntryPlan:
    """An entry that takes another one back."""
    back: dict[str, Any] = {"requests": -1, "issued": {"KK": -1}, "corrects": str(UUID(int=of))}
    return an_entry(number, **back | different)


def send(visit: Visit, *plans: EntryPlan) -> list[Stored]:
    """What the server says of each entry; the totals must equal the ledger afterwards."""
    receipts = record_results(visit, plans, asep(), device="ponsel", now=NOW)
    assert [receipt.id for receipt in receipts] == [plan.id for plan in plans]
    assert check_totals() == []
    return [receipt.status for receipt in receipts]
