"""Loading a region pack: each row stands alone, nothing is deleted, a second time changes nothing."""

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from botram.audit.models import AuditEntry
from botram.database import session
from botram.packs import DATA, LoadReport, UnusablePack
from botram.places.models import District, Village
from botram.places.regions.actions import load_region
from tests.builders import NOW, a_venue, count, office, village
from tests.databases import on_sqlite

DISTRICT = {"code": "91.01.01", "name": "Sana", "latitude": "-2.5", "longitude": "140.5"}
VILLAGE = {
    "code": "91.01.01.2001",
    "name": "Suka Maju",
    "kind": "desa",
    "district_code": "91.01.01",
    "latitude": "-2.55",
    "longitude": "140.55",
    "area_km2": "3.25",
    "population": "1200",
    "population_year": "2024",
    "postal_code": "99351",
    "other_names": "Sukamaju; Suka-Maju",
}
COLUMNS = "code,name,kind,district_code,latitude,longitude,area_km2,population,population_year,postal_code,other_names"
SQUARE = [[140.5, -2.6], [140.6, -2.6], [140.6, -2.5], [140.5, -2.5], [140.5, -2.6]]


def feature(code: str, ring: list[list[float]]) -> dict[str, Any]:
    """A boundary as GeoJSON has it."""
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code, "name": "x"}, "geometry": geometry}


def a_pack(
    folder: Path,
    villages: list[dict[str, str]],
    districts: list[dict[str, str]] | None = None,
    outlines: list[dict[str, Any]] | None = None,
) -> Path:
    """A pack of one small region."""
    folder.mkdir(exist_ok=True)
    files = {"districts": "districts.csv", "villages": "villages.csv"}
    for name, rows in (("districts.csv", districts or [DISTRICT]), ("villages.csv", villages)):
        lines = [",".join(f'"{row.get(column, "")}"' for column in COLUMNS.split(",")) for row in rows]
        (folder / name).write_text("\n".join([COLUMNS, *lines]) + "\n", "utf-8")
    if outlines is not None:
        files["village_boundaries"] = "villages.geojson"
        (folder / "villages.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": outlines}))
    about = {"form": 1, "code": "91.01", "name": "Kabupaten Contoh", "files": files}
    (folder / "pack.json").write_text(json.dumps(about))
    return folder


def test_the_packs_that_come_with_the_program_are_taken_whole(app: Flask) -> None:
    assert (count(District), count(Village)) == (23 + 16, 187 + 165 + 1)
    found = village("Taman Sari")
    assert found.full_name == "Desa Taman Sari"
    assert found.district.name == "Setu"
    assert found.other_names == "Tamansari"
    assert found.boundary and json.loads(found.boundary)["type"] == "Polygon"


def test_loading_again_changes_nothing(app: Flask) -> None:
    report = load_region(DATA / "region-3216", now=NOW)
    assert (report.added, report.changed, report.kept, report.refused) == ([], [], [], [])
    assert len(report.unchanged) == 23 + 187


def test_a_small_pack_is_taken_with_all_its_values(app: Flask, tmp_path: Path) -> None:
    report = load_region(a_pack(tmp_path / "pack", [VILLAGE], outlines=[feature(VILLAGE["code"], SQUARE)]), now=NOW)
    assert report.added == ["91.01.01", "91.01.01.2001"]
    assert not report.refused
    kept = session().get(Village, VILLAGE["code"])
    assert kept
    assert (kept.latitude, kept.longitude, kept.area_km2, kept.population) == (-2.55, 140.55, 3.25, 1200)
    assert (kept.postal_code, kept.other_names) == ("99351", "Sukamaju;Suka-Maju")


def refused(folder: Path, *rows: dict[str, str], **more: Any) -> LoadReport:
    """Load a good village and these rows behind it."""
    return load_region(a_pack(folder / "pack", [VILLAGE, *rows], **more), now=NOW)


NEXT = VILLAGE | {"code": "91.01.01.2002", "name": "Suka Damai"}


