"""The settings of the office, for its administrator."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Optional

from botram import clock
from botram.staff.models import Role
from botram.staff.offices import OfficePlan, change_office, office_snapshot
from botram.web import access
from botram.web.coordinators.place_form import PointField
from botram.web.forms import FreeText, TelephoneField, form_page
from botram.web.merging import MergingForm, may_save

blueprint = Blueprint("settings", __name__, url_prefix="/pengaturan")


class _OfficeForm(MergingForm):
    """Name, public line, depot and the sign-in rule of officers."""

    name = FreeText(
        _l("Nama kantor"), needed=True, description=_l("Tampil di halaman warga. Contoh: Disdukcapil Kabupaten Bekasi")
    )
    contact = FreeText(_l("Kontak untuk warga"), description=_l("Siapa yang ditanya. Contoh: Loket informasi."))
    contact_phone = TelephoneField(
        _l("Telepon"), description=_l("Nomor resmi, bukan nomor pribadi. Contoh: (021) 8997-0001 atau 1500-537.")
    )
    contact_whatsapp = TelephoneField(
        _l("WhatsApp"), description=_l("Nomor resmi yang menerima pesan. Contoh: 0812-3456-7890."), whatsapp=True
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

    def numbers(self) -> tuple[str, str]:
        """Return the numbers to call and to write to; empty for none."""
        return self.contact_phone.data or "", self.contact_whatsapp.data or ""


@blueprint.route("", methods=["GET", "POST"])
@access.only(Role.ADMIN)
def change() -> ResponseReturnValue:
    """Change what the administrator may change of the office."""
    me = access.me()
    office = me.office
    known = office.depot_latitude is not None and office.depot_longitude is not None
    depot = (office.depot_latitude, office.depot_longitude) if known else None
    stored = office_snapshot(office) | {"depot": depot}
    form = _OfficeForm(data=stored)
    if may_save(form, stored):
        plan = OfficePlan(
            str(form.name.data),
            form.contact.data or "",
            form.depot.data,
            *form.numbers(),
            officers_need_code=bool(form.officers_need_code.data),
        )
        change_office(office, plan, me.account, now=clock.now())
        flash(_("Pengaturan kantor disimpan."))
        return redirect(url_for(".change"))
    return form_page("coordinators/settings/change.html", form, office=office)
