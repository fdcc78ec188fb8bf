"""The entry that was recorded last, and its undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.refusals import NotFound, Refusal
from botram.results.by_hand import needs_reason, record_by_hand, undo_of
from botram.results.chains import entry_to_correct, sum_of
from botram.results.labels import EntryWords, entry_words
from botram.results.models import ResultEntry
from botram.results.outcomes import outcome_word
from botram.results.queries import entries_of_chains, last_entry_by
from botram.results.review_queries import entry_line
from botram.results.rules import takes_too_much
from botram.services.queries import names
from botram.services.texts import localized
from botram.staff.models import Role
from botram.visits.models import Visit
from botram.web import access
from botram.web.officers.blueprint import blueprint, own_visit
from botram.web.officers.report_form import UUID


@dataclass(frozen=True)
class LastEntry:
    """The last entry in words."""

    entry: ResultEntry
    words: EntryWords
    may_undo: bool
    number: str  # the id of the entry that would take it back

    @property
    def facts(self) -> dict[str, Any]:
        """Return the numbers that the script needs for an undo."""
        entry = self.entry
        return {
            "id": entry.id,
            "service": entry.service_code,
            "outcome": entry.outcome.value,
            "requests": entry.requests,
            "issued": entry.issued,
            "missing": entry.missing,
        }


def last_entry(visit: Visit, entry_id: str) -> LastEntry | None:
    """Return the entry that the address names, or else one's own last one while one press undoes it.

    None when there is no such entry at this visit, or nothing of it is left.
    """
    entry = _entry_named(visit, entry_id) if entry_id else last_entry_by(visit, access.me().account)
    chain = entries_of_chains([entry.root])[entry.root] if entry else []
    if entry is None or entry_to_correct(chain, entry) is None:
        return None
    undoable = _may_undo(visit, entry, chain)
    if not (entry_id or undoable):
        return None
    called = names()
    words = entry_words(entry, called.documents, called.requirements)
    return LastEntry(entry, words, undoable, str(uuid4()))


def _entry_named(visit: Visit, entry_id: str) -> ResultEntry | None:
    """Return the visit's entry with this id; None without one."""
    try:
        return entry_line(visit, entry_id).entry
    except NotFound:
        return None


def _may_undo(visit: Visit, entry: ResultEntry, chain: Sequence[ResultEntry]) -> bool:
    """Whether one press undoes the entry: one's own, no correction, all of it left, no reason required."""
    back = {key: -count for key, count in sum_of([entry]).items()}
    whole = entry.corrects is None and not takes_too_much(sum_of(chain), back)
    return whole and entry.recorded_by == access.me().account.id and not needs_reason(visit)


@blueprint.post("/kunjungan/<public_id>/catatan/<entry_id>/urungkan")
@access.only(Role.OFFICER, Role.COORDINATOR)
def undo(public_id: str, entry_id: str) -> ResponseReturnValue:
    """Take an entry back by adding a correction."""
    visit = own_visit(public_id)
    entry, now = entry_line(visit, entry_id).entry, clock.now()
    typed = request.form.get("number", "")
    number = typed if UUID.fullmatch(typed) else str(uuid4())
    try:
        record_by_hand(visit, [undo_of(entry, number, now)], access.me().account, now=now)
    except Refusal as refusal:
        flash(str(refusal), "error")
        return redirect(url_for(".correct", public_id=public_id, entry_id=entry_id))
    word = outcome_word(entry.outcome)
    flash(_("Diurungkan: %(service)s, %(outcome)s.", service=localized(entry.service, "name"), outcome=word))
    return redirect(url_for(".record", public_id=public_id))
