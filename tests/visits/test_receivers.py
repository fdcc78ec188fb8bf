"""What changes elsewhere and is seen on a visit's page counts as a change of the visit."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from botram.database import session
from botram.partners.actions import AgencyPlan, save_agency
from botram.places.models import Village
from botram.places.signals import PlacesChanged, places_changed
from botram.staff.offices import OfficePlan, change_office
from botram.visits.models import VisitState
from tests.builders import NOW, a_booth, a_team, a_visit, an_agency, bekasi, budi, elsewhere, siti


@pytest.mark.parametrize(("name", "contact", "version"), [("Nama baru", "", 2), ("", "Loket 2", 2), ("", "", 1)])
def test_a_new_name_or_line_of_the_office_counts_for_its_visits(
    app: Flask, name: str, contact: str, version: int
) -> None:
    ours, over = a_visit(state=VisitState.PUBLISHED), a_visit(state=VisitState.CLOSED)
    theirs = a_visit(state=VisitState.PUBLISHED, team=a_team("Lain", elsewhere()))
    office = bekasi()
    change_office(office, OfficePlan(name or office.name, contact or office.contact, (-6.3, 107.1)), budi(), now=NOW)
    assert (ours.version, over.version, theirs.version) == (version, 1, 1)


@pytest.mark.parametrize(
    ("change", "version"), [({"name": "BPJS Cikarang"}, 2), ({"contact": "021-1"}, 1), ({"active": False}, 1)]
)
def test_a_renamed_agency_counts_for_the_visits_where_it_has_a_booth(
    app: Flask, change: dict[str, Any], version: int
) -> None:
    agency = an_agency()
    with_it, over = a_visit(state=VisitState.PUBLISHED), a_visit(state=VisitState.CLOSED)
    a_booth(with_it, agency), a_booth(over, agency)
    without = a_visit(state=VisitState.PUBLISHED)
    save_agency(bekasi(), agency, replace(AgencyPlan("BPJS Kesehatan", agency.kind), **change), siti(), now=NOW)
    assert (with_it.version, over.version, without.version) == (version, 1, 1)


def test_a_renamed_village_or_district_counts_for_its_visits(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    district = session().scalar(select(Village.district_code).where(Village.code == visit.village_code))
    assert district
    for codes in ({visit.village_code}, {district}, {"32.16.01.2001"}):
        places_changed.send(PlacesChanged(frozenset(codes), NOW))
    session().commit()
    assert visit.version == 3
