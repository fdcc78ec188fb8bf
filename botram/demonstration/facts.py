"""The contents of the demonstration, from the files of botram/data/demonstration: people, schedule, results."""

from typing import Any

from botram.packs import DATA, read_json

_FOLDER = DATA / "demonstration"
OFFICES: dict[str, Any] = read_json(_FOLDER / "offices.json")  # by code
SCHEDULE: dict[str, Any] = read_json(_FOLDER / "schedule.json")
RESULTS: dict[str, Any] = read_json(_FOLDER / "results.json")
