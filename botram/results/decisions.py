"""The head's decision on entries that came after verification, for all waiting entries of a chain together."""

from datetime import datetime

from flask_babel import gettext as _

from botram.database import constraint_error, transaction
from botram.refusals import Changed
from botram.results.actions import add_to_totals
from botram.results.chains import sum_of
from botram.results.history import entry_snapshot
from botram.results.models import EntryDecision, WaitingEntry
from botram.results.queries import waiting_in
from botram.results.rules import SHORTEST_REASON
from botram.staff.models import Account
from botram.staff.rules import check_free_text
from botram.visits.actions import record_visit
from botram.visits.models import Visit
from botram.visits.rules import ReasonMissing, WrongState


class AlreadyDecided(WrongState):
    """There is a decision on the entry already."""

    def __init__(self) -> None:
        super().__init__(_("Catatan ini sudah diputuskan. Keputusannya tidak dapat diubah."))


constraint_error("pk_entry_decision", AlreadyDecided)
constraint_error("entry_decision_stays", AlreadyDecided)  # SQLite runs its trigger before it checks the key


def decide_chain(
    visit: Visit, root: str, by: Account, *, counts: bool, reason: str, now: datetime, seen: int | None = None
) -> int:
    """Decide whether the waiting entries of a chain count, and return their number. The decision is final.

    seen    the number of the last entry that the head was shown; Changed is raised when a newer one has arrived
    raises  AlreadyDecided, Changed, ReasonMissing or IdentityNumber
    """
    if len(cleaned := check_free_text(reason, "reason")) < SHORTEST_REASON:
        raise ReasonMissing(_("Tulis alasannya; kantor ini membacanya di riwayat kunjungan."), field="reason")
    with transaction(visit) as current:
        waiting = waiting_in(visit, root)
        if not waiting:
            raise AlreadyDecided
        if seen is not None and waiting[-1].number != seen:
            raise Changed(_("Koreksi lain masuk sejak halaman ini dibuka. Periksa, lalu putuskan."))
        for entry in waiting:
            current.add(EntryDecision(entry_id=entry.id, counts=counts, account_id=by.id, at=now, reason=cleaned))
            current.delete(current.get_one(WaitingEntry, entry.id))
            action = "take_entry" if counts else "decline_entry"
            record_visit(action, visit, by, now, before={}, after=entry_snapshot(entry), reason=cleaned)
        if counts:
            add_to_totals(visit, sum_of(waiting), now=now)
    return len(waiting)
