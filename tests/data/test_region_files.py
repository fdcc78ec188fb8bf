"""What the region packs promise, read from their files as they are, without a database."""

import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import Point, shape

DATA = Path(__file__).resolve().parents[2] / "botram" / "data"
BEKASI, BANDUNG_BARAT = DATA / "region-3216", DATA / "region-3217"
REGIONS = [pytest.param(BEKASI, id="Bekasi"), pytest.param(BANDUNG_BARAT, id="Bandung Barat")]

FIRST_LINES = {
    "districts.csv": "code,name,latitude,longitude,area_km2,population,population_year,other_names",
    "villages.csv": "code,name,kind,district_code,latitude,longitude,area_km2,population,population_year,"
    "postal_code,other_names",
    "successors.csv": "code,name,kind,successor,from",
    "depots.csv": "id,name,type,address,district_code,village_code,latitude,longitude,precision,source",
}

# Kepmendagri 300.2.2-2430 of 2025, districts 01 to 23 in order.
VILLAGES_PER_DISTRICT = [8, 9, 7, 7, 8, 10, 7, 11, 11, 8, 8, 7, 13, 7, 7, 8, 6, 11, 7, 6, 8, 7, 6]
KELURAHAN = {
    "Setia Asih", "Bahagia", "Kebalen", "Jatimulya", "Wanasari", "Telaga Asih", "Sertajaya", "Kertasari",
}  # fmt: skip


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def first_line(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0]


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def outlines(path: Path) -> dict[str, Any]:
    return {feature["properties"]["code"]: shape(feature["geometry"]) for feature in read(path)["features"]}


def point(row: dict[str, str]) -> Point:
    return Point(float(row["longitude"]), float(row["latitude"]))


def plain(name: str) -> str:
    """The name as it is compared: lower case, without spaces."""
    return name.lower().replace(" ", "")


@pytest.mark.parametrize("pack", REGIONS)
def test_a_pack_names_its_edition_sources_licence_and_files(pack: Path) -> None:
    about = read(pack / "pack.json")
    assert about["form"] == 1
    assert pack.name == "region-" + about["code"].replace(".", "")
    assert about["name"] and about["edition"] and about["credit"] and about["credit_english"]
    assert date.fromisoformat(about["date"]) and date.fromisoformat(about["edition_date"])
    for source in about["sources"]:
        assert {"covers", "name", "address", "version", "date", "licence"} <= set(source)
        assert source["covers"] and source["name"] and source["licence"]
    named = {"pack.json", *about["files"].values()}
    assert named == {file.name for file in pack.iterdir()}
    assert "Permission is hereby granted" in (pack / about["files"]["licence"]).read_text()


@pytest.mark.parametrize("pack", REGIONS)
def test_a_pack_has_the_columns_and_counts_it_promises(pack: Path) -> None:
    districts, villages = rows(pack / "districts.csv"), rows(pack / "villages.csv")
    for file in ("districts.csv", "villages.csv"):
        assert first_line(pack / file) == FIRST_LINES[file]
    kinds = Counter(village["kind"] for village in villages)
    found = {"districts": len(districts), "villages": len(villages)}
    found |= {kind: kinds[kind] for kind in ("desa", "kelurahan")}
    assert found == read(pack / "pack.json")["counts"]


@pytest.mark.parametrize("pack", REGIONS)
def test_a_village_code_begins_with_its_district_and_tells_its_kind(pack: Path) -> None:
    office = read(pack / "pack.json")["code"]
    districts = {row["code"] for row in rows(pack / "districts.csv")}
    villages = rows(pack / "villages.csv")
    assert all(re.fullmatch(re.escape(office) + r"\.\d\d", code) for code in districts)
    assert {village["district_code"] for village in villages} == districts
    for village in villages:
        assert re.fullmatch(re.escape(village["district_code"]) + r"\.[12]\d{3}", village["code"]), village
        assert village["kind"] == {"1": "kelurahan", "2": "desa"}[village["code"][9]], village


@pytest.mark.parametrize("pack", REGIONS)
def test_codes_are_unique_and_names_are_clean(pack: Path) -> None:
    for file in ("districts.csv", "villages.csv"):
        found = rows(pack / file)
        assert len({row["code"] for row in found}) == len(found)
        for row in found:
            names = [row["name"], *filter(None, row["other_names"].split(";"))]
            assert all(name and name == " ".join(name.split()) for name in names), row
            assert len(set(names)) == len(names), row


