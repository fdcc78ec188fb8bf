"""Places are listed for the office that they belong to, each list with one statement."""

import json
from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.places.queries import (
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


@pytest.mark.parametrize(
    ("code", "districts", "villages"),
    [("32.16", 23, 187), ("32.17", 16, 165), (None, 39, 352)],
    ids=["Bekasi", "another office", "all that are installed"],
)
def test_an_office_has_its_own_districts_and_villages(
    app: Flask, code: str | None, districts: int, villages: int
) -> None:
    office = {office.code: office for office in (bekasi(), elsewhere())}.get(code or "")
    assert (len(districts_of(office)), len(villages_of(office))) == (districts, villages)


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


@pytest.fixture
def six_venues(app: Flask) -> None:
    """Five venues in Sumberjaya, one in Sertajaya that is closed, and one of another office."""
    for number in range(5):
        a_venue(f"Balai {number}", "Sumberjaya")
    closed = a_venue("GOR 100% Sehat", "Sertajaya")
    closed.active = False
    a_venue("Balai Desa", "Lembang", at=elsewhere())


@pytest.mark.parametrize("asked", [2, 99], ids=["the last page", "beyond it"])
@pytest.mark.usefixtures("six_venues")
def test_venues_are_paged_within_the_office(asked: int) -> None:
    page = venues_of(bekasi(), number=asked, size=4)
    assert (page.total, page.pages, page.number, [venue.name for venue in page.items]) == (
        6,
        2,
        2,
        ["Balai 4", "GOR 100% Sehat"],
    )
    assert venues_of(elsewhere()).total == 1


@pytest.mark.parametrize(
    ("wanted", "total"),
    [
        ({"q": "100%"}, 1),
        ({"q": "%"}, 1),
        ({"q": "tambun BALAI"}, 5),
        ({"q": "\x00\ud800"}, 6),
        ({"active": True}, 5),
        ({"village_code": "32.16.11.1007"}, 1),
    ],
    ids=["its name", "no wildcard", "its district", "nothing that can be written", "in use", "its village"],
)
@pytest.mark.usefixtures("six_venues")
def test_venues_are_searched_within_the_office(wanted: dict[str, Any], total: int) -> None:
    found = venues_of(bekasi(), **wanted)
    assert found.total == total
    assert "Balai Desa" not in [venue.name for venue in found.items]
    if total == 1:
        assert [venue.name for venue in found.items] == ["GOR 100% Sehat"]


def test_a_page_of_venues_costs_two_statements_whatever_it_shows(app: Flask) -> None:
    for number in range(5):
        a_venue(f"Balai {number}", ("Sumberjaya", "Sertajaya")[number % 2])
    office = session().get_one(Office, bekasi().id, populate_existing=True)
    with statements() as sent:
        assert [venue.village.district.name for venue in venues_of(office).items]
    assert len(sent) == 2


def test_a_venue_is_found_in_its_own_office_with_its_village(app: Flask) -> None:
    assert venue_of(bekasi(), a_venue().id).village.district.name == "Tambun Selatan"


@pytest.mark.parametrize(
    ("mine", "number"),
    [(False, 1), (True, 2), (True, 0), (True, 10**30)],
    ids=["another office's", "of nobody", "zero", "too large for a database"],
)
def test_another_offices_venue_is_not_found(app: Flask, mine: bool, number: int) -> None:
    assert a_venue().id == 1
    with pytest.raises(NotFound):
        venue_of(bekasi() if mine else elsewhere(), number)


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
