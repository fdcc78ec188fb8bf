"""What the list of the names of places promises, read as it is, without a database."""

import csv
import json
from collections import Counter
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "botram" / "data"
NAMES = DATA / "names"
LEVELS = {2: "provinces", 5: "regencies", 8: "districts", 13: "villages"}


def rows(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def test_it_holds_what_its_description_counts_and_each_place_stands_below_its_own() -> None:
    names, about = rows(NAMES / "places.csv"), json.loads((NAMES / "pack.json").read_text(encoding="utf-8"))
    assert Counter(LEVELS[len(code)] for code in names) == about["counts"]
    above = {code: code[: sorted(LEVELS)[sorted(LEVELS).index(len(code)) - 1]] for code in names if len(code) > 2}
    assert [code for code, higher in above.items() if higher not in names] == []
    assert list(names) == sorted(names)
    assert all(name == " ".join(name.split()) and name for name in names.values())
    assert {name.split()[0] for code, name in names.items() if len(code) == 5} == {"Kabupaten", "Kota"}
    assert "MIT License" in (NAMES / about["files"]["licence"]).read_text(encoding="utf-8")


def test_it_names_our_own_places_as_the_region_packs_do() -> None:
    names = rows(NAMES / "places.csv")
    for pack in ("region-3216", "region-3217"):
        own = {**rows(DATA / pack / "districts.csv"), **rows(DATA / pack / "villages.csv")}
        assert {code: names[code] for code in own} == own
        about = json.loads((DATA / pack / "pack.json").read_text(encoding="utf-8"))
        assert names[about["code"]] == about["name"]
