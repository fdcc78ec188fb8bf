"""Reading the files of a region pack. Each row is checked by itself and refused with a sentence."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from shapely import Point, is_valid_reason
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from botram.packs import BadRow, RefusedRow, UnusablePack, read_about, read_json, read_number, read_table
from botram.places.models import VillageKind
from botram.places.regions.successors import COLUMNS, Succession, succession_of

_DISTRICT_COLUMNS = ("code", "name", "latitude", "longitude", "area_km2", "population", "other_names")
_VILLAGE_COLUMNS = (*_DISTRICT_COLUMNS, "kind", "district_code", "postal_code")
_DEPOT_COLUMNS = ("id", "name", "type", "district_code", "village_code", "latitude", "longitude")
SOUTH, NORTH, WEST, EAST = -11.5, 6.5, 94.0, 142.0  # degrees: Indonesia with a margin of sea
_KIND_BY_DIGIT = {"1": VillageKind.KELURAHAN, "2": VillageKind.DESA}

Values = dict[str, Any]
"""Values of a row by the names of its columns."""


@dataclass
class RegionPack:
    """The valid rows of a region pack, by code, and the refused ones."""

    code: str
    name: str
    credit: str = ""  # whose data it is: the line under the map
    credit_english: str = ""  # the same, where the pack has it
    districts: dict[str, Values] = field(default_factory=dict)
    villages: dict[str, Values] = field(default_factory=dict)
    depot: tuple[float, float] | None = None  # of the office itself
    successions: dict[str, Succession] = field(default_factory=dict)  # by the code of the village that ends
    refused: list[RefusedRow] = field(default_factory=list)
    named: set[str] = field(default_factory=set)  # every code in the files, also of refused rows


@dataclass(frozen=True)
class _Outline:
    """A boundary as text for the table, and as a geometry for tests of points."""

    text: str
    area: BaseGeometry


def read_region(
    folder: Path,
    known_districts: set[str],
    known_villages: Collection[str] = (),
    successors: Mapping[str, str] = MappingProxyType({}),
) -> RegionPack:
    """Read the pack in a folder. Raises UnusablePack.

    known_districts, known_villages   the codes in the database
    successors                        those of its villages that have one
    """
    about = read_about(folder)
    code, name, files = about.get("code"), about.get("name"), about["files"]
    if not isinstance(code, str) or not re.fullmatch(r"\d\d\.\d\d", code) or not isinstance(name, str):
        raise UnusablePack(_("pack.json tidak menyebut kode kabupaten atau kota seperti 32.16 dan namanya."))
    if "districts" not in files or "villages" not in files:
        raise UnusablePack(_("pack.json tidak menyebut berkas kecamatan dan desa (bagian files)."))
    pack = RegionPack(code, name, str(about.get("credit", "")), str(about.get("credit_english", "")))
    outlines = _read_outlines(pack, folder, files.get("district_boundaries"))
    table = folder / files["districts"]
    for row, cells in _valid_rows(pack, table, _DISTRICT_COLUMNS, rf"{re.escape(code)}\.\d\d"):
        with _collecting_refusals(pack, table, row, cells["code"]):
            pack.districts[cells["code"]] = _place_values(cells, outlines)
    districts = known_districts | set(pack.districts)
    village_outlines = _read_outlines(pack, folder, files.get("village_boundaries"))
    table = folder / files["villages"]
    for row, cells in _valid_rows(pack, table, _VILLAGE_COLUMNS, rf"{re.escape(code)}\.\d\d\.\d{{4}}"):
        with _collecting_refusals(pack, table, row, cells["code"]):
            pack.villages[cells["code"]] = _village_values(cells, districts, village_outlines)
    _refuse_unknown_boundaries(pack, files, outlines, village_outlines)
    if "successors" in files:
        _read_successors(pack, folder / files["successors"], districts, known_villages, dict(successors))
    if "depots" in files:
        _read_depots(pack, folder / files["depots"])
    return pack


@contextmanager
def _collecting_refusals(pack: RegionPack, file: Path, row: int, code: str) -> Iterator[None]:
    """Add a row to the refused ones when the block raises BadRow."""
    try:
        yield
    except BadRow as refusal:
        pack.refused.append(RefusedRow(file.name, row, code, str(refusal)))


def _valid_rows(
    pack: RegionPack, file: Path, columns: tuple[str, ...], pattern: str
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with a new code that matches a pattern and with a name, and refuse the others."""
    for row, cells in read_table(file, columns):
        code = cells["code"]
        if not re.fullmatch(pattern, code):
            sentence = _("Kode tidak berbentuk seperti yang diharapkan dalam paket %(pack)s.", pack=pack.code)
        elif code in pack.named:
            sentence = _("Kode ini sudah dipakai di baris sebelumnya.")
        elif not cells["name"]:
            sentence = _("Nama kosong.")
        else:
            pack.named.add(code)
            yield row, cells
            continue
        pack.named.add(code)
        pack.refused.append(RefusedRow(file.name, row, code, sentence))


