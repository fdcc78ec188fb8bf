"""Entries made with a form: all of one form or none, and with a reason once the visit is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from botram.database import transaction
from botram.refusals import Changed
from botram.results.actions import Sender, record_batch
from botram.results.models import ResultEntry
from botram.results.queries import entries_of_chains, entries_with_ids
from botram.results.rules import SHORTEST_REASON, BadEntry, EntryPlan, plan_of
from botram.staff.models import Account
from botram.staff.rules import check_free_text
from botram.visits.field.receipts import Stored
from botram.visits.models import Visit, VisitState
from botram.visits.rules import ReasonMissing

_DEVICE = "web"


class ChainChanged(Changed):
    """Another person has corrected the same entry since the form was opened."""


class FormUsed(BadEntry):
    """The form was sent before with other content."""

    def __init__(self) -> None:
        super().__init__(
            _("Formulir ini sudah dipakai untuk catatan lain, yang tetap tersimpan. Periksa, lalu tekan sekali lagi.")
        )


def needs_reason(visit: Visit) -> bool:
    """Whether an entry made with a form needs a reason: once the visit is closed."""
    return visit.state in (VisitState.CLOSED, VisitState.VERIFIED)


def record_by_hand(
    visit: Visit, plans: Sequence[EntryPlan], by: Account, *, now: datetime, seen: tuple[str, int] | None = None
) -> bool:
    """Add the entries of one form, all or none. False when the same form was sent before and nothing was added.

    A form that is sent again keeps the time of its first sending.
    seen    of a correction: the root of its chain, and the number of the last entry that the form showed
    raises  BadEntry, ChainChanged, FormUsed, IdentityNumber or ReasonMissing
    """
    cleaned = [replace(plan, note=check_free_text(plan.note, "note")) for plan in plans]
    with transaction(visit):
        stored = entries_with_ids(plan.id for plan in plans)
        if len(stored) < len(plans):
            _check_note(visit, cleaned)
            _check_chain(seen)
        hours = {number: entry.recorded_at for number, entry in stored.items()}
        timed = [replace(plan, recorded_at=hours.get(plan.id, now)) for plan in cleaned]
        receipts = record_batch(visit, timed, Sender(by.id, _DEVICE, now))
        for receipt in receipts:
            if receipt.status not in (Stored.STORED, Stored.ALREADY):
                raise FormUsed() if receipt.id in stored else BadEntry(receipt.reason)
    return any(receipt.status is Stored.STORED for receipt in receipts)


def _check_chain(seen: tuple[str, int] | None) -> None:
    """Raise ChainChanged when a chain has a newer entry than the form showed. Inside the lock of the visit."""
    if seen and [entry.number for entry in entries_of_chains(seen[:1])[seen[0]]][-1:] != [seen[1]]:
        raise ChainChanged(_("Catatan ini baru saja dikoreksi. Periksa angkanya, lalu simpan sekali lagi."))


def _check_note(visit: Visit, plans: Sequence[EntryPlan]) -> None:
    """Raise ReasonMissing for an entry without a reason where one is needed."""
    if needs_reason(visit) and any(len(plan.note) < SHORTEST_REASON for plan in plans):
        raise ReasonMissing(
            _("Kunjungan sudah ditutup. Tulis mengapa baru dicatat sekarang; kepala membacanya."), field="note"
        )


def correction_of(
    entry: ResultEntry,
    number: str,
    at: datetime,
    *,
    requests: int,
    issued: Mapping[str, int],
    missing: Mapping[str, int],
    note: str = "",
) -> EntryPlan:
    """The entry that subtracts these figures from another one. ``number`` is the new entry's id."""
    return replace(
        plan_of(entry),
        id=number,
        requests=-requests,
        recorded_at=at,
        issued={code: -count for code, count in issued.items() if count},
        missing={code: -count for code, count in missing.items() if count},
        corrects=entry.id,
        note=note,
    )


def undo_of(entry: ResultEntry, number: str, at: datetime) -> EntryPlan:
    """The entry that subtracts all figures of another one."""
    return correction_of(entry, number, at, requests=entry.requests, issued=entry.issued, missing=entry.missing)
