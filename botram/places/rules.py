"""Normalising names, distances, travel times, and checks of points. Pure functions."""

import re
import unicodedata
from collections.abc import Iterable
from math import copysign, sqrt
from typing import Protocol

from flask_babel import gettext as _
from geopy.distance import geodesic, great_circle

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


class Named(Protocol):
    """A village by name and code."""

    @property
    def code(self) -> str: ...
    @property
    def full_name(self) -> str: ...


class BadPoint(Refusal):
    """The coordinates are swapped or outside Indonesia."""


class BadMarketDay(Refusal):
    """There is no such day of the week."""


class PointFarAway(Refusal):
    """The point is far outside the chosen village."""


def plain_text(text: str) -> str:
    """Return a text in lower case, without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def name_words(name: str) -> list[str]:
    """The words of a name in lower case, without accents, apostrophes and punctuation."""
    return _NOT_IN_NAMES.sub(" ", plain_text(name)).split()


def normalised(name: str) -> str:
    """Return a name in the form in which names are compared: "Ds. Taman-Sari" and "tamansari" are equal."""
    words = name_words(name)
    while words and words[0] in KIND_WORDS:
        words.pop(0)
    return "".join(words)


def distance_km(a: Point, b: Point) -> float:
    """Return the distance of two points in a straight line, for people.

    a, b     (latitude, longitude) in decimal degrees, WGS84
    returns  km on the WGS84 ellipsoid, by geopy: 0.06 ms each
    raises   ValueError for a latitude beyond 90 degrees
    """
    return float(geodesic(a, b).km)


def longitude_scale(latitude: float) -> float:
    """Return the length of one degree of longitude at a latitude, in degrees of latitude. Degrees, WGS84."""
    towards_equator = latitude - copysign(1, latitude)
    return distance_km((latitude, 0), (latitude, 1)) / distance_km((latitude, 0), (towards_equator, 0))


def travel_minutes(a: Point, b: Point, *, slow: bool = False) -> float:
    """Return the estimated travel time by road between two points.

    a, b     (latitude, longitude) in decimal degrees, WGS84
    slow     one of them is in Muaragembong, where few bridges make the way longer
    returns  minutes: great-circle km times 1.4 (slow: 1.5) at 25 km/h, plus 5 for boarding and parking
    errors   a model without a road network: factors from 1.25 to 1.55 and speeds from 21 to 33 km/h were observed

    Source: road distances in Greater Jakarta (median factor 1.45), TomTom speeds in Cikarang, January 2026
    (mean 24.7 km/h) and TomTom Traffic Index 2023; the 5 minutes are an assumption.
    """
    factor = SLOW_ROAD_FACTOR if slow else ROAD_FACTOR
    return 60 * factor * float(great_circle(a, b).km) / SPEED_KMH + ACCESS_MIN


def is_slow(village_code: str) -> bool:
    """Whether roads to a village are slower than elsewhere: in Muaragembong."""
    return village_code[:8] in _SLOW_DISTRICTS


def market_mask(weekdays: Iterable[int]) -> int:
    """Return days of the week (0 for Monday to 6 for Sunday) as a village stores them. Raises BadMarketDay."""
    chosen = set(weekdays)
    if not chosen <= set(range(7)):
        raise BadMarketDay(_("Pilih hari dari Senin sampai Minggu."), field="days")
    return sum(1 << one for one in chosen)


def market_weekdays(mask: int) -> list[int]:
    """Return the days of the week that a village stores, 0 for Monday to 6 for Sunday."""
    return [one for one in range(7) if mask >> one & 1]


def in_indonesia(latitude: float, longitude: float) -> bool:
    """Whether a point is in the bounding box of Indonesia."""
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
    """Return how far a place of a village may be from the village's point.

    area_km2  of the village; None: unknown
    returns   km: 5 plus twice the root of the area, 15 for an unknown one

    In Kabupaten Bekasi no boundary is farther from the point than twice the root of the area.
    """
    return 15.0 if area_km2 is None else 5 + 2 * sqrt(area_km2)


def check_near(point: Point, village: str, village_point: Point | None, area_km2: float | None) -> None:
    """Raise PointFarAway when a point is beyond ``reach_km`` of a village, whose full name the sentence has."""
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


def succession_sentence(old: Named, new: Named) -> str:
    """Return the sentence that a village is no longer planned, and which one stands for it."""
    names = {"old": f"{old.full_name} ({old.code})", "new": f"{new.full_name} ({new.code})"}
    return str(_("%(old)s sudah menjadi %(new)s. Pilih yang baru.", **names))