def _place_values(cells: dict[str, str], outlines: dict[str, _Outline]) -> Values:
    """The values that districts and villages have in common. Raises BadRow."""
    latitude, longitude = _coordinates(cells)
    values: Values = {
        "name": cells["name"],
        "latitude": latitude,
        "longitude": longitude,
        "area_km2": read_number(cells["area_km2"], "area_km2"),
        "population": _population_of(cells["population"]),
        "other_names": ";".join(filter(None, (name.strip() for name in cells["other_names"].split(";")))),
    }
    if outline := outlines.get(cells["code"]):
        if latitude is not None and longitude is not None and not outline.area.covers(Point(longitude, latitude)):
            raise BadRow(_("Titiknya berada di luar batas wilayahnya sendiri."))
        values["boundary"] = outline.text
    return values


def _village_values(cells: dict[str, str], districts: set[str], outlines: dict[str, _Outline]) -> Values:
    """The values of a village. Raises BadRow."""
    code, district = cells["code"], cells["district_code"]
    if district not in districts:
        raise BadRow(_("Kecamatan %(code)s tidak dikenal.", code=district))
    if not code.startswith(f"{district}."):
        raise BadRow(_("Kode desa tidak diawali kode kecamatannya, %(code)s.", code=district))
    kind = _KIND_BY_DIGIT.get(code[9])
    if kind is None or cells["kind"] != kind:
        raise BadRow(
            _(
                "Jenis %(kind)s tidak cocok dengan kode: blok terakhir berawal 1 untuk kelurahan, 2 untuk desa.",
                kind=cells["kind"] or _("(kosong)"),
            )
        )
    if not re.fullmatch(r"(\d{5})?", cells["postal_code"], re.ASCII):
        raise BadRow(_("Kode pos bukan lima angka: %(text)s.", text=cells["postal_code"]))
    own = {"district_code": district, "kind": kind, "postal_code": cells["postal_code"]}
    return _place_values(cells, outlines) | own


