"""Changing and moving a visit: the form shows a preview of the consequences first."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from botram import clock
from botram.refusals import Changed, Refusal
from botram.results.early_results import move_sentences
from botram.staff.models import Office, Role
from botram.visits.actions import WarningsOpen, change_visit
from botram.visits.former_plans import plan_before
from botram.visits.models import ANNOUNCED, Visit, VisitState
from botram.visits.previews import Preview, preview_change, read_as_planned
from botram.visits.queries import history_of, visit_of
from botram.visits.rules import check_reason
from botram.visits.series.queries import others_in_series
from botram.web import access
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.place_form import map_of, places_found
from botram.web.coordinators.visits.blueprint import (
    back_to_visit,
    blueprint,
    typed_reasons,
    with_other_visits,
    with_reasons,
)
from botram.web.coordinators.visits.form import VisitForm
from botram.web.coordinators.visits.initial_values import as_it_is
from botram.web.coordinators.visits.series_change import BACK, change_series
from botram.web.forms import FreeTexts, whole_number
from botram.web.parameters import takes
from botram.web.visit.versions import news_since, typed_version

_CHECK = "periksa"
_ONE, _FOLLOWING, _ALL = "ini", "berikutnya", "semua"
BEFORE = "sebelum"  # in the address: an entry of the history; the form shows the plan before it


class _ChangeForm(VisitForm):
    """The plan of an existing visit, and the reason for a change once it is published."""

    reason = FreeTexts(
        _l("Alasan perubahan"),
        longest=500,
        description=_l(
            "Contoh: balai desa dipakai pemilihan kepala desa. Warga membacanya bila hari, jam, atau tempat pindah."
        ),
    )

    scope = RadioField(
        _l("Berlaku untuk"),
        choices=(
            SelectChoice(_ONE, _l("Kunjungan ini saja")),
            SelectChoice(_FOLLOWING, _l("Kunjungan ini dan berikutnya dalam rangkaian")),
            SelectChoice(_ALL, _l("Semua dalam rangkaian yang belum lewat")),
        ),
        default=_ONE,
        validate_choice=False,
        description=_l("Yang lain ditunjukkan dahulu satu per satu. Yang sudah lewat tidak pernah berubah."),
    )

    def __init__(self, office: Office, visit: Visit, **values: Any) -> None:
        super().__init__(office, visit, **values)
        now, mine = clock.now(), visit.state in (VisitState.DRAFT, VisitState.PUBLISHED)
        self.opens_at = visit.opens_at  # before the change
        self.others = others_in_series(visit, now) if mine and visit.opens_at > now else []

    @property
    def meant(self) -> list[Visit]:
        """The other visits of the series that the change is for."""
        if self.scope.data == _FOLLOWING:
            return [one for one in self.others if one.opens_at >= self.opens_at]
        return list(self.others) if self.scope.data == _ALL else []


@blueprint.route("/<public_id>/ubah", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
@takes(BEFORE)
def change(public_id: str) -> ResponseReturnValue:
    """Show the visit as a form, or a preview, or save the change. A published visit needs every reason first."""
    visit = visit_of(access.me().office, public_id)
    if visit.state not in (VisitState.DRAFT, *ANNOUNCED):
        return _too_late(visit, _("Kunjungan yang sudah selesai atau dibatalkan tidak dapat diubah."))
    stored = as_it_is(visit)
    if request.method != "POST":
        return _first_change_page(visit, stored)
    form = _ChangeForm(visit.office, visit)
    if form.helped(request.form):
        return _change_page(visit, form)
    valid = form.validate() and not form.follows_another()
    if not form.settle(stored):
        form.show_venues()
        return _conflict_page(visit, form)
    if not valid:
        return _change_page(visit, form)
    try:
        preview = preview_change(visit, form.plan(form.place_to_be()), now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _change_page(visit, form)
    if not preview.sentences:
        return back_to_visit(visit, _("Tidak ada yang berbeda dari yang sudah tersimpan."))
    return _take_step(visit, form, preview)


def _take_step(visit: Visit, form: _ChangeForm, preview: Preview) -> ResponseReturnValue:
    """Do what was pressed: show what would follow, save, or go on to the other visits of the series."""
    step = request.form.get("langkah")
    if form.meant and step != BACK:
        if form.new_place() is None:
            return change_series(visit, form.meant, form, form.plan(form.place_to_be()))
        form.venue.errors = [_("Simpan titik baru dahulu untuk kunjungan ini saja, lalu pilih untuk yang lain.")]
        return _change_page(visit, form)
    if typed_version() != visit.version:
        return _conflict_page(visit, form, preview)
    if step in (_CHECK, BACK):
        return _change_page(visit, form, preview)
    return _save(visit, form, preview)


def _first_change_page(visit: Visit, stored: dict[str, Any]) -> ResponseReturnValue:
    """Render the form as the visit is, or as it was before the change that the address names."""
    if entry_id := whole_number(request.args.get(BEFORE)):
        return _as_before(visit, stored, entry_id)
    form = _ChangeForm(visit.office, visit, data=stored)
    form.remember(stored)
    return _change_page(visit, form)


def _as_before(visit: Visit, stored: dict[str, Any], entry_id: int) -> ResponseReturnValue:
    """Show the form as the visit was before a change in its history, and what would follow. Nothing is saved."""
    now = clock.now()
    try:
        plan = plan_before(visit, [entry for entry, _name in history_of(visit)], entry_id)
        form = _ChangeForm(visit.office, visit, data=read_as_planned(visit, plan, as_it_is))
        preview = preview_change(visit, plan, now=now)
    except Refusal as refusal:
        return back_to_visit(visit, str(refusal), "error")
    if not preview.sentences:
        return back_to_visit(visit, _("Tidak ada yang berbeda dari yang sudah tersimpan."))
    form.remember(stored)
    return _change_page(visit, form, preview)


def _too_late(visit: Visit, sentence: str) -> ResponseReturnValue:
    """Lead back to a visit that cannot be changed any more; what somebody has typed meanwhile stays on the page."""
    if request.method != "POST":
        return back_to_visit(visit, sentence, "error")
    form = _ChangeForm(visit.office, visit)
    form.form_errors.append(sentence)
    return _change_page(visit, form)


def _save(visit: Visit, form: _ChangeForm, preview: Preview) -> ResponseReturnValue:
    """Save the change, or render the page with the reasons against it."""
    announced = visit.state in ANNOUNCED
    if announced and not _may_be_announced(visit, form, preview):
        return _change_page(visit, form, preview, pressed=True)
    me, now = access.me().account, clock.now()
    try:
        plan = form.plan(form.kept_place(me, now))
        change_visit(
            visit, plan, me, now=now, version=typed_version(), reason=form.reason.data or "", kept=typed_reasons()
        )
    except Changed:
        return _conflict_page(visit, form, preview)
    except Refusal as refusal:
        if not isinstance(refusal, WarningsOpen):
            form.refuse(refusal)
        return _change_page(visit, form, preview, pressed=True)
    if preview.moved and announced:
        return back_to_visit(
            visit, _("Kunjungan dipindah. Halamannya menyebut waktu dan tempat yang lama dan yang baru.")
        )
    return back_to_visit(
        visit, _("Perubahan tersimpan dan sudah terlihat warga.") if announced else _("Rancangan tersimpan.")
    )


def _may_be_announced(visit: Visit, form: _ChangeForm, preview: Preview) -> bool:
    """Whether nothing forbids the change and every reason is given; the form shows all errors at once."""
    with form.showing_refusals():
        check_reason(form.reason.data or "")
    open_warnings = with_reasons(visit, preview.warnings, insist=True)
    return not (form.errors or preview.refusals or any(warning.error for warning in open_warnings))


def _conflict_page(visit: Visit, form: _ChangeForm, preview: Preview | None = None) -> ResponseReturnValue:
    """Render the page with the changes of others, merged with what was typed. The reason is to be given again."""
    news = news_since(visit, typed_version())
    form.version.data, form.reason.data = visit.version, ""
    return _change_page(visit, form, preview, news=news if preview else news or None)


def _change_page(
    visit: Visit,
    form: _ChangeForm,
    preview: Preview | None = None,
    *,
    pressed: bool = False,
    news: list[str] | None = None,
) -> ResponseReturnValue:
    """Render the form with its preview and errors."""
    wrong, shown = form.errors or pressed or news is not None, preview or Preview((), ())
    context: dict[str, Any] = {
        "visit": office_view(visit),
        "form": form,
        "announced": visit.state in ANNOUNCED,
        "crew_names": ", ".join(form.crew_names()),
        "checked": preview is not None,
        "moved": shown.moved,
        "sentences": shown.sentences,
        "refusals": with_other_visits(shown.refusals),
        "pressed": pressed,
        "warnings": with_reasons(visit, shown.warnings, insist=pressed),
        "news": news,
        "recorded": move_sentences(visit),
        "map": map_of(form.here),
        "found": places_found(form.office, form.place.form),
    }
    return render_template("coordinators/visits/change.html", **context), 422 if wrong else 200
