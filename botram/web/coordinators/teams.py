"""Teams and their members, managed by coordinators."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectChoice, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from botram import clock
from botram.staff.models import Role, Team
from botram.staff.queries import officers_of, team_by_officer, team_of, teams_of
from botram.staff.teams.actions import TeamPlan, save_team
from botram.web import access
from botram.web.coordinators.consequences import ConsequencesForm, hits_to_show
from botram.web.forms import FreeText, form_page
from botram.web.merging import MergingForm, may_save

blueprint = Blueprint("teams", __name__, url_prefix="/tim")


class _TeamForm(ConsequencesForm, MergingForm):
    """The fields of a team."""

    name = FreeText(_l("Nama tim"), needed=True, longest=60, description=_l("Contoh: Tim Utara"))
    vehicle = FreeText(_l("Kendaraan"), longest=60, description=_l("Contoh: Mobil keliling 1"))
    enrolment_kit = BooleanField(_l("Membawa alat perekaman KTP-el"))
    ktp_printer = BooleanField(_l("Membawa pencetak KTP-el"))
    kia_printer = BooleanField(_l("Membawa pencetak KIA"))
    members = SelectMultipleField(
        _l("Anggota"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    active = BooleanField(_l("Tim masih bertugas. Tanpa tanda ini tim tidak ditawarkan lagi untuk kunjungan baru."))
    moved = HiddenField()  # the officers whose move from another team was shown already

    def plan(self) -> TeamPlan:
        """Return the plan of the team."""
        return TeamPlan(
            name=str(self.name.data),
            vehicle=self.vehicle.data or "",
            members=self.members.data,
            enrolment_kit=self.enrolment_kit.data,
            ktp_printer=self.ktp_printer.data,
            kia_printer=self.kia_printer.data,
            active=self.active.data,
        )


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD)
def index() -> ResponseReturnValue:
    """List all teams of the office."""
    me = access.me()
    return render_template(
        "coordinators/teams/index.html", teams=teams_of(me.office), may_change=me.may(Role.COORDINATOR)
    )


@blueprint.route("/baru", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def new() -> ResponseReturnValue:
    """Make a team."""
    form = _TeamForm(data={"active": True})
    return _team_page(form, None)


@blueprint.route("/<int:team_id>", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def change(team_id: int) -> ResponseReturnValue:
    """Change a team."""
    team = team_of(access.me().office, team_id)
    return _team_page(_TeamForm(data=_stored(team)), team)


def _stored(team: Team | None) -> dict[str, Any]:
    """Return the values of a team, by the names of the inputs; none for a new one."""
    if team is None:
        return {}
    values = {name: getattr(team, name) for name in TeamPlan.__dataclass_fields__}
    return values | {"members": [member.id for member in team.members]}


def _team_page(form: _TeamForm, team: Team | None) -> ResponseReturnValue:
    """Save the team and redirect to the list, or render the form."""
    me = access.me()
    others = {member: other for member, other in team_by_officer(me.office).items() if other is not team}
    form.members.choices = _member_choices(others)
    moves: list[dict[str, Any]] = []
    hits = None
    if may_save(form, _stored(team)):
        with form.showing_refusals():
            change = partial(save_team, me.office, team, form.plan(), me.account, now=clock.now())
            moves, hits = _moves_to_show(form, others), hits_to_show(form, me.office, change)
            if not moves and hits is None:
                flash(_("%(team)s disimpan.", team=change().name))
                return redirect(url_for(".index"))
    return form_page("coordinators/teams/form.html", form, team=team, moves=moves, hits=hits)


def _member_choices(others: dict[int, Team]) -> list[SelectChoice]:
    """Return the officers of the office, with the other team that each is in."""
    return [
        SelectChoice(
            officer.id, f"{officer.name} ({others[officer.id].name})" if officer.id in others else officer.name
        )
        for officer in officers_of(access.me().office)
    ]


def _moves_to_show(form: _TeamForm, others: dict[int, Team]) -> list[dict[str, Any]]:
    """Return who would leave another team, unless the page has just shown it. The form remembers what was shown."""
    moving = sorted(member for member in form.members.data if member in others)
    said = ",".join(str(member) for member in moving)
    if form.moved.data == said or not moving:
        return []
    form.moved.data = said
    names = {officer.id: officer.name for officer in officers_of(access.me().office)}
    return [{"name": names[member], "team": others[member].name} for member in moving]
