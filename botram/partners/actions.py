"""Making and changing partner agencies."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from botram.audit.actions import record_change
from botram.contacts import LONGEST_NUMBER, PHONE, WHATSAPP, read_numbers
from botram.database import constraint_error, transaction
from botram.partners.models import AgencyKind, PartnerAgency
from botram.partners.signals import AgencyChanged, agency_changed
from botram.refusals import Refusal
from botram.staff.models import Account, Office
from botram.staff.rules import checked_texts

LONGEST = {"name": 120, "contact": 200, PHONE: LONGEST_NUMBER, WHATSAPP: LONGEST_NUMBER}  # characters
_VISIBLE = ("name", "kind")


class BadAgency(Refusal):
    """A value of the plan is missing or too long."""


class AgencyNameTaken(Refusal):
    """Another agency of the office has that name."""


constraint_error(
    "uq_partner_agency_office_id_name",
    lambda: AgencyNameTaken(
        _("Sudah ada instansi dengan nama ini, mungkin di antara yang sudah ditutup."), field="name"
    ),
)


@dataclass(frozen=True)
class AgencyPlan:
    """The values of an agency that a form sets."""

    name: str
    kind: AgencyKind
    contact: str = ""
    contact_phone: str = ""
    contact_whatsapp: str = ""
    active: bool = True


def agency_snapshot(agency: PartnerAgency) -> dict[str, Any]:
    """The values of an agency that the audit records."""
    texts = {name: getattr(agency, name) for name in LONGEST}
    return {**texts, "kind": agency.kind.value, "active": agency.active}


def save_agency(
    office: Office, agency: PartnerAgency | None, plan: AgencyPlan, by: Account | None, *, now: datetime
) -> PartnerAgency:
    """Make an agency or change one, and signal a change that residents can see.

    Raises BadAgency, AgencyNameTaken, BadNumber or IdentityNumber.
    """
    nameless = _("Tulis nama instansi, misalnya BPJS Kesehatan.")
    texts = checked_texts(plan, LONGEST, BadAgency, nameless, LONGEST)
    texts |= read_numbers(texts)
    with transaction(*([agency] if agency else [])) as current:
        before = agency_snapshot(agency) if agency else {}
        if agency is None:
            agency = PartnerAgency(office_id=office.id)
            current.add(agency)
        for name, text in texts.items():
            setattr(agency, name, text)
        agency.kind, agency.active = plan.kind, plan.active
        current.flush()
        after = agency_snapshot(agency)
        if after != before:
            action = "change" if before else "make"
            record_change(action, agency, agency.name, by, now, before=before, after=after)
        if before and any(before[name] != after[name] for name in _VISIBLE):
            agency_changed.send(AgencyChanged(agency, now))
    return agency
