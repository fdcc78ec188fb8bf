"""Places are found by what people type, quickly and without surprises."""

import random
import string
from time import perf_counter
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from botram.audit.actions import record
from botram.database import session
from botram.places.gazetteer import Gazetteer
from botram.places.models import District, Village
from botram.places.queries import districts_of, villages_of
from botram.staff.models import Office
from tests.builders import NOW, a_venue, bekasi, elsewhere, village
from tests.statements import statements


@pytest.fixture
def both_offices(app: Flask) -> tuple[Office, Office]:
    """Both demonstration offices, so that their 352 villages can be found."""
    return bekasi(), elsewhere()


def names(query: str, office: Office | None = None, limit: int = 10) -> list[str]:
    """The addresses that a search gives."""
    return [found.address for found in Gazetteer(office).search(query, limit)]


def best_match(query: str, office: Office | None = None) -> Any:
    """What geopy's way of asking gives for a text that is known."""
    found = Gazetteer(office).geocode(query)
    assert found is not None
    return found


AS_PEOPLE_WRITE = {
    "by its name": {
        "Sumberjaya": "Desa Sumberjaya, Kecamatan Tambun Selatan",
        "muara gembong": "Kecamatan Muaragembong",
        "32.16.17": "Kecamatan Muaragembong",
    },
    "with its district": {
        "sumberjaya tambun": "Desa Sumberjaya, Kecamatan Tambun Selatan",
        "sumberjaya tambun selatan": "Desa Sumberjaya, Kecamatan Tambun Selatan",
        "Sumberjaya, Kec. Tambun Selatan, Kab. Bekasi": "Desa Sumberjaya, Kecamatan Tambun Selatan",
    },
    "in another order, among other words": {
        "tambun selatan sumberjaya": "Desa Sumberjaya, Kecamatan Tambun Selatan",
        "gembong muara": "Kecamatan Muaragembong",
        "rumah di dekat Muaragembong": "Kecamatan Muaragembong",
    },
    "with its kind": {
        "desa sumber jaya": "Desa Sumberjaya, Kecamatan Tambun Selatan",
        "kel. wanasari": "Kelurahan Wanasari, Kecamatan Cibitung",
        "kec. sukakarya": "Kecamatan Sukakarya",
        "desa sukakarya": "Desa Sukakarya, Kecamatan Sukakarya",
    },
    "in one word or two": {
        "pasir ranji": "Desa Pasiranji, Kecamatan Cikarang Pusat",
        "taman sari": "Desa Taman Sari, Kecamatan Setu",
        "Tamansari": "Desa Taman Sari, Kecamatan Setu",
    },
    "with a slip": {
        "sumberjya": "Desa Sumberjaya, Kecamatan Tambun Selatan",
        "Pasirranji": "Desa Pasiranji, Kecamatan Cikarang Pusat",
        "segara makmur": "Desa Sagara Makmur, Kecamatan Tarumajaya",
        "muaragembng": "Kecamatan Muaragembong",
        "cikarang brt": "Kecamatan Cikarang Barat",
    },
}


@pytest.mark.parametrize("written", AS_PEOPLE_WRITE.values(), ids=AS_PEOPLE_WRITE)
def test_a_place_is_found_as_people_write_it(both_offices: tuple[Office, Office], written: dict[str, str]) -> None:
    assert {typed: names(typed, limit=1) for typed in written} == {typed: [first] for typed, first in written.items()}


@pytest.mark.parametrize(
    ("typed", "begins"), [("17511", "17511"), ("17510", "1751")], ids=["of today", "an old one of the district"]
)
def test_a_postal_code_finds_its_villages_and_an_old_one_the_whole_district(
    both_offices: tuple[Office, Office], typed: str, begins: str
) -> None:
    there = {row.code for row in session().query(Village).filter(Village.postal_code.startswith(begins))}
    assert {found.raw["code"] for found in Gazetteer().search(typed, 100)} == there


def test_a_code_finds_its_village(both_offices: tuple[Office, Office]) -> None:
    code = village("Sumberjaya").code
    assert [found.raw["code"] for found in Gazetteer().search(code)] == [code]


NONSENSE = {
    "nothing": ("", " ", "\x00", "%%%"),
    "words": ("x", "xyzzy", "asdfgh", "halo", "desa", "surabaya", "a b c d e f g h i j k l", "x" * 5000),
    "figures": ("12", "99999", "-6.2, 107.1"),
    "code": ("\N{GRINNING FACE}", "<script>alert(1)</script>", "' OR 1=1 --"),
}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_finds_nothing(both_offices: tuple[Office, Office], nonsense: tuple[str, ...]) -> None:
    for typed in nonsense:
        assert Gazetteer().geocode(typed, exactly_one=False) == [], typed
        assert Gazetteer().geocode(typed) is None


def test_nearly_every_slip_of_the_hand_still_finds_the_place_and_random_letters_none(
    both_offices: tuple[Office, Office],
) -> None:
    dice = random.Random(7)
    known = [*(row.name for row in districts_of(None)), *(row.name for row in villages_of(None))]
    hits = 0
    for name in known:
        typed, at = name.lower(), dice.randrange(len(name) - 1)
        swapped = typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
        slip = dice.choice([typed[:at] + typed[at + 1 :], swapped, typed[:at] + "x" + typed[at + 1 :]])
        hits += name in [found.raw["name"] for found in Gazetteer().search(slip, 3)]
    assert hits / len(known) > 0.97
    noise = ("".join(dice.choices(string.ascii_lowercase, k=dice.randrange(4, 14))) for _ in range(200))
    assert [word for word in noise if names(word)] == []


