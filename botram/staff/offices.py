"""Changing the name, the public contact, the depot and the sign-in rule of an office."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botram.audit.actions import record_change
from botram.contacts import PHONE, WHATSAPP, read_numbers
from botram.database import transaction
from botram.staff.models import Account, Office
from botram.staff.signals import OfficeChanged, office_changed

_SHOWN = ("name", "contact", PHONE, WHATSAPP)  # what residents read


@dataclass(frozen=True)
class OfficePlan:
    """The values of an office that a form sets. The depot is where teams start: latitude, longitude in degrees.

    officers_need_code  whether officers sign in with a second factor, from their next sign-in on
    """

    name: str
    contact: str
    depot: tuple[float, float] | None = None
    contact_phone: str = ""
    contact_whatsapp: str = ""
    officers_need_code: bool = False


def office_snapshot(office: Office) -> dict[str, Any]:
    """The values of an office that the audit records."""
    texts = {name: getattr(office, name) for name in _SHOWN}
    depot = [office.depot_latitude, office.depot_longitude]
    return {**texts, "depot": depot, "officers_need_code": office.officers_need_code}


def change_office(office: Office, plan: OfficePlan, by: Account, *, now: datetime) -> None:
    """Change an office, and signal a change that residents can see. Raises BadNumber."""
    numbers = read_numbers({name: getattr(plan, name) for name in (PHONE, WHATSAPP)})
    with transaction(office):
        before = office_snapshot(office)
        office.name, office.contact = plan.name, plan.contact
        for name, number in numbers.items():
            setattr(office, name, number)
        office.depot_latitude, office.depot_longitude = plan.depot or (None, None)
        office.officers_need_code = plan.officers_need_code
        if any(before[name] != getattr(office, name) for name in _SHOWN):
            office_changed.send(OfficeChanged(office, now))
        record_change("change", office, office.code, by, now, before=before, after=office_snapshot(office))
