"""An office keeps the agencies that come along; each has one name there."""

import pytest
from flask import Flask
from sqlalchemy import select

from botram.audit.models import AuditEntry
from botram.database import session
from botram.partners.actions import AgencyNameTaken, AgencyPlan, BadAgency, save_agency
from botram.partners.models import AgencyKind
from botram.partners.queries import agencies_of, agencies_page, agency_of
from botram.refusals import NotFound, Refusal
from botram.staff.rules import IdentityNumber
from tests.builders import NOW, an_agency, bekasi, elsewhere, siti

NO_NUMBERS = {"contact_phone": "", "contact_whatsapp": ""}
KIND = AgencyKind.CENTRAL


def test_what_was_done_with_an_agency_is_written_down_and_nothing_else(app: Flask) -> None:
    office = bekasi()
    made = save_agency(office, None, AgencyPlan(" Polres  Metro\nBekasi ", KIND, "Humas"), siti(), now=NOW)
    save_agency(office, made, AgencyPlan("Polres Metro Bekasi", KIND, "Humas"), siti(), now=NOW)
    save_agency(office, made, AgencyPlan("Polres Bekasi", KIND, "Humas", active=False), siti(), now=NOW)
    entries = (
        session()
        .scalars(select(AuditEntry).where(AuditEntry.subject == "partner_agency").order_by(AuditEntry.id))
        .all()
    )
    assert [(entry.action, entry.after) for entry in entries] == [
        ("make", {"name": "Polres Metro Bekasi", "kind": "CENTRAL", "contact": "Humas", "active": True} | NO_NUMBERS),
        ("change", {"name": "Polres Bekasi", "active": False}),
    ]


@pytest.mark.parametrize(
    ("name", "contact", "refusal", "field"),
    [
        ("", "", BadAgency, "name"),
        (" \x00\n ", "", BadAgency, "name"),
        ("x" * 121, "", BadAgency, "name"),
        ("Bank", "y" * 5000, BadAgency, "contact"),
        ("3216 0655 0898 0001", "", IdentityNumber, "name"),
        ("Bank", "NIK 3216065508980001", IdentityNumber, "contact"),
        ("BPJS Kesehatan", "", AgencyNameTaken, "name"),
    ],
)
def test_what_cannot_be_an_agency_is_refused_beside_its_input(
    app: Flask, name: str, contact: str, refusal: type[Refusal], field: str
) -> None:
    an_agency("BPJS Kesehatan", active=False)
    with pytest.raises(refusal) as caught:
        save_agency(bekasi(), None, AgencyPlan(name, KIND, contact), siti(), now=NOW)
    assert caught.value.field == field
    assert not agencies_of(bekasi())


def test_an_office_lists_its_own_agencies_alone(app: Flask) -> None:
    ours, _theirs = an_agency(), an_agency(at=elsewhere())
    closed = an_agency("Bank bjb", active=False)
    assert agencies_of(bekasi()) == [ours]
    assert agencies_page(bekasi(), active=False, number=9).items == [closed]
    assert agency_of(bekasi(), ours.id) is ours


@pytest.mark.parametrize(
    "number", [1, 0, 2**31, 2**70], ids=["another office's", "zero", "2^31", "too large for a database"]
)
def test_another_offices_agency_is_not_found(app: Flask, number: int) -> None:
    assert an_agency(at=elsewhere()).id == 1
    with pytest.raises(NotFound):
        agency_of(bekasi(), number)
