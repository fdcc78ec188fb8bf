"""The services that a new visit begins with, set for each level."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from botram import clock
from botram.refusals import Changed
from botram.services.queries import offered_services
from botram.staff.models import Role
from botram.visit_view.labels import level_word
from botram.visits.defaults.actions import set_default_offers
from botram.visits.defaults.queries import default_offers as offers_for
from botram.visits.defaults.queries import set_offers
from botram.visits.models import VisitLevel
from botram.web import access
from botram.web.coordinators.visits.blueprint import blueprint
from botram.web.coordinators.visits.fields import OffersField
from botram.web.coordinators.visits.form import LEVELS
from botram.web.forms import form_page
from botram.web.merging import MergingForm, may_save


class _DefaultOffersForm(MergingForm):
    """The default services of one level, with their quotas."""

    services = OffersField(_l("Layanan bawaan"))


@blueprint.route("/layanan-bawaan", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def default_offers() -> ResponseReturnValue:
    """Show the services that a new visit of a level begins with, and store others."""
    me, asked = access.me(), request.args.get("tingkat", "")
    level = VisitLevel(asked) if asked in set(VisitLevel) else VisitLevel.VILLAGE
    now_set = set_offers(me.office, level)
    stored = {"services": offers_for(me.office, level)}
    form = _DefaultOffersForm(data=stored)
    form.services.services, form.services.needed = offered_services(), False
    if may_save(form, stored):
        with form.showing_refusals():
            plans = form.services.plans()
            try:
                set_default_offers(me.office, level, plans, me.account, now=clock.now(), seen=now_set)
            except Changed as changed:
                form.form_errors.append(str(changed))
            else:
                flash(_("Layanan bawaan disimpan. Kunjungan baru memakainya mulai sekarang."))
                return redirect(url_for(".default_offers", tingkat=level.value))
    return form_page(
        "coordinators/visits/default_offers.html",
        form,
        level=level,
        levels=LEVELS,
        level_name=level_word(level),
        own=bool(now_set),
    )