@pytest.mark.parametrize("pack", REGIONS)
def test_an_unknown_value_is_an_empty_cell_and_never_zero(pack: Path) -> None:
    for row in rows(pack / "districts.csv") + rows(pack / "villages.csv"):
        for column in ("latitude", "longitude", "area_km2", "population", "population_year"):
            assert row[column] == "" or float(row[column]) != 0, row
        assert bool(row["latitude"]) == bool(row["longitude"]), row
        assert bool(row["population"]) == bool(row["population_year"]), row
        assert re.fullmatch(r"(\d{5})?", row.get("postal_code", "")), row


@pytest.mark.parametrize("pack", REGIONS)
def test_no_point_has_latitude_and_longitude_swapped(pack: Path) -> None:
    for row in rows(pack / "districts.csv") + rows(pack / "villages.csv"):
        if row["latitude"]:
            assert -11 <= float(row["latitude"]) <= 6.5 and 95 <= float(row["longitude"]) <= 141.1, row


def test_bekasi_has_the_villages_of_the_decree_in_each_district() -> None:
    villages = rows(BEKASI / "villages.csv")
    per_district = Counter(village["district_code"] for village in villages)
    assert [per_district[f"32.16.{number:02}"] for number in range(1, 24)] == VILLAGES_PER_DISTRICT
    assert {village["name"] for village in villages if village["kind"] == "kelurahan"} == KELURAHAN
    assert (len(villages), sum(village["kind"] == "desa" for village in villages)) == (187, 179)


def test_every_village_of_bekasi_has_a_point_an_area_and_a_postal_code() -> None:
    for village in rows(BEKASI / "villages.csv"):
        assert village["latitude"] and village["area_km2"] and village["postal_code"], village


@pytest.mark.parametrize("level", ["districts", "villages"])
def test_each_point_lies_inside_its_own_boundary(level: str) -> None:
    boundaries, found = (outlines(BEKASI / f"{level}.geojson"), rows(BEKASI / f"{level}.csv"))
    assert set(boundaries) == {row["code"] for row in found}
    for row in found:
        assert boundaries[row["code"]].is_valid, row["code"]
        assert boundaries[row["code"]].contains(point(row)), row["code"]


@pytest.mark.parametrize("level", ["districts", "villages"])
def test_boundaries_carry_only_code_and_the_name_of_the_list(level: str) -> None:
    names = {row["code"]: row["name"] for row in rows(BEKASI / f"{level}.csv")}
    for feature in read(BEKASI / f"{level}.geojson")["features"]:
        code = feature["properties"]["code"]
        assert feature["properties"] == {"code": code, "name": names[code]}


@pytest.mark.parametrize(
    ("file", "written", "official"),
    [
        ("villages.csv", "Pasirranji", "Pasiranji"),
        ("villages.csv", "Tamansari", "Taman Sari"),
        ("villages.csv", "Segaramakmur", "Sagara Makmur"),
        ("villages.csv", "Sumberreja", "Sumbereja"),
        ("villages.csv", "Cileduk", "Ciledug"),
        ("districts.csv", "Muara Gembong", "Muaragembong"),
        ("districts.csv", "Kedungwaringin", "Kedung Waringin"),
        ("districts.csv", "Karangbahagia", "Karang Bahagia"),
    ],
)
def test_spellings_that_people_use_lead_to_the_official_name(file: str, written: str, official: str) -> None:
    found = [row["name"] for row in rows(BEKASI / file) if written in row["other_names"].split(";")]
    assert found == [official]


def test_a_name_in_bekasi_means_one_village_and_no_other_name_takes_it() -> None:
    villages = rows(BEKASI / "villages.csv")
    owners: dict[str, set[str]] = {}
    for village in villages:
        for name in [village["name"], *filter(None, village["other_names"].split(";"))]:
            owners.setdefault(plain(name), set()).add(village["code"])
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_depots_stand_in_villages_and_districts_of_the_list() -> None:
    depots = rows(BEKASI / "depots.csv")
    districts = {row["code"] for row in rows(BEKASI / "districts.csv")}
    villages = {row["code"] for row in rows(BEKASI / "villages.csv")}
    boundaries = outlines(BEKASI / "villages.geojson")
    assert first_line(BEKASI / "depots.csv") == FIRST_LINES["depots.csv"]
    assert Counter(depot["type"] for depot in depots) == {
        "disdukcapil_office": 1, "public_service_mall": 1, "public_service_outlet": 1, "district_office": 23,
    }  # fmt: skip
    for depot in depots:
        assert depot["district_code"] in districts and depot["source"], depot
        assert depot["village_code"] in {"", *villages}, depot
        assert bool(depot["latitude"]) == bool(depot["longitude"]) == (depot["precision"] != ""), depot
        if depot["latitude"]:
            assert boundaries[depot["village_code"]].contains(point(depot)), depot
