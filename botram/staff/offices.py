"""What an office says of itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botram.audit.actions import record_change
from botram.database import transaction
from botram.staff.models import Account, Office
from botram.staff.signals import OfficeChanged, office_changed


@dataclass(frozen=True)
class OfficePlan:
    """What a form says of an office. The depot, latitude and longitude, is where teams set out."""

    name: str
    contact: str
    depot: tuple[float, float] | None = None


def office_facts(office: Office) -> dict[str, Any]:
    """What the audit keeps of an office."""
    return {
        "name": office.name,
        "contact": office.contact,
        "depot": [office.depot_latitude, office.depot_longitude],
    }


def change_office(office: Office, plan: OfficePlan, by: Account, *, now: datetime) -> None:
    """Change name, public contact and depot."""
    with transaction(office):
        before = office_facts(office)
        office.name, office.contact = plan.name, plan.contact
        office.depot_latitude, office.depot_longitude = plan.depot or (None, None)
        if (before["name"], before["contact"]) != (office.name, office.contact):
            office_changed.send(OfficeChanged(office, now))
        record_change("change", office, office.code, by, now, before=before, after=office_facts(office))
