"""The entry that was just made, and taking it back."""

from dataclasses import dataclass
from uuid import uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.refusals import NotFound, Refusal
from botram.results.by_hand import needs_reason, record_by_hand, undo_of
from botram.results.lists import EntryLine, entry_of
from botram.results.outcomes import outcome_word
from botram.services.queries import names
from botram.services.texts import said
from botram.staff.models import Role
from botram.visits.models import Visit
from botram.web import access
from botram.web.coordinators.results.pages import EntryWords, entry_words
from botram.web.officers.pages import blueprint, own_visit
from botram.web.officers.report_form import UUID


@dataclass(frozen=True)
class LastEntry:
    """What was just recorded, in words."""

    id: str
    words: EntryWords
    may_undo: bool
    number: str  # the id of the entry that would take it back


def last_entry(visit: Visit, entry_id: str) -> LastEntry | None:
    """The entry that an address names; None when it names none of this visit's."""
    if not entry_id:
        return None
    try:
        line = entry_of(visit, entry_id)
    except NotFound:
        return None
    called = names()
    words = entry_words(line.entry, called.documents, called.requirements)
    return LastEntry(line.entry.id, words, may_undo(visit, line), str(uuid4()))


def may_undo(visit: Visit, line: EntryLine) -> bool:
    """Whether one press takes the entry back: it is one's own, no correction, and needs no reason."""
    entry = line.entry
    return entry.corrects is None and entry.recorded_by == access.me().account.id and not needs_reason(visit)


@blueprint.post("/kunjungan/<public_id>/catatan/<entry_id>/urungkan")
@access.only(Role.OFFICER, Role.COORDINATOR)
def undo(public_id: str, entry_id: str) -> ResponseReturnValue:
    """Take an entry back with one that corrects it."""
    visit = own_visit(public_id)
    entry, now = entry_of(visit, entry_id).entry, clock.now()
    typed = request.form.get("number", "")
    number = typed if UUID.fullmatch(typed) else str(uuid4())
    try:
        record_by_hand(visit, [undo_of(entry, number, now)], access.me().account, now=now)
    except Refusal as refusal:
        flash(str(refusal), "error")
        return redirect(url_for(".correct", public_id=public_id, entry_id=entry_id))
    word = outcome_word(entry.outcome)
    flash(_("Diurungkan: %(service)s, %(outcome)s.", service=said(entry.service, "name"), outcome=word))
    return redirect(url_for(".record", public_id=public_id))
