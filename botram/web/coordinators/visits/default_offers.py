"""The services that a new visit begins with, set for each level."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

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
from botram.web.forms import Form, form_page, row_digest


class _DefaultOffersForm(Form):
    """The default services of one level, with their quotas."""

    seen = HiddenField()  # a digest of what the office had set when the form was shown
    services = OffersField(_l("Layanan bawaan"))


@blueprint.route("/layanan-bawaan", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def default_offers() -> ResponseReturnValue:
    """Show the services that a new visit of a level begins with, and store others."""
    me, asked = access.me(), request.args.get("tingkat", "")
    level = VisitLevel(asked) if asked in set(VisitLevel) else VisitLevel.VILLAGE
    now_set = set_offers(me.office, level)
    form = _DefaultOffersForm(data={"services": offers_for(me.office, level), "seen": row_digest(now_set)})
    form.services.services, form.services.needed = offered_services(), False
    if form.validate_on_submit() and not _others_were_faster(form, now_set):
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


def _others_were_faster(form: _DefaultOffersForm, now_set: dict[str, int | None]) -> bool:
    """Whether somebody else has set other services since the form was shown. The form reports it once."""
    if form.seen.data == (stands := row_digest(now_set)):
        return False
    form.seen.data = stands
    form.form_errors.append(_("Orang lain baru saja mengubah layanan bawaan tingkat ini. Menyimpan lagi menimpanya."))
    return True
