"""How names compare and how far places lie apart. Touches nothing."""

import re
import unicodedata
from collections.abc import Sequence
from math import copysign, sqrt

import numpy as np
from flask_babel import gettext as _
from geopy.distance import EARTH_RADIUS, geodesic, great_circle

from botram.refusals import Refusal

Point = tuple[float, float]
"""Latitude and longitude in decimal degrees, WGS84."""

KIND_WORDS = frozenset({"desa", "ds", "kelurahan", "kel", "kecamatan", "kec"})
_APOSTROPHES = re.compile(
    "['`\N{ACUTE ACCENT}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]"
)
_NOT_IN_NAMES = re.compile("[^a-z0-9]+")

LATITUDES, LONGITUDES = (-11.0, 6.5), (95.0, 141.1)  # of Indonesia
ROAD_FACTOR, SLOW_ROAD_FACTOR = 1.4, 1.5
SPEED_KMH, ACCESS_MIN = 25, 5
_SLOW_DISTRICTS = frozenset({"32.16.17"})  # Muaragembong


class BadPoint(Refusal):
    """A pair of coordinates that cannot be meant."""


class PointFarAway(Refusal):
    """The point lies far outside the village that was chosen."""


def words_of(name: str) -> list[str]:
    """The words of a name in lower case, without accents, apostrophes and punctuation."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name)).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_IN_NAMES.sub(" ", bare).split()


def normalised(name: str) -> str:
    """A name as names are compared: "Ds. Taman-Sari" and "tamansari" are the same."""
    words = words_of(name)
    while words and words[0] in KIND_WORDS:
        words.pop(0)
    return "".join(words)


def distance_km(a: Point, b: Point) -> float:
    """Return the kilometres in a straight line over the ground, as people read them.

    a, b     (latitude, longitude) in decimal degrees, WGS84
    returns  km on the WGS84 ellipsoid, by geopy: 0.06 ms each
    raises   ValueError for a latitude beyond 90 degrees
    """
    return float(geodesic(a, b).km)


def rough_distances_km(point: Point, others: Sequence[Point]) -> list[float]:
    """Return how far many points lie from one, to rank them: nobody reads these figures.

    point    (latitude, longitude) in decimal degrees, WGS84
    others   n such points; n may be 0
    returns  n km on a sphere with geopy's mean earth radius, at most 0.6 % from ``distance_km``

    Source: haversine formula, R. W. Sinnott (1984), Sky and Telescope 68(2), 159.
    """
    south, west = np.radians(point)
    north, east = np.radians(np.reshape(others, (-1, 2))).T
    chord = np.sin((north - south) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin((east - west) / 2) ** 2
    found: list[float] = (2 * EARTH_RADIUS * np.arcsin(np.sqrt(chord.clip(0, 1)))).tolist()
    return found


def longitude_scale(latitude: float) -> float:
    """Return the length of a degree of longitude there, in degrees of latitude."""
    towards_equator = latitude - copysign(1, latitude)
    return distance_km((latitude, 0), (latitude, 1)) / distance_km((latitude, 0), (towards_equator, 0))


def travel_minutes(a: Point, b: Point, *, slow: bool = False) -> float:
    """Minutes by road between two places, with those for getting in and parking.

    a, b     (latitude, longitude) in decimal degrees, WGS84
    slow     the leg begins or ends in Muaragembong, where few bridges make the way longer
    returns  minutes: straight-line km on a ball times 1.4 (slow: 1.5) at 25 km/h, plus 5

    A model, no road network: factors from 1.25 to 1.55 and speeds from 21 to 33 km/h were seen.
    Source: road distances in Greater Jakarta (median factor 1.45), TomTom speeds in Cikarang, January 2026
    (mean 24.7 km/h) and TomTom Traffic Index 2023; the 5 minutes are an assumption.
    """
    factor = SLOW_ROAD_FACTOR if slow else ROAD_FACTOR
    return 60 * factor * float(great_circle(a, b).km) / SPEED_KMH + ACCESS_MIN


def is_slow(village_code: str) -> bool:
    """Whether the ways to a village are longer than elsewhere."""
    return village_code[:8] in _SLOW_DISTRICTS


def in_indonesia(latitude: float, longitude: float) -> bool:
    """Whether a point can lie in Indonesia at all."""
    return LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]


def check_point(latitude: float, longitude: float) -> None:
    """Raise BadPoint for a swapped pair and for a point outside Indonesia."""
    if in_indonesia(latitude, longitude):
        return
    if in_indonesia(longitude, latitude):
        raise BadPoint(
            _("Sepertinya lintang dan bujur tertukar. Tulis lintang dahulu, misalnya -6.25123, 107.05123."),
            field="point",
        )
    raise BadPoint(_("Titik ini di luar Indonesia. Periksa lagi lintang dan bujurnya."), field="point")


def reach_km(area_km2: float | None) -> float:
    """How far from a village's own point a place of that village may lie, in km.

    In Kabupaten Bekasi no boundary is farther away than twice the root of the area. Unknown area: 15 km.
    """
    return 15.0 if area_km2 is None else 5 + 2 * sqrt(area_km2)


def check_near(point: Point, village: str, village_point: Point | None, area_km2: float | None) -> None:
    """Raise PointFarAway when the point can hardly belong to the village, which is given with its full name."""
    if village_point is None:
        return
    limit = reach_km(area_km2)
    away = distance_km(point, village_point)
    if away <= limit:
        return
    if distance_km((-point[0], point[1]), village_point) <= limit:
        raise PointFarAway(_("Sepertinya tanda minus di depan lintang hilang."), field="point")
    raise PointFarAway(
        _(
            "Titik ini sekitar %(distance)s km dari tengah %(village)s. Periksa lagi titik dan pilihan desanya.",
            distance=round(away),
            village=village,
        ),
        field="point",
    )
