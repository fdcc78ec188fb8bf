"""The operator's actions: making an office with its administrator, and restoring an administrator's access."""

import re
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from botram.audit.actions import record_change
from botram.clock import ZONE_NAMES
from botram.contacts import divided
from botram.database import constraint_error, transaction
from botram.refusals import NotFound, Refusal
from botram.staff.actions import AccountPlan, make_account, record_account
from botram.staff.models import Office
from botram.staff.offices import OfficePlan, office_snapshot
from botram.staff.passwords import refuse_weak_password
from botram.staff.queries import active_admin_with_name, installation
from botram.staff.recovery_codes.actions import end_codes
from botram.staff.sign_ins.actions import end_all_sign_ins
from botram.staff.sign_ins.rules import TEMPORARY, hasher


class BadOffice(Refusal):
    """The code or the time zone of the office is not valid."""


class OfficeThere(Refusal):
    """An office with that code exists already."""


class OnlyADemonstration(Refusal):
    """The database is a demonstration, whose passwords are public."""


constraint_error("uq_office_code", lambda: OfficeThere(_("Kantor dengan kode ini sudah ada."), field="code"))


@dataclass(frozen=True)
class OfficeRegion:
    """The values of an office that cannot change later: the code of its region and its time zone."""

    code: str
    time_zone: str


def make_office(place: OfficeRegion, plan: OfficePlan, admin: AccountPlan, *, now: datetime) -> Office:
    """Make an office and its administrator in one transaction.

    Raises BadOffice, OfficeThere, OnlyADemonstration, BadName, NameTaken or WeakPassword.
    """
    if re.fullmatch(r"\d\d\.\d\d", place.code, re.ASCII) is None:
        raise BadOffice(_("Kode kantor adalah kode kabupaten atau kota, seperti 32.16."), field="code")
    if place.time_zone not in ZONE_NAMES:
        raise BadOffice(_("Zona waktu salah satu dari %(names)s.", names=", ".join(ZONE_NAMES)), field="time_zone")
    with transaction() as current:
        kept = installation()
        if kept is None or kept.demonstration:
            raise OnlyADemonstration(
                _("Ini basis data contoh atau belum disiapkan. Siapkan yang baru dengan: flask prepare --empty")
            )
        office = Office(code=place.code, name=plan.name, time_zone=place.time_zone)
        asked = divided(plan.contact)
        office.contact, office.contact_phone, office.contact_whatsapp = asked.name, asked.phone, asked.whatsapp
        office.depot_latitude, office.depot_longitude = plan.depot or (None, None)
        current.add(office)
        current.flush()
        record_change("make", office, office.code, None, now, after=office_snapshot(office))
        make_account(office, admin, None, now=now)
    return office


def rescue_admin(sign_in_name: str, password: str, *, now: datetime) -> None:
    """Set a temporary password for an administrator, remove the second factor and end all sign-ins.

    Raises NotFound for a name that no active administrator has, or WeakPassword.
    """
    admin = active_admin_with_name(sign_in_name)
    refuse_weak_password(password, sign_in_name, admin.name if admin else "")
    secret = hasher.hash(password)
    if admin is None:
        raise NotFound
    with transaction(admin):
        admin.password_hash, admin.must_change_password = secret, True
        admin.password_ends_at = now + TEMPORARY
        admin.totp_secret, admin.totp_step = None, 0
        end_codes(admin)
        end_all_sign_ins(admin)
        record_account("rescue", admin, None, now)
