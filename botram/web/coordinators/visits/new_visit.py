"""Planning a new visit."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.refusals import NotFound, Refusal
from botram.staff.models import Role
from botram.visit_view import Part
from botram.visits.actions import draft_visit
from botram.visits.models import Visit, VisitLevel, VisitState
from botram.visits.queries import visit_of
from botram.visits.rules import PUBLIC_ID, check_plan, new_public_id
from botram.visits.templates.queries import template_for
from botram.web import access
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.place_form import map_of, places_found
from botram.web.coordinators.visits.blueprint import back_to_visit, blueprint
from botram.web.coordinators.visits.form import VisitForm
from botram.web.coordinators.visits.initial_values import as_template_has_it, handed_over, in_place_of
from botram.web.forms import form_page


@blueprint.get("/baru")
@access.only(Role.COORDINATOR)
def new() -> ResponseReturnValue:
    """Show the form with a level's template and what the address hands over, or with a cancelled visit's values."""
    office = access.me().office
    if cancelled := _replaced_by_new(request.args.get("pengganti", "")):
        return _draft_page(VisitForm(office, data=in_place_of(cancelled)), cancelled=cancelled)
    known = handed_over(office, request.args)
    asked = known.get("level") or request.args.get("tingkat", "")
    template = template_for(office, VisitLevel(asked) if asked in set(VisitLevel) else VisitLevel.VILLAGE)
    return _draft_page(VisitForm(office, data={**as_template_has_it(template), **known}))


@blueprint.post("/baru")
@access.only(Role.COORDINATOR)
def draft() -> ResponseReturnValue:
    """Save the draft. The same form submitted twice makes one draft."""
    form = VisitForm(access.me().office)
    if not PUBLIC_ID.fullmatch(form.draft.data or ""):
        form.draft.data = new_public_id()
    cancelled = _replaced_by_new(form.replaces.data or "")
    if made := _already_made(form):
        return back_to_visit(made, _("Rancangan ini sudah tersimpan."), "warning")
    if form.helped(request.form) or not form.validate() or form.follows_another():
        return _draft_page(form, cancelled=cancelled)
    try:
        visit = _saved_draft(form, cancelled)
    except Refusal as refusal:
        if made := _already_made(form):
            return back_to_visit(made, _("Rancangan ini sudah tersimpan."), "warning")
        form.refuse(refusal)
        return _draft_page(form, cancelled=cancelled)
    return redirect(url_for(".show", public_id=visit.public_id, _anchor="peringatan"))


def _saved_draft(form: VisitForm, cancelled: Visit | None) -> Visit:
    """Make the draft, with its new venue if there is one. The venue is made only for a valid plan."""
    me, now = access.me().account, clock.now()
    check_plan(form.plan(form.place_to_be()), form.office.time_zone)
    plan = form.plan(form.kept_place(me, now))
    return draft_visit(form.office, plan, me, now=now, replaces=cancelled, public_id=form.draft.data)


def _draft_page(form: VisitForm, *, cancelled: Visit | None = None) -> ResponseReturnValue:
    """Render the form, with places to choose from, and the visit that it replaces."""
    return form_page(
        "coordinators/visits/new.html",
        form,
        map=map_of(form.here),
        found=places_found(form.office, form.place.form),
        cancelled=cancelled and office_view(cancelled, Part.LINE),
    )


def _already_made(form: VisitForm) -> Visit | None:
    """Return the draft that this form has made before; None without one."""
    try:
        return visit_of(form.office, form.draft.data)
    except NotFound:
        return None


def _replaced_by_new(public_id: str) -> Visit | None:
    """Return the cancelled visit to replace; None without one. Raises NotFound for any other visit."""
    if not public_id:
        return None
    cancelled = visit_of(access.me().office, public_id)
    if cancelled.state is not VisitState.CANCELLED:
        raise NotFound
    return cancelled
