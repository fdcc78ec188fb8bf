"""Publishing, cancelling and discarding: a page that shows the consequences, then one button; undoing needs no page."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from botram import clock
from botram.refusals import Changed, Refusal
from botram.results.early_results import cancellation_sentences
from botram.staff.models import Role
from botram.visit_view import Part
from botram.visits.actions import cancel_visit, change_visit, discard_draft, publish_visit
from botram.visits.former_plans import plan_before
from botram.visits.models import Visit, VisitState
from botram.visits.previews import preview_publishing
from botram.visits.queries import history_of, visit_of
from botram.visits.rules import may_become
from botram.web import access
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.visits.blueprint import (
    back_to_visit,
    blueprint,
    error_of,
    typed_reasons,
    with_other_visits,
    with_reasons,
)
from botram.web.forms import Form, FreeTexts, form_page, whole_number
from botram.web.visit.versions import typed_version


class _ReasonForm(Form):
    """The reason for cancelling a published visit."""

    reason = FreeTexts(
        _l("Alasan untuk warga"),
        needed=True,
        longest=500,
        description=_l("Contoh: jalan ke balai desa tergenang banjir."),
    )


@blueprint.route("/<public_id>/terbit", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def publish(public_id: str) -> ResponseReturnValue:
    """Show who will see the visit, which conflicts forbid it, and which warnings need a reason; then publish it."""
    visit = visit_of(access.me().office, public_id)
    if request.method != "POST":
        return _publish_page(visit)
    if visit.state is not VisitState.DRAFT or any(error_of(reason) for reason in typed_reasons().values()):
        return _publish_page(visit, pressed=True)
    try:
        publish_visit(visit, access.me().account, now=clock.now(), version=typed_version(), kept=typed_reasons())
    except Refusal as refusal:
        return _publish_page(visit, pressed=True, refusal=refusal)
    return back_to_visit(visit, _("Kunjungan diterbitkan. Warga melihatnya mulai sekarang."))


def _publish_page(visit: Visit, *, pressed: bool = False, refusal: Refusal | None = None) -> ResponseReturnValue:
    """Render the page before publishing, or redirect to a visit that is no draft."""
    if visit.state is VisitState.PUBLISHED:
        return back_to_visit(visit, _("Kunjungan ini sudah diterbitkan."), "warning")
    if visit.state is not VisitState.DRAFT:
        return back_to_visit(visit, _("Hanya rancangan yang dapat diterbitkan."), "error")
    preview = preview_publishing(visit, now=clock.now())
    return render_template(
        "coordinators/visits/publish.html",
        visit=office_view(visit),
        refusals=with_other_visits(preview.refusals),
        warnings=with_reasons(visit, preview.warnings, insist=pressed),
        to_come=[(one.sentence, office_view(one.other, Part.LINE)) for one in preview.to_come if one.other],
        changed=refusal if isinstance(refusal, Changed) else None,
        pressed=pressed,
    ), 422 if pressed else 200


@blueprint.route("/<public_id>/batal", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def cancel(public_id: str) -> ResponseReturnValue:
    """Show the consequences of cancelling, and ask for the reason; then cancel the visit."""
    visit, form = visit_of(access.me().office, public_id), _ReasonForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            cancel_visit(
                visit, access.me().account, reason=form.reason.data or "", now=clock.now(), version=typed_version()
            )
            return back_to_visit(visit, _("Kunjungan dibatalkan. Halamannya tetap ada dan menyebut alasannya."))
    if visit.state is VisitState.CANCELLED:
        return back_to_visit(visit, _("Kunjungan ini sudah dibatalkan. Yang tadi tidak mengubah apa-apa."), "warning")
    if not may_become(visit.state, VisitState.CANCELLED):
        return back_to_visit(
            visit, _("Hanya kunjungan yang sudah terbit dan belum dibuka yang dapat dibatalkan."), "error"
        )
    return form_page(
        "coordinators/visits/cancel.html", form, visit=office_view(visit), recorded=cancellation_sentences(visit)
    )


@blueprint.route("/<public_id>/buang", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def discard(public_id: str) -> ResponseReturnValue:
    """Show the consequences of discarding the draft; then discard it."""
    visit, form = visit_of(access.me().office, public_id), Form()
    if form.is_submitted():
        with form.showing_refusals():
            discard_draft(visit, access.me().account, now=clock.now(), version=typed_version())
            flash(_("Rancangan dibuang."))
            return redirect(url_for(".index"))
    if visit.state is not VisitState.DRAFT:
        return back_to_visit(visit, _("Yang sudah terbit tidak dapat dibuang, hanya dibatalkan."), "error")
    return form_page("coordinators/visits/discard.html", form, visit=office_view(visit))


@blueprint.post("/<public_id>/urungkan")
@access.only(Role.COORDINATOR)
def undo(public_id: str) -> ResponseReturnValue:
    """Undo the last change of a draft. What is announced is changed back with a reason, on the page for changes."""
    visit = visit_of(access.me().office, public_id)
    if visit.state is not VisitState.DRAFT:
        return back_to_visit(visit, _("Hanya perubahan rancangan yang dapat diurungkan dengan satu tekan."), "error")
    try:
        history = [entry for entry, _name in history_of(visit)]
        plan = plan_before(visit, history, whole_number(request.form.get("catatan")))
        change_visit(visit, plan, access.me().account, now=clock.now(), version=typed_version())
    except Refusal as refusal:
        return back_to_visit(visit, str(refusal), "error")
    return back_to_visit(visit, _("Perubahan terakhir diurungkan."))
