"""Secret calendar addresses of officers for their own visits."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from botram.calendars.actions import AddressPlan
from botram.calendars.queries import token_in, tokens_of_officer
from botram.staff.models import Role
from botram.visits.models import ListKind
from botram.web import access
from botram.web.calendar_addresses import AddressForm, end_page, new_page, with_form_id

blueprint = Blueprint("own_calendars", __name__, url_prefix="/akun/kalender")


@blueprint.get("")
@access.only(Role.OFFICER)
def index() -> ResponseReturnValue:
    """List the secret addresses of the officer's calendar."""
    me = access.me()
    return render_template("own_account/calendars.html", tokens=tokens_of_officer(me.account), zone=me.office.time_zone)


@blueprint.route("/baru", methods=["GET", "POST"])
@access.only(Role.OFFICER)
def new() -> ResponseReturnValue:
    """Make an address."""
    form = with_form_id(AddressForm())
    plan = AddressPlan(ListKind.OFFICER, str(form.label.data)) if form.validate_on_submit() else None
    return new_page(form, plan, url_for(".index"))


@blueprint.route("/<int:token_id>/cabut", methods=["GET", "POST"])
@access.only(Role.OFFICER)
def end(token_id: int) -> ResponseReturnValue:
    """End an address, after a page that shows the consequences."""
    return end_page(token_in(tokens_of_officer(access.me().account), token_id), url_for(".index"))
