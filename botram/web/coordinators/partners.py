"""Partner agencies, managed by coordinators. One is closed, never deleted."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from botram import clock
from botram.partners.actions import LONGEST, AgencyPlan, agency_snapshot, save_agency
from botram.partners.models import AgencyKind, PartnerAgency
from botram.partners.queries import agencies_page, agency_of
from botram.partners.rules import agency_kind_label
from botram.staff.models import Role
from botram.visits.dependent_queries import announced_visits_with
from botram.web import access
from botram.web.coordinators.filters import filter_asked
from botram.web.forms import FreeText, TelephoneField, form_page, whole_number
from botram.web.merging import MergingForm, may_save
from botram.web.parameters import numbered_address, takes

blueprint = Blueprint("partners", __name__, url_prefix="/mitra")

_CLOSED = "tutup"


class _AgencyForm(MergingForm):
    """The fields of an agency."""

    name = FreeText(
        _l("Nama instansi"),
        needed=True,
        longest=LONGEST["name"],
        description=_l("Contoh: BPJS Kesehatan Cabang Cikarang. Warga membacanya."),
    )
    kind = RadioField(_l("Jenis"), default=AgencyKind.REGIONAL.value)
    contact = FreeText(
        _l("Narahubung"),
        longest=LONGEST["contact"],
        description=_l("Contoh: Bagian Humas. Hanya kantor ini yang membacanya."),
    )
    contact_phone = TelephoneField(_l("Telepon"), description=_l("Contoh: (021) 8997-0001."))
    contact_whatsapp = TelephoneField(_l("WhatsApp"), description=_l("Contoh: 0812-3456-7890."), whatsapp=True)
    active = BooleanField(
        _l("Masih ikut kunjungan. Tanpa tanda ini instansi tidak ditawarkan lagi untuk kunjungan baru.")
    )

    def plan(self, *, active: bool) -> AgencyPlan:
        """Return the plan of the agency. Only of a valid form."""
        texts = {name: self[name].data or "" for name in LONGEST}
        return AgencyPlan(**texts, kind=AgencyKind(self.kind.data), active=active)


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD)
@takes("keadaan", "halaman")
def index() -> ResponseReturnValue:
    """List a page of agencies; closed ones on demand."""
    closed = filter_asked("keadaan", {_CLOSED}) == _CLOSED
    number = whole_number(request.args.get("halaman")) or 1
    page = agencies_page(access.me().office, active=not closed, number=number)
    return render_template(
        "coordinators/partners/index.html",
        page=page,
        closed=closed,
        agency_kind_label=agency_kind_label,
        url_of=numbered_address,
        may_write=access.me().may(Role.COORDINATOR),
    )


@blueprint.route("/baru", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def new() -> ResponseReturnValue:
    """Make an agency."""
    return _agency_page(_AgencyForm(data={"active": True}), None)


@blueprint.route("/<int:agency_id>", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def change(agency_id: int) -> ResponseReturnValue:
    """Change an agency, or close it."""
    agency = agency_of(access.me().office, agency_id)
    return _agency_page(_AgencyForm(data=agency_snapshot(agency)), agency)


def _agency_page(form: _AgencyForm, agency: PartnerAgency | None) -> ResponseReturnValue:
    """Save the agency and redirect to the list, or render the form."""
    form.kind.choices = [(kind.value, agency_kind_label(kind)) for kind in AgencyKind]
    if may_save(form, agency_snapshot(agency) if agency else {}):
        me, active = access.me(), form.active.data or agency is None
        with form.showing_refusals():
            saved = save_agency(me.office, agency, form.plan(active=active), me.account, now=clock.now())
            flash(_("%(agency)s disimpan.", agency=saved.name))
            return redirect(url_for(".index"))
    announced = len(announced_visits_with(agency)) if agency else 0
    return form_page("coordinators/partners/form.html", form, agency=agency, announced=announced)
