"""Planning a new visit."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.refusals import NotFound, Refusal
from botram.staff.models import Role
from botram.visit_view import Part
from botram.visit_view.labels import level_word
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
from botram.web.coordinators.visits.initial_values import for_level, handed_over, in_place_of
from botram.web.forms import form_page


@blueprint.get("/baru")
@access.only(Role.COORDINATOR)
def new() -> ResponseReturnValue:
    """Show the form with the usual values of a level and what the address hands over, or for a replacement."""
    office = access.me().office
    if cancelled := _replaced_by_new(request.args.get("pengganti", "")):
        return _draft_page(VisitForm(office, data=in_place_of(cancelled)), cancelled=cancelled)
    known = handed_over(office, request.args)
    asked = known.get("level") or request.args.get("tingkat", "")
    values, last = for_level(office, VisitLevel(asked) if asked in set(VisitLevel) else VisitLevel.VILLAGE)
    return _draft_page(VisitForm(office, data={**values, **known}), last=last)


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
    if form.helped(request.form) or not form.validate() or _of_another_level(form):
        return _draft_page(form, cancelled=cancelled)
    try:
        visit = _saved_draft(form, cancelled)
    except Refusal as refusal:
        if made := _already_made(form):
            return back_to_visit(made, _("Rancangan ini sudah tersimpan."), "warning")
        form.refuse(refusal)
        return _draft_page(form, cancelled=cancelled)
    return redirect(url_for(".show", public_id=visit.public_id, _anchor="peringatan"))


def _of_another_level(form: VisitForm) -> bool:
    """Whether the services are still the defaults of another level than the chosen one; the form then gets its own."""
    begun = form.begun.data
    if begun not in set(VisitLevel) or begun == form.chosen_level.value or form.has_defaults():
        return False
    if form.services.data != template_for(form.office, VisitLevel(begun)).offers:
        return False
    form.begin_with_defaults()
    level = level_word(form.chosen_level)
    sentence = _(
        "Layanan masih bawaan tingkat lain. Kini dicentang bawaan untuk: %(level)s. Periksa, lalu simpan.", level=level
    )
    form.services.errors = [sentence]
    return True


def _saved_draft(form: VisitForm, cancelled: Visit | None) -> Visit:
    """Make the draft, with its new venue if there is one. The venue is made only for a valid plan."""
    me, now = access.me().account, clock.now()
    check_plan(form.plan(form.place_to_be()), form.office.time_zone)
    plan = form.plan(form.kept_place(me, now))
    return draft_visit(form.office, plan, me, now=now, replaces=cancelled, public_id=form.draft.data)


def _draft_page(form: VisitForm, *, cancelled: Visit | None = None, last: Visit | None = None) -> ResponseReturnValue:
    """Render the form, with places to choose from, and the visit that it replaces or that its values are from."""
    return form_page(
        "coordinators/visits/new.html",
        form,
        map=map_of(form.here),
        found=places_found(form.office, form.place.form),
        level=level_word(form.chosen_level),
        cancelled=cancelled and office_view(cancelled, Part.LINE),
        last=last and office_view(last, Part.LINE),
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
