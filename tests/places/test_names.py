"""Names are compared as people mean them, and distances come out as they are on the ground."""

from math import hypot, radians, tan

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from botram.places.rules import (
    BadPoint,
    PointFarAway,
    check_near,
    check_point,
    distance_km,
    is_slow,
    longitude_scale,
    normalised,
    reach_km,
    travel_minutes,
)

GOVERNMENT_COMPLEX, PANTAI_MEKAR = (-6.36591, 107.17309), (-5.97, 107.02)
LATITUDES, LONGITUDES = st.floats(-11, 6.5), st.floats(95, 141.1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Sumberjaya", "sumberjaya"),
        ("  SUMBER  jaya ", "sumberjaya"),
        ("Desa Sumber-Jaya", "sumberjaya"),
        ("Ds. Sumberjaya", "sumberjaya"),
        ("kel. Wanasari", "wanasari"),
        ("Kecamatan Cikarang Barat", "cikarangbarat"),
        ("Kec.Cikarang Barat", "cikarangbarat"),
        ("Ma'mur", "mamur"),
        ("Ma\N{RIGHT SINGLE QUOTATION MARK}mur", "mamur"),
        ("Télaga Asih", "telagaasih"),
        ("Aula Kantor Desa", "aulakantordesa"),
        ("Desa", ""),
        ("", ""),
    ],
)
def test_spelling_does_not_matter_where_people_differ(typed: str, meant: str) -> None:
    assert normalised(typed) == meant


@given(st.text(max_size=80))
def test_a_normalised_name_holds_plain_letters_and_figures_only(name: str) -> None:
    assert all(letter.isascii() and (letter.islower() or letter.isdigit()) for letter in normalised(name))


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distances_are_those_of_the_earth(a: float, b: float, c: float, d: float) -> None:
    assert distance_km((a, b), (c, d)) == geodesic((a, b), (c, d)).km


@given(st.floats(-89, 89), st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_degrees_that_are_scaled_order_places_as_their_distances_do(latitude: float, north: float, east: float) -> None:
    flat = hypot(north, east * longitude_scale(latitude)) * distance_km((latitude - 0.5, 0), (latitude + 0.5, 0))
    here, there = (latitude, 107.0), (latitude + north, 107.0 + east)
    assert flat == pytest.approx(distance_km(here, there), rel=0.001 + abs(tan(radians(latitude))) / 1000, abs=0.001)


def test_there_is_a_scale_at_the_poles_too() -> None:
    assert longitude_scale(90) == pytest.approx(0)
    assert longitude_scale(0) == pytest.approx(111.32 / 110.57, rel=1e-4)


@pytest.mark.parametrize(("km", "minutes"), [(0.0, 5), (1.4, 10), (17.1, 62), (31.9, 112), (48.9, 169)])
def test_travel_takes_as_long_as_the_model_of_the_data_notes_says(km: float, minutes: int) -> None:
    start, end = (-6.0, 107.0), (-6.0 - km / 111.195, 107.0)
    assert round(travel_minutes(start, end)) == minutes


@pytest.mark.parametrize(("code", "slow"), [("32.16.17.2001", True), ("32.16.06.2006", False)])
def test_ways_to_muaragembong_are_longer(code: str, slow: bool) -> None:
    assert is_slow(code) is slow
    usual, took = (travel_minutes(GOVERNMENT_COMPLEX, PANTAI_MEKAR, slow=one) - 5 for one in (False, slow))
    assert took == pytest.approx(usual * (1.5 / 1.4 if slow else 1))


@pytest.mark.parametrize(("latitude", "longitude"), [(-6.25, 107.05), (5.55, 95.32), (-8.5, 140.4)])
def test_a_point_in_indonesia_is_taken(latitude: float, longitude: float) -> None:
    check_point(latitude, longitude)


@pytest.mark.parametrize(
    ("latitude", "longitude", "says"),
    [
        (107.05, -6.25, "tertukar"),
        (52.5, 13.4, "di luar Indonesia"),
        (-6.25, -107.05, "di luar Indonesia"),
        (float("nan"), 107.05, "di luar Indonesia"),
        (float("inf"), float("inf"), "di luar Indonesia"),
    ],
)
def test_a_point_that_cannot_be_meant_is_refused(latitude: float, longitude: float, says: str) -> None:
    with pytest.raises(BadPoint, match=says) as refusal:
        check_point(latitude, longitude)
    assert refusal.value.field == "point"


@pytest.mark.parametrize(
    ("point", "says"),
    [((-6.25, 106.05), r"sekitar 111 km dari tengah Desa Sumberjaya"), ((6.25, 107.05), "tanda minus")],
    ids=["a degree to the west", "north of the equator"],
)
def test_a_point_far_from_its_village_is_refused(point: tuple[float, float], says: str) -> None:
    with pytest.raises(PointFarAway, match=says):
        check_near(point, "Desa Sumberjaya", (-6.25, 107.05), 5.0)


@pytest.mark.parametrize(
    ("point", "village", "area_km2"),
    [((-6.26, 107.06), (-6.25, 107.05), 5.0), ((-6.25, 106.05), None, None)],
    ids=["near", "the village's own point is not known"],
)
def test_a_point_is_taken_where_nothing_speaks_against_it(
    point: tuple[float, float], village: tuple[float, float] | None, area_km2: float | None
) -> None:
    check_near(point, "Desa Sumberjaya", village, area_km2)


@pytest.mark.parametrize(("area_km2", "km"), [(4.0, 9), (36.0, 17), (None, 15)])
def test_a_village_reaches_farther_the_larger_it_is(area_km2: float | None, km: int) -> None:
    assert reach_km(area_km2) == km
