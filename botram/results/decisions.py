"""The head's word on entries that came after verification: a chain's waiting entries count together, or never do."""

from datetime import datetime

from flask_babel import gettext as _

from botram.database import constraint_error, transaction
from botram.refusals import Changed
from botram.results.actions import add_to_totals
from botram.results.chains import sum_of
from botram.results.history import entry_facts
from botram.results.models import EntryDecision
from botram.results.queries import waiting_in
from botram.results.rules import SHORTEST_REASON
from botram.staff.models import Account
from botram.staff.rules import check_free_text
from botram.visits.actions import record_visit
from botram.visits.models import Visit
from botram.visits.rules import ReasonMissing, WrongState


class AlreadyDecided(WrongState):
    """The head has decided before, or another head at the same moment."""


def already_decided() -> AlreadyDecided:
    """The refusal for a second decision, whoever finds it."""
    return AlreadyDecided(_("Catatan ini sudah diputuskan. Keputusannya tidak dapat diubah."))


constraint_error("pk_entry_decision", already_decided)
constraint_error("entry_decision_stays", already_decided)  # SQLite asks its trigger before the key


def decide_chain(
    visit: Visit, root: str, by: Account, *, counts: bool, reason: str, now: datetime, seen: int | None = None
) -> int:
    """Let all entries of a chain that wait count, or none of them ever; returns how many they were.

    seen    the number of the last one that the head has looked at: one that came since is looked at first
    raises  AlreadyDecided, Changed, ReasonMissing or IdentityNumber
    """
    if len(cleaned := check_free_text(reason, "reason")) < SHORTEST_REASON:
        raise ReasonMissing(_("Tulis alasannya; kantor ini membacanya di riwayat kunjungan."), field="reason")
    with transaction(visit) as current:
        waiting = waiting_in(visit, root)
        if not waiting:
            raise already_decided()
        if seen is not None and waiting[-1].number != seen:
            raise Changed(_("Koreksi lain masuk sejak halaman ini dibuka. Periksa, lalu putuskan."))
        for entry in waiting:
            current.add(
                EntryDecision(entry_id=entry.id, counts=counts, account_id=by.id, at=now, reason=cleaned)
            )
            action = "take_entry" if counts else "decline_entry"
            record_visit(action, visit, by, now, before={}, after=entry_facts(entry), reason=cleaned)
        if counts:
            add_to_totals(visit.id, sum_of(waiting))
    return len(waiting)
