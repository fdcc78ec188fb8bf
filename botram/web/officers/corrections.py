"""Correcting an entry of the ledger: a part of it is taken back, and may be recorded again with another outcome."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from botram import clock
from botram.formats import hours
from botram.refusals import Refusal
from botram.results.by_hand import ChainChanged, needs_reason, record_by_hand
from botram.results.chains import entry_to_correct
from botram.results.entry_form import outcomes_for
from botram.results.labels import entry_words
from botram.results.models import ResultEntry
from botram.results.outcomes import outcome_word
from botram.results.queries import entries_of_chains, entries_with_ids
from botram.results.review_queries import entry_line
from botram.results.rules import EntryPlan
from botram.services.models import Document, Service
from botram.services.queries import all_documents, names, services_with_codes
from botram.staff.models import Role
from botram.visits.models import Visit, VisitState
from botram.web import access
from botram.web.forms import resumed, whole_number
from botram.web.officers.blueprint import back_to_day, blueprint, own_visit, view_for_crew
from botram.web.officers.correction_form import Correction, correction_form
from botram.web.officers.record_page import why_not
from botram.web.officers.steppers import PRESSED, press


@blueprint.route("/kunjungan/<public_id>/catatan/<entry_id>/koreksi", methods=["GET", "POST"])
@access.only(Role.OFFICER, Role.COORDINATOR)
def correct(public_id: str, entry_id: str) -> ResponseReturnValue:
    """Ask how much of the entry is wrong, why, and which outcome is right."""
    visit, now = own_visit(public_id), clock.now()
    if sentence := why_not(visit, now):
        return back_to_day(visit, sentence, "warning")
    entry, chain = _chain_of(visit, entry_id)
    if request.method != "POST" and not resumed():
        return _form_anew(visit, entry, chain)
    if entries_with_ids([request.form.get("number", "")]):
        return _to_entries(visit, _("Formulir ini sudah terkirim; koreksinya tersimpan sekali."), "warning")
    seen = whole_number(request.form.get("seen"))
    if seen != (chain[-1].number if chain else 0):
        return _entry_conflict(visit, entry, chain, seen)
    form, service = _form_about(entry, chain)
    try:
        form.read(request.form, service)
        if resumed():
            return _entry_correction_page(visit, entry, form, {})
        if PRESSED not in request.form:
            return _save_correction(visit, form.plans(entry, service, now), now, seen=(entry.root, seen))
        press(form.steppers(), request.form[PRESSED])
    except Refusal as refusal:
        visit = own_visit(public_id)  # the rows read before are outdated
        entry, chain = _chain_of(visit, entry_id)
        if isinstance(refusal, ChainChanged):
            return _entry_conflict(visit, entry, chain, seen)
        form.renew()
        return _entry_correction_page(visit, entry, form, {refusal.field or "form": str(refusal)})
    return _entry_correction_page(visit, entry, form, {})


def _chain_of(visit: Visit, entry_id: str) -> tuple[ResultEntry, Sequence[ResultEntry]]:
    """Return an entry and its chain. Raises NotFound."""
    entry = entry_line(visit, entry_id).entry
    return entry, entries_of_chains([entry.root])[entry.root]


def _form_about(entry: ResultEntry, chain: Sequence[ResultEntry]) -> tuple[Correction, Service]:
    """Return the form before any input, and its service."""
    service = services_with_codes([entry.service_code])[0]
    return correction_form(entry, chain, service, all_documents(), names()), service


def _form_anew(visit: Visit, entry: ResultEntry, chain: Sequence[ResultEntry]) -> ResponseReturnValue:
    """Show the form before any input. Where nothing is left of the entry, redirect to its replacement."""
    instead = entry_to_correct(chain, entry)
    if instead is None:
        return _to_entries(visit, _("Dari catatan ini tidak ada lagi yang dapat dikoreksi."), "warning")
    if instead.id != entry.id:
        return redirect(url_for(".correct", public_id=visit.public_id, entry_id=instead.id))
    return _entry_correction_page(visit, entry, _form_about(entry, chain)[0], {})


def _entry_conflict(visit: Visit, entry: ResultEntry, chain: Sequence[ResultEntry], seen: int) -> ResponseReturnValue:
    """Show the changes that others made since the page was opened. Inputs stay, up to what is left."""
    instead = entry_to_correct(chain, entry)
    if instead is None or instead.outcome is not entry.outcome:
        sentence = _("Catatan ini baru saja dikoreksi seluruhnya. Koreksi Anda tidak disimpan.")
        return _to_entries(visit, sentence, "error")
    form, service = _form_about(entry, chain)
    form.read(request.form, service, stale=True)
    form.renew()
    return _entry_correction_page(visit, entry, form, {"form": _changes_since(visit, chain, seen, form.requests.most)})


def _changes_since(visit: Visit, chain: Sequence[ResultEntry], seen: int, left: int) -> str:
    """Return the entries of the chain after this number, and the count that is left, as one sentence."""
    zone = visit.office.time_zone
    news = [
        f"{one.officer.name}, {hours(one.received_at, zone)}: {outcome_word(one.outcome)} {one.requests:+d}"
        for one in chain
        if one.number > seen
    ]
    sentence: str = _(
        "Catatan ini berubah sejak halaman ini dibuka (%(news)s). Sekarang tersisa %(left)s. Koreksi Anda belum"
        " disimpan: periksa angkanya, dan simpan sekali lagi bila memang masih perlu.",
        news="; ".join(news) or _("keputusan kepala"),
        left=ngettext("%(num)s permohonan", "%(num)s permohonan", left),
    )
    return sentence


def _entry_correction_page(
    visit: Visit, entry: ResultEntry, form: Correction, errors: Mapping[str, str]
) -> ResponseReturnValue:
    """Render the page with the inputs so far."""
    service, called = services_with_codes([entry.service_code])[0], names()
    return render_template(
        "officers/correct.html",
        visit=view_for_crew(visit),
        entry=entry,
        form=form,
        errors=errors,
        service=service,
        words=entry_words(entry, called.documents, called.requirements),
        outcomes=_outcome_choices(service, all_documents()),
        zone=visit.office.time_zone,
        needs_reason=needs_reason(visit),
    ), 422 if errors else 200


def _outcome_choices(service: Service, papers: Sequence[Document]) -> list[tuple[str, str]]:
    """Return all outcomes with their labels, the most likely first."""
    choices = outcomes_for(service, {paper.code for paper in papers if paper.card_blank})
    every = (*choices.usual, *choices.unserved, *choices.others)
    return [(outcome.value, outcome_word(outcome)) for outcome in every]


def _save_correction(
    visit: Visit, plans: Sequence[EntryPlan], now: datetime, *, seen: tuple[str, int]
) -> ResponseReturnValue:
    """Add both entries or neither, and redirect to the list. Raises the refusal of a rule."""
    record_by_hand(visit, plans, access.me().account, now=now, seen=seen)
    if visit.state is VisitState.VERIFIED:
        return _to_entries(
            visit, _("Hasil sudah diverifikasi. Koreksi ini tersimpan dan menunggu keputusan kepala."), "warning"
        )
    return _to_entries(visit, _("Koreksi tersimpan."))


def _to_entries(visit: Visit, sentence: str, category: str = "message") -> ResponseReturnValue:
    """Redirect to the list of entries, with a message."""
    flash(sentence, category)
    return redirect(url_for(".entries", public_id=visit.public_id))
