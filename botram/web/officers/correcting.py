"""Correcting an entry: so much of it is taken back, and perhaps counted anew with another outcome."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from botram import clock
from botram.refusals import Refusal
from botram.results.by_hand import correction_of, needs_reason, record_by_hand
from botram.results.lists import entry_of
from botram.results.models import Outcome, ResultEntry, TotalKind
from botram.results.outcomes import outcome_word
from botram.results.queries import chains_of, entries_with
from botram.results.rules import BadEntry, EntryPlan, TotalKey
from botram.results.sheets import Chosen, entry_of_sheet, outcomes_for
from botram.services.models import Document, Service
from botram.services.queries import Names, all_documents, names, services_called
from botram.staff.models import Role
from botram.visits.models import Visit, VisitState
from botram.web import access
from botram.web.coordinators.results.pages import entry_words
from botram.web.officers.pages import back_to, blueprint, own_visit
from botram.web.officers.recording import why_not
from botram.web.officers.report_form import UUID
from botram.web.officers.sheet import document_steppers, missing_in
from botram.web.officers.steppers import PRESSED, Stepper, press

TAKE = "take-"


@dataclass
class Correction:
    """What the form about one entry holds."""

    requests: Stepper
    issued: dict[str, Stepper]  # documents of the entry, by code
    missing: dict[str, Stepper]  # and papers that lacked
    documents: dict[str, Stepper]  # of the entry that stands in its place, if one does
    outcome: str = ""  # of that entry; empty for none
    lacking: tuple[str, ...] = ()
    note: str = ""
    number: str = field(default_factory=lambda: str(uuid4()))
    again: str = field(default_factory=lambda: str(uuid4()))

    def steppers(self) -> Iterator[Stepper]:
        """All numbers of the form."""
        yield self.requests
        for some in (self.issued, self.missing, self.documents):
            yield from some.values()

    def read(self, form: MultiDict[str, str], service: Service) -> None:
        """Take what a form that was sent holds. Raises BadEntry for a number that is none."""
        self.outcome, self.note = form.get("outcome", ""), form.get("note", "").strip()
        self.lacking = missing_in(form, service)
        for name in ("number", "again"):
            if UUID.fullmatch(form.get(name, "")):
                setattr(self, name, form[name])
        for one in self.steppers():
            one.read(form)

    def plans(self, entry: ResultEntry, service: Service, now: datetime) -> list[EntryPlan]:
        """What is taken back, and what stands in its place. Raises BadEntry."""
        requests = self.requests.shown
        issued, missing = (
            {code: one.shown for code, one in some.items()} for some in (self.issued, self.missing)
        )
        back = correction_of(
            entry, self.number, now, requests=requests, issued=issued, missing=missing, note=self.note
        )
        if not self.outcome:
            return [back]
        if self.outcome not in set(Outcome) or not requests:
            raise BadEntry(_("Isi berapa permohonan yang dicatat ulang."), field="form")
        by_hand = {code: one.value for code, one in self.documents.items() if one.value is not None}
        chosen = Chosen(requests, by_hand, self.lacking, self.note)
        return [back, entry_of_sheet(self.again, service, Outcome(self.outcome), chosen, now)]

    def renew(self) -> None:
        """Give both entries other ids."""
        self.number, self.again = str(uuid4()), str(uuid4())


def correction_form(
    entry: ResultEntry, held: Counter[TotalKey], service: Service, papers: Sequence[Document], called: Names
) -> Correction:
    """The form before anything was set: all that is left of the entry is taken back."""
    key = (entry.service_code, TotalKind.REQUESTS, entry.outcome.value)
    most = held[key]
    requests = Stepper(f"{TAKE}requests", "", 0, most, value=most)

    def parts(kind: TotalKind, words: Mapping[str, str]) -> dict[str, Stepper]:
        return {
            code: Stepper(
                f"{TAKE}{code}",
                words.get(code, code),
                0,
                count,
                leader=requests,
                each=count,
                per=max(most, 1),
            )
            for (_service, one, code), count in sorted(held.items())
            if one is kind and count
        }

    return Correction(
        requests,
        parts(TotalKind.ISSUED, called.documents),
        parts(TotalKind.MISSING, called.requirements),
        document_steppers(service, papers, requests),
    )


@blueprint.route("/kunjungan/<public_id>/catatan/<entry_id>/koreksi", methods=["GET", "POST"])
@access.only(Role.OFFICER, Role.COORDINATOR)
def correct(public_id: str, entry_id: str) -> ResponseReturnValue:
    """How much of the entry is wrong, why, and what it should have been."""
    visit, now = own_visit(public_id), clock.now()
    if sentence := why_not(visit, now):
        return back_to(visit, sentence, "warning")
    entry = original_of(visit, entry_id)
    if entries_with([request.form.get("number", "")]):
        return to_entries(visit, _("Formulir ini sudah terkirim; koreksinya tersimpan sekali."), "warning")
    held = chains_of([entry.id])[entry.id]
    if not any(held.values()):
        return to_entries(visit, _("Dari catatan ini tidak ada lagi yang dapat dikoreksi."), "warning")
    service = services_called([entry.service_code])[0]
    form = correction_form(entry, held, service, all_documents(), names())
    if request.method == "GET":
        return correction_page(visit, entry, form, {})
    try:
        form.read(request.form, service)
        if PRESSED not in request.form:
            return store(visit, form.plans(entry, service, now), now)
        press(form.steppers(), request.form[PRESSED])
    except Refusal as refusal:
        form.renew()
        visit = own_visit(public_id)  # what was read before has gone stale
        errors = {refusal.field or "form": str(refusal)}
        return correction_page(visit, original_of(visit, entry_id), form, errors)
    return correction_page(visit, entry, form, {})


def original_of(visit: Visit, entry_id: str) -> ResultEntry:
    """The entry, or for a correction the one that its chain begins with. Raises NotFound."""
    entry = entry_of(visit, entry_id).entry
    return entry if entry.corrects is None else entry_of(visit, entry.root).entry


def correction_page(
    visit: Visit, entry: ResultEntry, form: Correction, errors: Mapping[str, str]
) -> ResponseReturnValue:
    """The page with what was set so far."""
    service, called = services_called([entry.service_code])[0], names()
    return render_template(
        "officers/correct.html",
        visit=visit,
        entry=entry,
        form=form,
        errors=errors,
        service=service,
        words=entry_words(entry, called.documents, called.requirements),
        outcomes=outcome_choices(service, all_documents()),
        zone=visit.office.time_zone,
        needs_reason=needs_reason(visit),
    ), 422 if errors else 200


def outcome_choices(service: Service, papers: Sequence[Document]) -> list[tuple[str, str]]:
    """All outcomes with their words, the likeliest first."""
    choices = outcomes_for(service, {paper.code for paper in papers if paper.card_blank})
    every = (*choices.usual, *choices.unserved, *choices.others)
    return [(outcome.value, outcome_word(outcome)) for outcome in every]


def store(visit: Visit, plans: Sequence[EntryPlan], now: datetime) -> ResponseReturnValue:
    """Add both entries or neither, and show them in the list. Raises what refuses them."""
    record_by_hand(visit, plans, access.me().account, now=now)
    if visit.state is VisitState.VERIFIED:
        return to_entries(
            visit,
            _("Hasil sudah diverifikasi. Koreksi ini tersimpan dan menunggu keputusan kepala."),
            "warning",
        )
    return to_entries(visit, _("Koreksi tersimpan."))


def to_entries(visit: Visit, sentence: str, category: str = "message") -> ResponseReturnValue:
    """To the list of entries, with a word on what happened."""
    flash(sentence, category)
    return redirect(url_for(".entries", public_id=visit.public_id))
