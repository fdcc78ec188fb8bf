"""Secret calendar addresses of the teams and of the office."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from botram.calendars.actions import AddressPlan
from botram.calendars.queries import token_in, tokens_for_office
from botram.staff.models import Role, Team
from botram.staff.queries import teams_of
from botram.visits.models import ListKind
from botram.web import access
from botram.web.calendar_addresses import AddressForm, end_page, new_page, with_form_id

blueprint = Blueprint("calendars", __name__, url_prefix="/kalender")

_WHOLE_OFFICE = "kantor"


class _SharedAddressForm(AddressForm):
    """The calendar, and where its address will be used."""

    calendar = SelectField(_l("Kalender"))


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD)
def index() -> ResponseReturnValue:
    """List the secret addresses of the calendars of the teams and of the office."""
    me = access.me()
    return render_template(
        "coordinators/calendars/index.html",
        tokens=tokens_for_office(me.office),
        zone=me.office.time_zone,
        may_change=me.may(Role.COORDINATOR),
    )


@blueprint.route("/baru", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def new() -> ResponseReturnValue:
    """Make an address."""
    teams = {str(team.id): team for team in teams_of(access.me().office, active=True)}
    form = with_form_id(_SharedAddressForm())
    names = [(key, team.name) for key, team in teams.items()]
    form.calendar.choices = [(_WHOLE_OFFICE, _("Semua kunjungan kantor")), *names]
    plan = _address_plan(form, teams) if form.validate_on_submit() else None
    return new_page(form, plan, url_for(".index"))


def _address_plan(form: _SharedAddressForm, teams: dict[str, Team]) -> AddressPlan:
    """Return the plan of the new address."""
    team, label = teams.get(form.calendar.data), str(form.label.data)
    return AddressPlan(ListKind.TEAM if team else ListKind.OFFICE, label, team)


@blueprint.route("/<int:token_id>/cabut", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def end(token_id: int) -> ResponseReturnValue:
    """End an address, after a page that shows the consequences."""
    return end_page(token_in(tokens_for_office(access.me().office), token_id), url_for(".index"))