@on_sqlite
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"latitude": "140.55", "longitude": "-2.55"}, "Lintang dan bujur tertukar: 140.55, -2.55."),
        ({"latitude": "-12"}, "di luar Indonesia"),
        ({"longitude": ""}, "harus diisi keduanya"),
        ({"code": VILLAGE["code"]}, "sudah dipakai di baris sebelumnya"),
        ({"code": "91.01.01.202"}, "Kode tidak berbentuk"),
        ({"code": "32.16.01.2002"}, "Kode tidak berbentuk"),
        ({"code": ""}, "Kode tidak berbentuk"),
        ({"name": " "}, "Nama kosong."),
        ({"code": "91.01.02.2002"}, "Kode desa tidak diawali kode kecamatannya, 91.01.01."),
        ({"district_code": "91.01.09"}, "Kecamatan 91.01.09 tidak dikenal."),
        ({"kind": "kelurahan"}, "Jenis kelurahan tidak cocok"),
        ({"code": "91.01.01.1002"}, "Jenis desa tidak cocok"),
        ({"kind": ""}, "Jenis (kosong) tidak cocok"),
        ({"latitude": "-2,5,5"}, "latitude bukan angka: -2,5,5."),
        ({"area_km2": "nan"}, "area_km2 bukan angka: nan."),
        ({"population": "1.200"}, "population bukan bilangan bulat: 1.200."),
        ({"postal_code": "9935"}, "Kode pos bukan lima angka: 9935."),
        ({"latitude": "-2.7"}, "di luar batas wilayahnya sendiri"),
    ],
)
def test_a_wrong_row_is_named_and_holds_up_no_other(
    app: Flask, tmp_path: Path, row: dict[str, str], sentence: str
) -> None:
    wrong = NEXT | row
    report = refused(tmp_path, wrong, outlines=[feature(code, SQUARE) for code in (VILLAGE["code"], NEXT["code"])])
    [first, *_others] = [one for one in report.refused if one.file == "villages.csv"]
    assert (first.file, first.row, first.code) == ("villages.csv", 3, wrong["code"])
    assert sentence in first.sentence
    assert report.added == ["91.01.01", VILLAGE["code"]]
    assert "villages.csv, baris 3" in str(first)


def test_a_refused_district_takes_its_villages_along(app: Flask, tmp_path: Path) -> None:
    report = refused(tmp_path, districts=[DISTRICT | {"latitude": "140.5", "longitude": "-2.5"}])
    assert [one.file for one in report.refused] == ["districts.csv", "villages.csv"]
    assert report.added == []


@on_sqlite
@pytest.mark.parametrize(
    ("outline", "sentence"),
    [
        (feature(VILLAGE["code"], [[lat, lon] for lon, lat in SQUARE]), "tertukar"),
        (
            feature(VILLAGE["code"], [[140.5, -2.6], [140.6, -2.5], [140.6, -2.6], [140.5, -2.5], [140.5, -2.6]]),
            "tidak sah",
        ),
        (feature(VILLAGE["code"], [[140.5, -2.6]]), "tidak dapat dibaca sebagai poligon"),
        (feature(VILLAGE["code"], SQUARE) | {"geometry": None}, "tidak dapat dibaca sebagai poligon"),
        (
            feature(VILLAGE["code"], SQUARE) | {"geometry": {"type": "Point", "coordinates": [140.5, -2.5]}},
            "bukan Polygon",
        ),
        (feature("91.01.01.2999", SQUARE), "Tidak ada baris dengan kode batas ini."),
        ("nothing", "tidak dapat dibaca sebagai poligon"),
    ],
)
def test_a_wrong_boundary_is_left_out_and_its_village_taken(
    app: Flask, tmp_path: Path, outline: Any, sentence: str
) -> None:
    report = refused(tmp_path, outlines=[outline])
    [only] = report.refused
    assert (only.file, only.row) == ("villages.geojson", 1)
    assert sentence in only.sentence
    kept = session().get(Village, VILLAGE["code"])
    assert kept and kept.boundary is None


def test_a_reload_changes_what_differs_and_deletes_nothing(app: Flask, tmp_path: Path) -> None:
    outlines = [feature(VILLAGE["code"], SQUARE)]
    load_region(a_pack(tmp_path / "pack", [VILLAGE, NEXT], outlines=outlines), now=NOW)
    office("91.01", "Disdukcapil Contoh", "Asia/Jayapura")
    venue = a_venue(in_village="Suka Damai")
    report = load_region(a_pack(tmp_path / "pack", [VILLAGE | {"name": "Suka Mulya"}]), now=NOW)
    assert report.changed == [VILLAGE["code"]]
    assert report.kept == [NEXT["code"]]
    assert report.unchanged == ["91.01.01"]
    kept = session().get(Village, VILLAGE["code"])
    assert kept and kept.name == "Suka Mulya"
    assert kept.boundary, "a pack without boundaries leaves them"
    assert venue.village.name == "Suka Damai"


