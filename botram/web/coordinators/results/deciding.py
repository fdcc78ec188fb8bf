"""What only the head does: verifying a visit, and letting an entry count that came after it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from botram import clock
from botram.refusals import Refusal
from botram.results.actions import take_entry
from botram.results.lists import EntryLine, entry_of, marks_of
from botram.results.oddities import odd_things
from botram.results.queries import totals_of
from botram.results.verifying import verify_visit
from botram.services.queries import names
from botram.staff.models import Role
from botram.visits.models import Visit, VisitState
from botram.visits.words import times
from botram.web import access
from botram.web.coordinators.results.pages import announced_visit, blueprint, entry_words
from botram.web.coordinators.visits.choices import number
from botram.web.coordinators.visits.pages import typed_version
from botram.web.forms import Form, FreeTexts


class TakeForm(Form):
    """Why an entry counts that came after verification."""

    reason = FreeTexts(
        _l("Alasan dihitung"),
        needed=True,
        longest=500,
        description=_l("Contoh: ponsel petugas rusak dan baru terkirim setelah diperbaiki."),
    )


@blueprint.get("/<public_id>/verifikasi")
@access.only(Role.HEAD)
def before_verifying(public_id: str) -> ResponseReturnValue:
    """What follows from accepting the results, and what is odd about them."""
    return verify_page(announced_visit(public_id), Form())


@blueprint.post("/<public_id>/verifikasi")
@access.only(Role.HEAD)
def verify(public_id: str) -> ResponseReturnValue:
    """Accept the results as the head has seen them."""
    visit, form = announced_visit(public_id), Form()
    if visit.state is VisitState.CLOSED:
        try:
            seen = number(request.form.get("seen"))
            verify_visit(visit, access.me().account, now=clock.now(), version=typed_version(), seen=seen)
            flash(_("Hasil kunjungan %(place)s diverifikasi.", place=visit.place_name))
            return redirect(url_for(".index"))
        except Refusal as refusal:
            form.refuse(refusal)
    return verify_page(visit, form)


def verify_page(visit: Visit, form: Form) -> ResponseReturnValue:
    """The page before verifying; to the results themselves when there is nothing to verify."""
    if visit.state is VisitState.VERIFIED:
        return back_to(visit, _("Hasil kunjungan ini sudah diverifikasi."), "warning")
    if visit.state is not VisitState.CLOSED:
        return back_to(visit, _("Hanya kunjungan yang sudah selesai yang dapat diverifikasi."), "error")
    totals, marks = totals_of(visit), marks_of(visit)
    return render_template(
        "coordinators/results/verify.html",
        visit=visit,
        form=form,
        times=times(visit),
        totals=totals,
        marks=marks,
        odd=odd_things(visit, totals, marks, names().services),
    ), 422 if form.errors else 200


@blueprint.get("/<public_id>/catatan/<entry_id>")
@access.only(Role.HEAD)
def before_taking(public_id: str, entry_id: str) -> ResponseReturnValue:
    """One entry that waits, and the question why it should count."""
    visit = announced_visit(public_id)
    return take_page(visit, entry_of(visit, entry_id), TakeForm())


@blueprint.post("/<public_id>/catatan/<entry_id>")
@access.only(Role.HEAD)
def take(public_id: str, entry_id: str) -> ResponseReturnValue:
    """Let the entry count."""
    visit, form = announced_visit(public_id), TakeForm()
    line = entry_of(visit, entry_id)
    if line.waiting and form.validate():
        try:
            take_entry(line.entry, visit, access.me().account, reason=form.reason.data or "", now=clock.now())
            return back_to(visit, _("Catatan dihitung. Alasannya ada di riwayat kunjungan."))
        except Refusal as refusal:
            form.refuse(refusal)
    return take_page(visit, line, form)


def take_page(visit: Visit, line: EntryLine, form: Form) -> ResponseReturnValue:
    """The page before an entry counts; to the results themselves when it counts already."""
    if not line.waiting:
        return back_to(visit, _("Catatan ini sudah dihitung."), "warning")
    called = names()
    return render_template(
        "coordinators/results/take.html",
        visit=visit,
        entry=line.entry,
        words=entry_words(line.entry, called.documents, called.requirements),
        form=form,
        zone=visit.office.time_zone,
    ), 422 if form.errors else 200


def back_to(visit: Visit, sentence: str, category: str = "message") -> ResponseReturnValue:
    """To the visit's results, with a word on what happened."""
    flash(sentence, category)
    return redirect(url_for(".show", public_id=visit.public_id))
