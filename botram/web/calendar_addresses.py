"""Making and ending secret calendar addresses, for officers and coordinators alike."""

import re
import secrets
from typing import Any

import segno
from flask import current_app, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from botram import clock
from botram.calendars.actions import LONGEST_LABEL, AddressPlan, end_address, make_address
from botram.calendars.models import FeedToken
from botram.calendars.tokens import scope_of, token_of
from botram.web import access
from botram.web.context import absolute
from botram.web.forms import Form, FreeText, form_page
from botram.web.private_feeds import path_of
from botram.web.visit.links import webcal_of

_FORM_ID = re.compile("[0-9a-f]{32}")


class AddressForm(Form):
    """The device or program that will use a new address."""

    label = FreeText(
        _l("Dipakai di mana?"),
        needed=True,
        longest=LONGEST_LABEL,
        description=_l("Contoh: ponsel Asep. Dengan nama ini Anda mengenalinya saat mencabut."),
    )
    form_id = HiddenField()


def with_form_id(form: AddressForm) -> AddressForm:
    """Return the form with its random id, which the address is derived from: submitted twice, it makes one."""
    if not _FORM_ID.fullmatch(form.form_id.data or ""):
        form.form_id.data = secrets.token_hex(16)
    return form


def _made_page(form: AddressForm, plan: AddressPlan, back_url: str) -> ResponseReturnValue:
    """Make the address and show it, this once. Raises the refusal of a rule."""
    me = access.me().account
    token = token_of(str(form.form_id.data), me.id, current_app.config["SECRET_KEY"])
    made, address = make_address(plan, token, me, now=clock.now()), absolute(path_of(plan.kind, token))
    return render_template(
        "calendars/made.html",
        made=made,
        name=scope_of(made).name,
        back_url=back_url,
        address=address,
        webcal=webcal_of(address),  # for this device
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
    )


def end_page(token: FeedToken, back_url: str) -> ResponseReturnValue:
    """Ask for confirmation, then end the address."""
    form = Form()
    if form.validate_on_submit():
        end_address(token, access.me().account, now=clock.now())
        flash(_("Alamat “%(label)s” dicabut.", label=token.label))
        return redirect(back_url)
    return form_page("calendars/end.html", form, token=token, name=scope_of(token).name, back_url=back_url)


def new_page(form: AddressForm, plan: AddressPlan | None, back_url: str, **more: Any) -> ResponseReturnValue:
    """Render the form, or the address that it made. ``plan`` is None until the form is valid."""
    if plan is not None:
        with form.showing_refusals():
            return _made_page(form, plan, back_url)
    return form_page("calendars/new.html", form, back_url=back_url, **more)
