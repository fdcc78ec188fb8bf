"""A draft in a free cell of the board: the village is named, the rest comes from a template of its level."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from botram import clock
from botram.formats import long_day, short_day
from botram.places.queries import villages_of
from botram.refusals import Refusal
from botram.staff.models import Office, Role, Team
from botram.staff.queries import teams_of
from botram.visit_view.labels import level_word
from botram.visits.changes.actions import make_changes, preview_changes
from botram.visits.changes.change import Change, ChangeKind, Outcome
from botram.visits.models import VisitLevel
from botram.visits.rules import PUBLIC_ID, new_public_id
from botram.visits.templates.queries import templates_of
from botram.visits.templates.rules import Template, template_plan
from botram.visits.village_queries import usual_venue
from botram.web import access
from botram.web.coordinators.board.blueprint import blueprint
from botram.web.coordinators.board.page import Asked, board_page, view_asked
from botram.web.coordinators.visits import choices
from botram.web.forms import Form, whole_number
from botram.web.parameters import takes

_LEVELS = (VisitLevel.VILLAGE, VisitLevel.DISTRICT)  # the others need a name, which the full form asks for
_SAVE = "simpan"  # in spite of what is said about it


class _CellForm(Form):
    """What a visit in a free cell needs: the village. Team and day are those of the cell."""

    draft = HiddenField()  # the id of the new visit: submitted twice, the form makes one draft
    village = SelectField(_l("Desa atau kelurahan"), validate_choice=False)
    template = SelectField(_l("Acuan"), validate_choice=False)

    def __init__(self, office: Office, **values: Any) -> None:
        super().__init__(**values)
        self.villages = {village.code: village for village in villages_of(office)}
        found = templates_of(office)
        templates = [one for level in _LEVELS for one in found[level]]
        self.templates = {f"{one.level}-{one.number}": one for one in templates}
        self.village.choices = choices.villages(self.villages.values())
        self.template.choices = [
            SelectChoice(key, f"{level_word(one.level)}: {one.name}") for key, one in self.templates.items()
        ]
        if not PUBLIC_ID.fullmatch(self.draft.data or ""):
            self.draft.data = new_public_id()

    def validate_village(self, field: Any) -> None:
        """Require one of the office's villages."""
        if field.data not in self.villages:
            raise ValidationError(_("Pilih desanya."))

    @property
    def chosen(self) -> Template:
        """The chosen template; the first one for anything else."""
        return self.templates.get(self.template.data or "") or next(iter(self.templates.values()))


@dataclass(frozen=True)
class _Cell:
    """Where the visit shall stand."""

    team: Team
    day: date

    @property
    def words(self) -> str:
        """Day and team in words."""
        return f"{long_day(self.day)}, {self.team.name}"


@blueprint.route("/baru", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
@takes("bulan", "tampilan", "hari", "tim", "pada")
def new() -> ResponseReturnValue:
    """Show the form beside the board, or make the draft. What would clash is said first."""
    office = access.me().office
    values = request.form if request.method == "POST" else request.args
    asked, cell = view_asked(office, values), _cell_in(office, values)
    if cell is None:
        flash(_("Pilih sel yang masih kosong di papan."), "error")
        return redirect(asked.address())
    form = _CellForm(office)
    if request.method != "POST":
        return _page(asked, form, cell)
    if not form.validate():
        return _page(asked, form, cell)
    if (venue := usual_venue(office, form.villages[form.village.data])) is None:
        form.village.errors = [_("Desa ini belum mempunyai titik layanan. Buat dahulu lewat formulir lengkap.")]
        return _page(asked, form, cell)
    change = Change(
        ChangeKind.CREATE,
        plan=lambda: template_plan(form.chosen, cell.day, cell.team, venue),
        public_id=form.draft.data,
    )
    me, now = access.me().account, clock.now()
    (outcome,) = preview_changes(office, [change], me, now=now).outcomes
    if outcome.refusal:
        form.refuse(outcome.refusal)
        return _page(asked, form, cell)
    if (outcome.clashes or outcome.warnings) and values.get("langkah") != _SAVE:
        return _page(asked, form, cell, outcome)
    try:
        make_changes(office, [change], me, now=now)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(asked, form, cell)
    flash(_("Rancangan %(place)s tersimpan: %(when)s.", place=outcome.name, when=cell.words))
    return redirect(asked.address())


def _cell_in(office: Office, values: Any) -> _Cell | None:
    """The cell that an address or a form names; None where there is none. A way out stands in place of the cell."""
    day, _point, team = values.get("ke", "").partition("~")
    wanted = whole_number(team or values.get("tim", ""))
    try:
        there = date.fromisoformat(day or values.get("pada", ""))
    except ValueError:
        return None
    found = [one for one in teams_of(office, active=True) if one.id == wanted]
    today = clock.local_day(clock.now(), office.time_zone)
    return _Cell(found[0], there) if found and today <= there and there.year < 2100 else None


def _page(asked: Asked, form: _CellForm, cell: _Cell, outcome: Outcome | None = None) -> ResponseReturnValue:
    """Render the board with the form, and what is said about the draft."""
    notes: Sequence[str] = [one.sentence for one in (*outcome.clashes, *outcome.warnings)] if outcome else ()
    ways = outcome.free if outcome else ()
    new_visit = {
        "form": form,
        "cell": cell,
        "team_id": cell.team.id,
        "notes": notes,
        "ways": [(f"{one.day.isoformat()}~{one.team_id}", f"{short_day(one.day)}, {one.team}") for one in ways],
        "full_form": url_for(
            "coordinators.visits.new", desa=form.village.data or None, hari=cell.day.isoformat(), tim=cell.team.id
        ),
        "save": _SAVE,
    }
    return board_page(asked, 422 if form.errors else 200, new_visit=new_visit)
