"""What comes from elsewhere is pinned: Python libraries with hashes, browser libraries by version."""

import json
import re

import pytest

from botram.config import ROOT

LISTS = ("requirements", "requirements-dev")


def plain(name: str) -> str:
    """A package's name as indexes compare them, without extras."""
    return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()


def pinned(name: str) -> dict[str, str]:
    """Package name to all that the compiled list says of it."""
    text = (ROOT / f"{name}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {plain(line.partition("==")[0]): line for line in lines}


@pytest.mark.parametrize("name", LISTS)
def test_every_library_has_one_version_and_hashes(name: str) -> None:
    for line in pinned(name).values():
        assert re.match(r"[a-z0-9.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("name", LISTS)
def test_a_list_names_no_index_and_no_folder(name: str) -> None:
    assert not re.search(r"://|--index|--extra-index|--find-links|file:", (ROOT / f"{name}.txt").read_text())


@pytest.mark.parametrize("name", LISTS)
def test_what_is_asked_for_is_pinned(name: str) -> None:
    asked = [line for line in (ROOT / f"{name}.in").read_text().splitlines() if re.match(r"\w", line)]
    assert {plain(line) for line in asked} <= set(pinned(name))


def test_both_lists_agree() -> None:
    app, checks = (pinned(name) for name in LISTS)
    for name in set(app) & set(checks):
        assert app[name].split()[0] == checks[name].split()[0]


def test_the_browser_libraries_are_those_of_package_json() -> None:
    versions = json.loads((ROOT / "package.json").read_text())["dependencies"]
    folders = {folder.name for folder in (ROOT / "static" / "vendor").iterdir() if folder.is_dir()}
    assert folders == set(versions)
    start = (ROOT / "static/vendor/leaflet/leaflet.js").read_text("utf-8")[:200]
    assert f"Leaflet {versions['leaflet']}," in start
