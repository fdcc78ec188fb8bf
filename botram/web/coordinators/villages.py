"""The villages of the office with their market days, which coordinators keep. All else comes from the region pack."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from botram import clock
from botram.formats import weekday_name
from botram.places.actions import set_market_days
from botram.places.models import Village
from botram.places.queries import village_of, villages_page
from botram.places.rules import market_weekdays
from botram.staff.models import Role
from botram.web import access
from botram.web.forms import form_page, page_asked
from botram.web.merging import MergingForm, may_save
from botram.web.parameters import numbered_address, takes

blueprint = Blueprint("villages", __name__, url_prefix="/desa")

_PAGE_SIZE = 25


class _MarketForm(MergingForm):
    """The days of the week on which a village has a market."""

    days = SelectMultipleField(_l("Hari pasar"), coerce=int, option_widget=CheckboxInput())


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD)
@takes("q", "halaman")
def index() -> ResponseReturnValue:
    """List a page of villages with their market days, filtered by name, district or code."""
    typed = request.args.get("q", "").strip()
    page = villages_page(access.me().office, q=typed, number=page_asked(), size=_PAGE_SIZE)
    return render_template(
        "coordinators/villages/index.html",
        page=page.shown(lambda village: (village, _market_words(village))),
        typed=typed,
        url_of=numbered_address,
        may_write=access.me().may(Role.COORDINATOR),
    )


@blueprint.route("/<code>", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def change(code: str) -> ResponseReturnValue:
    """Set the market days of a village."""
    me = access.me()
    village = village_of(me.office, code)
    stored = {"days": market_weekdays(village.market_days)}
    form = _MarketForm(data=stored)
    form.days.choices = [SelectChoice(number, weekday_name(number)) for number in range(7)]
    if may_save(form, stored):
        with form.showing_refusals():
            set_market_days(me.office, village, form.days.data or (), me.account, now=clock.now())
            flash(_("Hari pasar %(village)s disimpan.", village=village.full_name))
            return redirect(url_for(".index", q=village.name))
    return form_page("coordinators/villages/form.html", form, village=village)


def _market_words(village: Village) -> str:
    """Return the market days of a village in words; empty without any."""
    return ", ".join(weekday_name(one) for one in market_weekdays(village.market_days))
