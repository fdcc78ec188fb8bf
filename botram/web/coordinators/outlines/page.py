"""The page of an outline: what is known, what is missing, and which days and villages would fit."""

from datetime import date, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.clock import local_day
from botram.formats import long_day, month_and_year
from botram.refusals import NotFound
from botram.staff.models import Office, Role
from botram.visits.models import Visit
from botram.visits.outlines.actions import discard_outline, save_outline
from botram.visits.outlines.free_days import free_days_of
from botram.visits.outlines.models import VisitOutline
from botram.visits.outlines.queries import outline_of, waiting_villages, with_venue
from botram.visits.outlines.rules import Missing, missing_parts, missing_word, outline_name
from botram.visits.queries import visit_of
from botram.web import access
from botram.web.coordinators.outlines.blueprint import blueprint
from botram.web.coordinators.outlines.form import OutlineForm, outline_values
from botram.web.forms import Form, form_page, whole_number
from botram.web.merging import may_save
from botram.web.parameters import takes
from botram.web.visit.versions import typed_version

_ANCHORS = {Missing.VILLAGE: "place", Missing.DAY: "day", Missing.VENUE: "tempat", Missing.TEAM: "team"}


@blueprint.route("/tanpa-tanggal", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
@takes("bulan")
def new() -> ResponseReturnValue:
    """Make an outline of a village or a district and a month."""
    office = access.me().office
    form = OutlineForm(office, _today(office), data={"month": request.args.get("bulan", "")})
    form.take(request.form)
    if form.is_submitted() and form.validate():
        with form.showing_refusals():
            made = save_outline(
                office, None, form.plan(), access.me().account, now=clock.now(), public_id=form.draft.data
            )
            return _after_saving(made)
    return _outline_form_page(form, None)


def outline_page(public_id: str) -> ResponseReturnValue:
    """Show an outline. Raises NotFound."""
    outline = outline_of(access.me().office, public_id)
    stored = outline_values(outline)
    form = OutlineForm(outline.office, _today(outline.office), outline, data=stored)
    form.remember(stored)
    return _outline_form_page(form, outline)


@blueprint.post("/<public_id>")
@access.only(Role.COORDINATOR)
def change(public_id: str) -> ResponseReturnValue:
    """Save what is known now; with nothing missing it becomes a draft. One that is a draft already is shown."""
    try:
        outline = outline_of(access.me().office, public_id)
    except NotFound:
        visit = visit_of(access.me().office, public_id)
        flash(_("Rancangan ini sudah lengkap dan menjadi rancangan kunjungan. Yang tadi tidak tersimpan."), "warning")
        return redirect(url_for("coordinators.visits.show", public_id=visit.public_id))
    stored, version = outline_values(outline), outline.version
    form = OutlineForm(outline.office, _today(outline.office), outline, data=stored)
    form.take(request.form)
    if may_save(form, stored):
        with form.showing_refusals():
            me, now = access.me().account, clock.now()
            return _after_saving(save_outline(outline.office, outline, form.plan(), me, now=now, version=version))
    return _outline_form_page(form, outline_of(access.me().office, public_id))


@blueprint.route("/tanpa-tanggal/<public_id>/buang", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def discard(public_id: str) -> ResponseReturnValue:
    """Show that the outline cannot be brought back; then discard it."""
    outline, form = outline_of(access.me().office, public_id), Form()
    month = outline.month
    if form.is_submitted():
        with form.showing_refusals():
            discard_outline(outline, access.me().account, now=clock.now(), version=typed_version())
            flash(_("Rancangan dibuang."))
            return redirect(_board_of(month))
    return form_page("coordinators/outlines/discard.html", form, outline=outline, name=_outline_title(outline))


def _today(office: Office) -> date:
    """The present day of an office."""
    return local_day(clock.now(), office.time_zone)


def _after_saving(made: VisitOutline | Visit) -> ResponseReturnValue:
    """Redirect to what was saved: the outline, or the draft that it has become."""
    if isinstance(made, Visit):
        flash(_("Sudah lengkap: kini rancangan kunjungan. Periksa, lalu terbitkan."))
    else:
        flash(_("Rancangan tersimpan. Tampil di papan pada baris “Tanpa tanggal”."))
    return redirect(url_for("coordinators.visits.show", public_id=made.public_id))


def _board_of(month: date) -> str:
    """The address of the board of a month."""
    return url_for("coordinators.board.show", bulan=f"{month:%Y-%m}")


def _outline_title(outline: VisitOutline) -> str:
    """What an outline is called, with its day or without."""
    name = outline_name(outline)
    if outline.day:
        return f"{name}, {long_day(outline.day)}"
    return str(_("%(name)s, tanggal menyusul", name=name))


def _outline_form_page(form: OutlineForm, outline: VisitOutline | None) -> ResponseReturnValue:
    """Render the form with what is missing and what would fit."""
    office, now = access.me().office, clock.now()
    context: dict[str, Any] = {"missing": None, "villages": (), "district": "", "venueless": ""}
    month = form.months.get(form.month.data or "") or next(iter(form.months.values()))
    if outline is not None:
        context |= _lacking(outline, office, now)
        month = outline.month
    day, team = (outline.day, outline.team_id) if outline else (form.day.data, whole_number(form.team.data) or None)
    level = outline.level if outline else form.chosen_level
    wanted = () if day and team else free_days_of(office, level, month, now, day=day, team_id=team)
    return render_template(
        "coordinators/outlines/show.html",
        form=form,
        outline=outline,
        title=_outline_title(outline) if outline else _("Rancangan tanpa tanggal"),
        month=month_and_year(month),
        board=_board_of(month),
        free=[(f"{one.day.isoformat()}~{one.team_id}", one) for one in wanted],
        may_write=access.me().may(Role.COORDINATOR),
        **context,
    ), 422 if form.errors else 200


def _lacking(outline: VisitOutline, office: Office, now: datetime) -> dict[str, Any]:
    """What an outline lacks, and the villages of its district that have waited longest while none is chosen."""
    code = outline.village_code
    missing = missing_parts(outline, has_venue=bool(code and with_venue(office, [code])))
    rows = waiting_villages(outline.district.code, now) if outline.district else []
    return {
        "missing": [(missing_word(part), _ANCHORS[part]) for part in missing],
        "villages": [(row, (now - row.last.opens_at).days // 7 if row.last else None) for row in rows],
        "district": outline.district.name if outline.district else "",
        "venueless": code if code and Missing.VENUE in missing else "",
    }
