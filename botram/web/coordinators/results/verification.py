"""Verification of the results of a visit by the head."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.results.anomalies import anomalies_of
from botram.results.queries import totals_of
from botram.results.review_queries import marks_of
from botram.results.verification import verify_visit
from botram.services.queries import names
from botram.staff.models import Role
from botram.visit_view import Part
from botram.visits.models import VisitState
from botram.web import access
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.results.blueprint import announced_visit, back_to_results, blueprint
from botram.web.forms import Form, form_page, whole_number
from botram.web.visit.versions import typed_version


@blueprint.route("/<public_id>/verifikasi", methods=["GET", "POST"])
@access.only(Role.HEAD)
def verify(public_id: str) -> ResponseReturnValue:
    """Show the consequences of verifying the results, and their anomalies; then verify them as the head saw them."""
    visit, form = announced_visit(public_id), Form()
    if form.is_submitted() and visit.state is VisitState.CLOSED:
        place = office_view(visit, Part.LINE).place_name
        with form.showing_refusals():
            seen = whole_number(request.form.get("seen"))
            verify_visit(visit, access.me().account, now=clock.now(), version=typed_version(), seen=seen)
            flash(_("Hasil kunjungan %(place)s diverifikasi.", place=place))
            return redirect(url_for(".index"))
    if visit.state is VisitState.VERIFIED:
        return back_to_results(visit, _("Hasil kunjungan ini sudah diverifikasi."), "warning")
    if visit.state is not VisitState.CLOSED:
        return back_to_results(visit, _("Hanya kunjungan yang sudah selesai yang dapat diverifikasi."), "error")
    totals, marks = totals_of(visit), marks_of(visit)
    return form_page(
        "coordinators/results/verify.html",
        form,
        visit=office_view(visit),
        totals=totals,
        marks=marks,
        anomalies=anomalies_of(visit, totals, marks, names().services),
    )
