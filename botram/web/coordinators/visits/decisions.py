"""Deciding about the marks of an announced visit."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.refusals import Changed, Refusal
from botram.staff.models import Role
from botram.visits.conflict_queries import surroundings_of
from botram.visits.marks.actions import open_notices
from botram.visits.marks.decisions import keep_marks
from botram.visits.models import ANNOUNCED, Visit
from botram.visits.queries import visit_of
from botram.web import access
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.visits.blueprint import back_to_visit, blueprint, error_of, typed_reasons, with_reasons
from botram.web.visit.versions import typed_version


@blueprint.route("/<public_id>/putuskan", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def decide(public_id: str) -> ResponseReturnValue:
    """Show what has changed around an announced visit; going on in spite of it needs a reason for each."""
    visit = visit_of(access.me().office, public_id)
    if request.method != "POST":
        return _decision_page(visit)
    given = {code: reason for code, reason in typed_reasons().items() if reason}
    if not given or any(error_of(reason) for reason in given.values()):
        return _decision_page(visit, pressed=True)
    try:
        keep_marks(visit, given, access.me().account, now=clock.now(), version=typed_version())
    except Refusal as refusal:
        return _decision_page(visit, pressed=True, refusal=refusal)
    return back_to_visit(visit, _("Keputusan disimpan. Kunjungan tetap dilanjutkan."))


def _decision_page(visit: Visit, *, pressed: bool = False, refusal: Refusal | None = None) -> ResponseReturnValue:
    """Render the page, or redirect to a visit about which there is nothing to decide."""
    now = clock.now()
    if visit.state not in ANNOUNCED:
        return back_to_visit(visit, _("Hanya untuk kunjungan yang sudah terbit dan belum selesai."), "error")
    notices = open_notices(visit, surroundings_of(visit.office, [visit]), now=now)
    if not notices:
        return back_to_visit(visit, _("Tidak ada lagi yang perlu diputuskan."), "warning")
    return render_template(
        "coordinators/visits/decide.html",
        visit=office_view(visit),
        warnings=with_reasons(visit, notices, insist=pressed),
        refusal=refusal,
        again=isinstance(refusal, Changed),
        pressed=pressed,
    ), 422 if pressed else 200