def test_the_best_match_comes_first_and_always_in_the_same_order(both_offices: tuple[Office, Office]) -> None:
    found = Gazetteer().search("sukakarya", 50)
    scores = [place.raw["score"] for place in found]
    assert scores == sorted(scores, reverse=True)
    assert [place.raw["kind"] for place in found[:2]] == ["village", "district"]
    assert all(names("sukakarya", limit=50) == [place.address for place in found] for _ in range(3))
    assert names("sukakarya", limit=2) == [place.address for place in found[:2]]
    assert names("sukakarya", limit=0) == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tambun", {"Desa Tambun, Kecamatan Tambun Selatan"}),
        ("desa tambun", {"Desa Tambun, Kecamatan Tambun Selatan"}),
        ("kec. tambun", {"Kecamatan Tambun Selatan", "Kecamatan Tambun Utara"}),
        ("Kecamatan Tambun", {"Kecamatan Tambun Selatan", "Kecamatan Tambun Utara"}),
        ("desa muara gembong", {"Kecamatan Muaragembong"}),  # no village is called so
    ],
)
def test_the_kind_that_was_typed_outweighs_the_whole_name_of_another_kind(
    both_offices: tuple[Office, Office], typed: str, first: set[str]
) -> None:
    assert set(names(typed)[: len(first)]) == first


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cipada", ["Desa Cipada, Kecamatan Cikalongwetan", "Desa Cipada, Kecamatan Cisarua"]),
        ("cipada cisarua", ["Desa Cipada, Kecamatan Cisarua"]),
    ],
)
def test_villages_of_the_same_name_are_told_apart_by_district(
    both_offices: tuple[Office, Office], typed: str, found: list[str]
) -> None:
    assert names(typed)[: len(found)] == found
    assert typed != "cipada" or len(names(typed)) == 2


def test_the_public_finds_villages_of_all_offices_here_and_no_venues(app: Flask) -> None:
    office = bekasi()
    a_venue("GOR Wibawa Mukti", "Sertajaya")
    assert names("gununghalu") == []  # that office is not installed
    elsewhere()
    assert names("gununghalu")[:1] == ["Desa Gununghalu, Kecamatan Gununghalu"]
    assert names("gor wibawa mukti") == []
    assert names("gununghalu", office) == []


@pytest.mark.parametrize("typed", ["aula kantor desa", "aula kntor desa sumberjaya", "sumberjaya aula kantor"])
def test_staff_find_their_own_venues_only(both_offices: tuple[Office, Office], typed: str) -> None:
    venue = a_venue("Aula Kantor Desa", "Sumberjaya")
    best = best_match(typed, bekasi())
    assert (best.raw["kind"], best.raw["venue"], best.raw["code"]) == ("venue", venue.id, venue.village_code)
    assert (best.latitude, best.longitude) == (venue.latitude, venue.longitude)
    assert venue.name not in " ".join(names(typed, elsewhere()))


def test_the_index_follows_what_changes(both_offices: tuple[Office, Office]) -> None:
    venue = a_venue("Balai Warga", "Sumberjaya")
    assert names("balai warga", bekasi())[0].startswith("Balai Warga")
    venue.name = "Gedung Serbaguna"
    record("change", "venue", venue.name, at=NOW, office_id=venue.office_id, account_id=None)
    session().commit()
    assert names("gedung serbaguna", bekasi())[0].startswith("Gedung Serbaguna")
    venue.active = False
    record("change", "venue", venue.name, at=NOW, office_id=venue.office_id, account_id=None)
    session().commit()
    assert names("gedung serbaguna", bekasi()) == []


def test_a_search_costs_one_statement_and_three_after_a_change(both_offices: tuple[Office, Office]) -> None:
    gazetteer = Gazetteer()
    with statements() as sent:
        gazetteer.search("sumberjaya")
    assert len(sent) == 3
    with statements() as sent:
        gazetteer.search("sumberjaya")
    assert len(sent) == 1


def test_a_search_takes_milliseconds(both_offices: tuple[Office, Office]) -> None:
    gazetteer = Gazetteer()
    gazetteer.search("sumberjaya")
    typed = ["muara gembong", "cikarang brt", "sumberjaya tambun selatan", "x" * 5000, "a b c d e f g h", "17510"]
    start = perf_counter()
    for query in typed:
        gazetteer.search(query)
    assert (perf_counter() - start) / len(typed) < 0.1  # 4 ms on a small machine; wide, for a busy one


def test_a_place_without_a_point_is_found_in_its_district(both_offices: tuple[Office, Office]) -> None:
    place = village("Sumberjaya")
    place.latitude = place.longitude = None
    session().add(District(code="32.16.99", name="Tanjung Uji", other_names=""))
    session().flush()
    session().add(Village(code="32.16.99.2001", district_code="32.16.99", name="Rawa Uji", kind="desa"))
    session().commit()
    found = best_match("Sumberjaya")
    assert found.raw["located"] is False
    assert found.latitude == pytest.approx(place.district.latitude)
    lost = best_match("Rawa Uji")
    assert (lost.raw["located"], lost.latitude, lost.longitude) == (False, 0, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.one_of(st.text(), st.text(" abdegijkmnrstuy.,'/", max_size=40)))
def test_whatever_is_typed_gives_places_in_order(both_offices: tuple[Office, Office], typed: str) -> None:
    found = Gazetteer().search(typed, 5)
    assert len(found) <= 5
    scores = [place.raw["score"] for place in found]
    assert scores == sorted(scores, reverse=True)
    assert all(60 < score <= 100 for score in scores)
