"""The names of Indonesia's provinces, regencies, districts and of some villages, by their codes of Kemendagri."""

import csv
from collections.abc import Mapping
from functools import cache

from botram.packs import DATA

_FILE = DATA / "names" / "places.csv"
PROVINCE, REGENCY, DISTRICT = 2, 5, 8  # characters of a code


@cache
def national_names() -> Mapping[str, str]:
    """Return all names by code, read once: of villages only those of Jakarta and West Java."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def region_of(code: str) -> tuple[str, ...]:
    """Return the names of the regency and the province that a place with this code lies in; none for an unknown one."""
    names = national_names()
    return tuple(names[code[:length]] for length in (REGENCY, PROVINCE) if code[:length] in names)
