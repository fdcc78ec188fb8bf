"""The settings of the office, for its administrator."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Optional

from botram import clock
from botram.staff.models import Role
from botram.staff.offices import OfficePlan, change_office
from botram.web import access
from botram.web.coordinators.place_form import PointField
from botram.web.forms import FreeText, form_page
from botram.web.merging import MergingForm, may_save

blueprint = Blueprint("settings", __name__, url_prefix="/pengaturan")


class OfficeForm(MergingForm):
    """Name, public line, depot and the sign-in rule of officers."""

    name = FreeText(
        _l("Nama kantor"), needed=True, description=_l("Tampil di halaman warga. Contoh: Disdukcapil Kabupaten Bekasi")
    )
    contact = FreeText(
        _l("Kontak untuk warga"),
        description=_l("Nomor loket atau WhatsApp resmi, bukan nomor pribadi. Contoh: Loket 021-555000"),
    )
    depot = PointField(
        _l("Titik berangkat tim"),
        [Optional()],
        description=_l("Dari sini lama perjalanan ke kunjungan diperkirakan. Contoh: -6.36583, 107.17278."),
    )
    officers_need_code = BooleanField(
        _l("Petugas masuk dengan kata sandi dan kode dari ponsel"),
        description=_l(
            "Administrator, kepala, dan koordinator selalu wajib, kecuali di data contoh. Berlaku sejak petugas "
            "masuk berikutnya."
        ),
    )


@blueprint.route("", methods=["GET", "POST"])
@access.only(Role.ADMIN)
def change() -> ResponseReturnValue:
    """Change what the administrator may change of the office."""
    me = access.me()
    office = me.office
    known = office.depot_latitude is not None and office.depot_longitude is not None
    depot = (office.depot_latitude, office.depot_longitude) if known else None
    stored = {
        "name": office.name,
        "contact": office.contact,
        "depot": depot,
        "officers_need_code": office.officers_need_code,
    }
    form = OfficeForm(data=stored)
    if may_save(form, stored):
        plan = OfficePlan(
            str(form.name.data),
            form.contact.data or "",
            form.depot.data,
            officers_need_code=bool(form.officers_need_code.data),
        )
        change_office(office, plan, me.account, now=clock.now())
        flash(_("Pengaturan kantor disimpan."))
        return redirect(url_for(".change"))
    return form_page("coordinators/settings/change.html", form, office=office)