def _coordinates(cells: dict[str, str]) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees, or None for both. Raises BadRow, also for a swapped pair."""
    latitude, longitude = (read_number(cells["latitude"], "latitude"), read_number(cells["longitude"], "longitude"))
    if latitude is None and longitude is None:
        return None, None
    if latitude is None or longitude is None:
        raise BadRow(_("Lintang dan bujur harus diisi keduanya atau dikosongkan keduanya."))
    _check_coordinates(latitude, longitude)
    return latitude, longitude


def _check_coordinates(latitude: float, longitude: float) -> None:
    """Raise BadRow for a swapped pair and for a point outside Indonesia, where no longitude is a valid latitude."""
    shown = {"latitude": f"{latitude:g}", "longitude": f"{longitude:g}"}
    if SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST:
        return
    if SOUTH <= longitude <= NORTH and WEST <= latitude <= EAST:
        raise BadRow(_("Lintang dan bujur tertukar: %(latitude)s, %(longitude)s.", **shown))
    raise BadRow(_("Titik %(latitude)s, %(longitude)s berada di luar Indonesia.", **shown))


def _population_of(text: str) -> int | None:
    """The number of residents; None for an empty cell. Raises BadRow."""
    if text and not (text.isascii() and text.isdigit()):
        raise BadRow(_("population bukan bilangan bulat: %(text)s.", text=text))
    return int(text) if text else None


def _read_outlines(pack: RegionPack, folder: Path, name: str | None) -> dict[str, _Outline]:
    """Read the boundaries of a GeoJSON file, by code, and refuse invalid ones. Raises UnusablePack."""
    if name is None:
        return {}
    features = read_json(folder / name)
    if not isinstance(features, dict) or not isinstance(features.get("features"), list):
        raise UnusablePack(_("%(file)s bukan FeatureCollection GeoJSON.", file=name))
    outlines: dict[str, _Outline] = {}
    for row, feature in enumerate(features["features"], start=1):
        named = feature if isinstance(feature, dict) else {}
        properties = named.get("properties")
        code = str(properties.get("code", "")) if isinstance(properties, dict) else ""
        with _collecting_refusals(pack, folder / name, row, code):
            if code in outlines:
                raise BadRow(_("Batas untuk kode ini sudah ada sebelumnya di berkas."))
            outlines[code] = _read_outline(named.get("geometry"))
    return outlines


def _read_outline(geometry: Any) -> _Outline:
    """Return a GeoJSON geometry as an outline. Raises BadRow unless it is a valid polygon in Indonesia."""
    try:
        area = shape(geometry)
        west, south, east, north = area.bounds
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise BadRow(_("Batas wilayah tidak dapat dibaca sebagai poligon.")) from error
    if area.geom_type not in ("Polygon", "MultiPolygon"):
        raise BadRow(_("Batas wilayah bukan Polygon atau MultiPolygon."))
    _check_coordinates(south, west)
    _check_coordinates(north, east)
    if not area.is_valid:
        raise BadRow(_("Batas wilayah tidak sah sebagai poligon: %(reason)s.", reason=is_valid_reason(area)))
    return _Outline(json.dumps(geometry, separators=(",", ":")), area)


def _refuse_unknown_boundaries(pack: RegionPack, files: dict[str, str], *outlines: dict[str, _Outline]) -> None:
    """Refuse the boundaries whose code no row of the pack has."""
    for key, found in zip(("district_boundaries", "village_boundaries"), outlines, strict=True):
        for row, code in enumerate(found, start=1):
            if code not in pack.named:
                pack.refused.append(RefusedRow(files[key], row, code, _("Tidak ada baris dengan kode batas ini.")))


def _read_depots(pack: RegionPack, file: Path) -> None:
    """Check the rows of depots and take the office's own as the point from which its teams start."""
    for row, cells in read_table(file, _DEPOT_COLUMNS):
        with _collecting_refusals(pack, file, row, cells["id"]):
            latitude, longitude = _coordinates(cells)
            for code in (cells["district_code"], cells["village_code"]):
                if code and code not in pack.named:
                    raise BadRow(_("Wilayah %(code)s tidak ada di paket ini.", code=code))
            if cells["type"] == "disdukcapil_office" and latitude is not None and longitude is not None:
                pack.depot = latitude, longitude


def _read_successors(
    pack: RegionPack, file: Path, districts: set[str], known: Collection[str], successors: dict[str, str]
) -> None:
    """Read the villages that have a successor."""
    pattern = rf"{re.escape(pack.code)}\.\d\d\.\d{{4}}"
    for row, cells in read_table(file, COLUMNS):
        code = cells["code"]
        with _collecting_refusals(pack, file, row, code):
            if not re.fullmatch(pattern, code, re.ASCII) or code[:8] not in districts or not cells["name"]:
                raise BadRow(_("Kode, kecamatan, atau nama desa lama tidak dapat dipakai."))
            if code in pack.successions:
                raise BadRow(_("Kode ini sudah dipakai di baris sebelumnya."))
            pack.named.add(code)
            found = succession_of(cells, {*known, *pack.villages}, successors)
            pack.successions[code], successors[code] = found, found.successor
