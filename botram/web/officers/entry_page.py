"""The entry form of one service as a page without script, where each outcome is a submit button."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.refusals import NotFound, Refusal
from botram.results.by_hand import needs_reason, record_by_hand
from botram.results.entry_form import entry_of_form
from botram.results.models import Outcome
from botram.results.queries import VisitTotals, totals_of
from botram.results.rules import BadEntry
from botram.services.models import Service
from botram.services.queries import all_documents
from botram.staff.models import Role
from botram.visits.models import Visit, VisitState
from botram.web import access
from botram.web.forms import resumed
from botram.web.officers.blueprint import back_to_day, blueprint, own_visit, view_for_crew
from botram.web.officers.entry_form import Typed, entry_form_of, fresh
from botram.web.officers.record_page import recordable_services, why_not
from botram.web.officers.steppers import PRESSED, press


@blueprint.route("/kunjungan/<public_id>/catat/<slug>", methods=["GET", "POST"])
@access.only(Role.OFFICER, Role.COORDINATOR)
def entry_form(public_id: str, slug: str) -> ResponseReturnValue:
    """Set numbers and documents, then record the outcome that was pressed."""
    visit, now = own_visit(public_id), clock.now()
    if sentence := why_not(visit, now):
        return back_to_day(visit, sentence, "warning")
    service = _service_with(visit, slug, totals_of(visit))
    typed = fresh(service, all_documents())
    if request.method != "POST" and not resumed():
        return _entry_form_page(visit, slug, typed, {})
    try:
        typed.read(request.form, service)
        if resumed():
            return _entry_form_page(visit, slug, typed, {})
        if "outcome" in request.form:
            return _record_entry(visit, service, typed, now)
        press(typed.steppers(), request.form.get(PRESSED, ""))
    except Refusal as refusal:
        typed.number = str(uuid4())
        return _entry_form_page(own_visit(public_id), slug, typed, {refusal.field or "form": str(refusal)})
    return _entry_form_page(visit, slug, typed, {})


def _entry_form_page(visit: Visit, slug: str, typed: Typed, errors: Mapping[str, str]) -> ResponseReturnValue:
    """Render the page with the inputs so far."""
    totals, late = totals_of(visit), needs_reason(visit)
    service = _service_with(visit, slug, totals)
    shown = entry_form_of(service, typed, totals, all_documents(), needs_reason=late, errors=errors)
    return render_template(
        "officers/entry_form.html", visit=view_for_crew(visit), entry_form=shown
    ), 422 if errors else 200


def _service_with(visit: Visit, slug: str, totals: VisitTotals) -> Service:
    """Return the service with this slug that can be recorded at the visit. Raises NotFound."""
    for service in recordable_services(visit, totals):
        if service.slug == slug:
            return service
    raise NotFound


def _record_entry(visit: Visit, service: Service, typed: Typed, now: datetime) -> ResponseReturnValue:
    """Add the entry of the pressed outcome and redirect to the tiles. Raises the refusal of a rule."""
    plan = entry_of_form(typed.number, service, _outcome_pressed(), typed.chosen(), now)
    if not record_by_hand(visit, [plan], access.me().account, now=now):
        flash(_("Catatan ini sudah tersimpan; tidak dihitung dua kali."), "warning")
    elif visit.state is VisitState.VERIFIED:
        flash(_("Hasil sudah diverifikasi. Catatan ini tersimpan dan menunggu keputusan kepala."), "warning")
    return redirect(url_for(".record", public_id=visit.public_id, terakhir=plan.id))


def _outcome_pressed() -> Outcome:
    """Return the outcome of the pressed button. Raises BadEntry."""
    try:
        return Outcome(request.form.get("outcome", ""))
    except ValueError as error:
        raise BadEntry(_("Tekan salah satu hasil.")) from error
