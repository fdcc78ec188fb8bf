"""Places are listed for the office that they belong to, each list with one statement."""

import json

import pytest
from flask import Flask

from botram.database import session
from botram.places.queries import (
    boundary_of_village,
    district_boundaries,
    district_with_code,
    districts_of,
    venue_of,
    venues_of,
    village_boundaries,
    village_with_code,
    villages_in_district,
    villages_of,
)
from botram.refusals import NotFound
from botram.staff.models import Office
from tests.builders import a_venue, bekasi, elsewhere, village
from tests.statements import statements


def test_an_office_has_its_own_districts_and_villages(app: Flask) -> None:
    office, other = bekasi(), elsewhere()
    assert (len(districts_of(office)), len(villages_of(office))) == (23, 187)
    assert (len(districts_of(other)), len(villages_of(other))) == (16, 165)
    assert (len(districts_of(None)), len(villages_of(None))) == (39, 352)


def test_without_an_office_only_those_installed_count(app: Flask) -> None:
    assert list(villages_of(None)) == []
    bekasi()
    assert len(villages_of(None)) == 187


def test_villages_are_listed_by_district_and_name_with_one_statement(app: Flask) -> None:
    office = session().get_one(Office, bekasi().id, populate_existing=True)
    with statements() as sent:
        listed = [(row.district.name, row.name) for row in villages_of(office)]
    assert listed == sorted(listed)
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("muara gembong", 0),
        ("sumber jaya", 1),
        ("Pasirranji", 1),
        ("desa", 0),
        ("", 187),
        ("\x00", 0),
        ("%", 0),
    ],
)
def test_villages_are_picked_by_a_part_of_their_name(app: Flask, q: str, found: int) -> None:
    assert len(villages_of(bekasi(), q)) == found


@pytest.mark.parametrize("code", ["", "x", "32.16.06.9999", "32.16.06.2001\x00", "٣٢.16.06.2001", "32.16"])
def test_an_unknown_code_is_not_found(app: Flask, code: str) -> None:
    with pytest.raises(NotFound):
        village_with_code(code)
    with pytest.raises(NotFound):
        district_with_code(code)


def test_a_village_comes_with_its_district(app: Flask) -> None:
    code = village("Sumberjaya").code
    session().expunge_all()
    with statements() as sent:
        assert village_with_code(code).district.name == "Tambun Selatan"
    assert len(sent) == 1
    assert district_with_code(code[:8]).name == "Tambun Selatan"
    assert code in [row.code for row in villages_in_district(code[:8])]


def test_venues_are_paged_and_searched_within_the_office(app: Flask) -> None:
    for number in range(5):
        a_venue(f"Balai {number}", "Sumberjaya")
    closed = a_venue("GOR 100% Sehat", "Sertajaya")
    closed.active = False
    a_venue("Balai Desa", "Lembang", at=elsewhere())
    page = venues_of(bekasi(), number=2, size=4)
    assert (page.total, page.pages, page.number, [venue.name for venue in page.items]) == (
        6,
        2,
        2,
        ["Balai 4", "GOR 100% Sehat"],
    )
    assert venues_of(bekasi(), number=99, size=4).number == 2
    assert [venue.name for venue in venues_of(bekasi(), q="100%").items] == ["GOR 100% Sehat"]
    assert venues_of(bekasi(), q="%").total == 1
    assert venues_of(bekasi(), q="tambun BALAI").total == 5
    assert venues_of(bekasi(), q="\x00\ud800").total == 6
    assert venues_of(bekasi(), active=True).total == 5
    assert venues_of(bekasi(), village_code=village("Sertajaya").code).total == 1
    assert venues_of(elsewhere()).total == 1


def test_a_page_of_venues_costs_two_statements_whatever_it_shows(app: Flask) -> None:
    for number in range(5):
        a_venue(f"Balai {number}", ("Sumberjaya", "Sertajaya")[number % 2])
    office = session().get_one(Office, bekasi().id, populate_existing=True)
    with statements() as sent:
        assert [venue.village.district.name for venue in venues_of(office).items]
    assert len(sent) == 2


def test_another_offices_venue_is_not_found(app: Flask) -> None:
    venue = a_venue()
    assert venue_of(bekasi(), venue.id).village.district.name == "Tambun Selatan"
    for office, number in (
        (elsewhere(), venue.id),
        (bekasi(), venue.id + 1),
        (bekasi(), 0),
        (bekasi(), 10**30),
    ):
        with pytest.raises(NotFound):
            venue_of(office, number)


def test_boundaries_come_as_geojson_without_being_read(app: Flask) -> None:
    office = session().get_one(Office, bekasi().id, populate_existing=True)
    with statements() as sent:
        shapes = json.loads(district_boundaries(office))
    assert len(sent) == 1
    assert [shape["properties"]["code"] for shape in shapes["features"]] == sorted(
        row.code for row in districts_of(office)
    )
    assert {shape["geometry"]["type"] for shape in shapes["features"]} <= {"Polygon", "MultiPolygon"}
    assert len(json.loads(village_boundaries("32.16.17"))["features"]) == 6
    assert json.loads(district_boundaries(elsewhere())) == {"type": "FeatureCollection", "features": []}


def test_a_village_has_a_boundary_or_none(app: Flask) -> None:
    boundary = boundary_of_village(village("Sumberjaya").code)
    assert boundary is not None
    assert json.loads(boundary)["type"] == "Polygon"
    assert boundary_of_village("32.17.01.2001") is None
    assert boundary_of_village("nowhere") is None