def test_a_refused_row_leaves_the_place_as_it_was(app: Flask, tmp_path: Path) -> None:
    load_region(a_pack(tmp_path / "pack", [VILLAGE]), now=NOW)
    wrong = VILLAGE | {"name": "Salah", "latitude": "140.55", "longitude": "-2.55"}
    report = load_region(a_pack(tmp_path / "pack", [wrong]), now=NOW)
    assert (report.changed, report.kept) == ([], [])
    kept = session().get(Village, VILLAGE["code"])
    assert kept and kept.name == "Suka Maju"


def test_an_office_without_a_depot_gets_that_of_its_pack(app: Flask) -> None:
    bekasi = office("32.16", "Disdukcapil Kabupaten Bekasi")
    load_region(DATA / "region-3216", now=NOW)
    session().refresh(bekasi)
    assert (bekasi.depot_latitude, bekasi.depot_longitude) == (-6.36591, 107.17309)


def test_a_depot_with_swapped_coordinates_is_refused(app: Flask, tmp_path: Path) -> None:
    pack = shutil.copytree(DATA / "region-3216", tmp_path / "pack")
    text = (pack / "depots.csv").read_text("utf-8")
    (pack / "depots.csv").write_text(text.replace("-6.36591,107.17309", "107.17309,-6.36591"), "utf-8")
    [only] = load_region(pack, now=NOW).refused
    assert (only.file, only.row, only.code) == ("depots.csv", 2, "D01")
    assert "tertukar" in only.sentence


@on_sqlite
@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("pack.json", None, "pack.json tidak dapat dibaca"),
        ("pack.json", "{", "bukan JSON yang utuh"),
        ("pack.json", '{"form": 2}', "bukan paket data bentuk 1"),
        ("pack.json", '{"form": 1, "code": "91.01", "name": "x"}', "tidak menyebut berkas-berkasnya"),
        ("pack.json", '{"form": 1, "code": "91", "name": "x", "files": {}}', "tidak menyebut kode"),
        ("villages.csv", None, "villages.csv tidak dapat dibaca"),
        ("villages.csv", "code;name\n", "villages.csv: kolom yang tidak ada: latitude, longitude"),
        ("villages.csv", b"\xff\xfec", "villages.csv: bukan teks UTF-8"),
        ("villages.geojson", "[]", "villages.geojson bukan FeatureCollection"),
    ],
)
def test_a_folder_that_is_no_pack_is_refused_as_a_whole(
    app: Flask, tmp_path: Path, file: str, content: str | bytes | None, sentence: str
) -> None:
    pack = a_pack(tmp_path / "pack", [VILLAGE], outlines=[])
    if content is None:
        (pack / file).unlink()
    else:
        (pack / file).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(UnusablePack, match=sentence):
        load_region(pack, now=NOW)
    assert session().get(District, "91.01.01") is None


def test_a_pack_that_excel_saved_in_indonesia_is_read(app: Flask, tmp_path: Path) -> None:
    pack = a_pack(tmp_path / "pack", [VILLAGE])
    for file in (pack / "villages.csv", pack / "districts.csv"):
        with file.open(newline="", encoding="utf-8") as read:
            rows = [[re.sub(r"^(-?\d+)\.(\d+)$", r"\1,\2", cell) for cell in row] for row in csv.reader(read)]
        saved = io.StringIO()
        csv.writer(saved, delimiter=";", lineterminator="\r\n").writerows([*row, ""] for row in rows)
        file.write_bytes(b"\xef\xbb\xbf" + saved.getvalue().encode())
    assert "-2,55" in (pack / "villages.csv").read_text("utf-8-sig")
    assert not load_region(pack, now=NOW).refused
    village = session().get_one(Village, VILLAGE["code"])
    assert (village.latitude, village.longitude) == (float(VILLAGE["latitude"]), float(VILLAGE["longitude"]))


def test_what_was_loaded_is_written_down(app: Flask, tmp_path: Path) -> None:
    load_region(a_pack(tmp_path / "pack", [VILLAGE]), now=NOW, own=True)
    entry = session().scalars(select(AuditEntry).where(AuditEntry.subject_key == "91.01")).one()
    assert (entry.action, entry.subject, entry.at) == ("load", "region", NOW)
    assert entry.after["added"] == 2
    assert entry.after["own"] is True
