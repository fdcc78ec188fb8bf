"""The names of Indonesia's provinces, regencies, districts and of some villages, by their codes of Kemendagri."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from botram.packs import DATA, read_table
from botram.places.rules import Point, distance_km, normalised

_FILE = DATA / "names" / "places.csv"
PROVINCE, REGENCY, DISTRICT, VILLAGE = 2, 5, 8, 13  # characters of a code
_NEAR_KM = 60  # between the middles of two regencies: Kabupaten Bekasi and Kota Bogor
_KIND = re.compile("(?:kabupaten|kota)(?:administrasi)?(?=.)")
_OTHER_NAMES = {  # as people call them
    "31": ("jakarta", "dkijakarta", "dkj", "dki"),
    "32": ("jabar", "westjava", "baratjava", "jawabarat"),
    "33": ("jateng",),
    "35": ("jatim",),
    "34": ("diy", "yogyakarta", "jogja", "yogya", "jogjakarta"),
    "32.15": ("krawang", "kerawang"),
    "32.16": ("bks",),
    "32.75": ("bks",),
    "31.71": ("jakpus",),
    "31.72": ("jakut",),
    "31.73": ("jakbar",),
    "31.74": ("jaksel",),
    "31.75": ("jaktim",),
}


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    """Return the rows of the file by code, read once."""
    return {row["code"]: row for _line, row in read_table(_FILE, ("code", "name", "latitude", "longitude"))}


@cache
def national_names() -> Mapping[str, str]:
    """Return all names by code: of villages only those of Jakarta and West Java."""
    return {code: row["name"] for code, row in _rows().items()}


def region_of(code: str) -> tuple[str, ...]:
    """Return the names of the regency and the province that a place with this code lies in; none for an unknown one."""
    names = national_names()
    return tuple(names[code[:length]] for length in (REGENCY, PROVINCE) if code[:length] in names)


def full_name(code: str) -> str:
    """Return a place with its kind: Kota Bekasi, Kecamatan Bekasi Timur, Kelurahan Margahayu di Kecamatan ..."""
    names = national_names()
    if len(code) == DISTRICT:
        return f"Kecamatan {names[code]}"
    if len(code) == VILLAGE:
        kind = "Kelurahan" if code[9] == "1" else "Desa"
        return f"{kind} {names[code]}, Kecamatan {names[code[:DISTRICT]]}"
    return names[code]


@cache
def _codes_by_name() -> Mapping[str, Sequence[str]]:
    """Return the codes of all places by their normalised names. Regencies also without "Kota" or "Kabupaten"."""
    found: dict[str, list[str]] = {}
    for code, name in national_names().items():
        letters = normalised(name)
        called = {letters, *_OTHER_NAMES.get(code, ())}
        if len(code) == REGENCY:
            short = _KIND.sub("", letters, count=1)
            called |= {short, f"kota{short}", f"{short}kota"} if letters.startswith("kota") else {short}
        for one in called:
            found.setdefault(one, []).append(code)
    return found


def codes_called(letters: str) -> Sequence[str]:
    """Return the codes of the places with a normalised name."""
    return _codes_by_name().get(letters, ())


@cache
def regency_names() -> frozenset[str]:
    """Return the normalised names of all regencies and cities, without "Kota" and "Kabupaten"."""
    return frozenset(name for name, codes in _codes_by_name().items() if any(len(code) == REGENCY for code in codes))


@cache
def regencies_near(own: frozenset[str]) -> Mapping[str, float]:
    """Return the distance in km of each regency near one of ours, by code. Without our own."""
    points = {code: _point_of(row) for code, row in _rows().items() if len(code) == REGENCY and row["latitude"]}
    found: dict[str, float] = {}
    for code, point in points.items():
        away = min((distance_km(point, points[one]) for one in own if one in points), default=_NEAR_KM + 1)
        if away <= _NEAR_KM and code not in own:
            found[code] = away
    return found


@cache
def names_near(own: frozenset[str]) -> Sequence[str]:
    """Return the normalised names of the regencies near ours and of their districts, for names with a slip."""
    near, wanted = regencies_near(own), (REGENCY, DISTRICT)
    return [
        name
        for name, codes in _codes_by_name().items()
        if any(len(code) in wanted and code[:REGENCY] in near for code in codes)
    ]


def _point_of(row: Mapping[str, str]) -> Point:
    """Return the point of a row that has one."""
    return float(row["latitude"]), float(row["longitude"])
