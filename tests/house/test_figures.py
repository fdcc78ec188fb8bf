"""The figures of the structure are counted right, and a broken bound ends the tool with 1."""

from pathlib import Path, PurePosixPath

import pytest

from tests.house.conftest import Plant
from tools import measure_house
from tools.house.figures import Figure, figures, names_in_several_files, own_public_functions, replaced_internals
from tools.house.sources import Source, read_sources

FUNCTIONS = {
    "visits/rules.py": "def may():\n    pass\n\n\ndef often():\n    may()\n\n\ndef _own():\n    pass\n",
    "visits/actions.py": "from botram.visits import rules\nrules.often()\n\n\ndef _may():\n    pass\n",
    "web/visits.py": "@blueprint.get('/')\ndef show():\n    pass\n\n\ndef register(app):\n    pass\n",
    "web/days.py": "@blueprint.get('/hari')\ndef show():\n    pass\n\n\ndef register(app):\n    pass\n",
}


def test_a_public_function_that_only_its_file_uses_is_counted(plant: Plant) -> None:
    assert own_public_functions(plant(FUNCTIONS)) == ["botram/visits/rules.py:1 may"]
    assert own_public_functions(plant(FUNCTIONS), {"may"}) == []


def test_a_name_of_several_files_is_counted_with_and_without_an_underscore(plant: Plant) -> None:
    assert names_in_several_files(plant(FUNCTIONS)) == ["may: botram/visits/actions.py, botram/visits/rules.py"]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("monkeypatch.setattr('botram.visits.actions.MOST', 3)", True),
        ("from botram.visits import actions\nmonkeypatch.setattr(actions, 'MOST', 3)", True),
        ("from botram.visits.models import Visit\nmonkeypatch.setattr(Visit, 'changed', None)", True),
        ("monkeypatch.setattr('botram.clock.now', lambda: 0)", False),
        ("from botram import clock\nmonkeypatch.setattr(clock, 'now', lambda: 0)", False),
        ("import socket\nmonkeypatch.setattr(socket, 'getaddrinfo', None)", False),
        ("monkeypatch.setenv('PATH', '')", False),
    ],
)
def test_what_a_test_replaces_of_botram_is_counted(text: str, counted: bool) -> None:
    assert bool(replaced_internals(Source(PurePosixPath("tests/test_visits.py"), text))) is counted


def test_sizes_and_shares_are_counted(plant: Plant, tmp_path: Path) -> None:
    plant({"visits/rules.py": "def may():\n    return 1\n", "visits/empty.py": "", "visits/long.py": "x = 1\n" * 301})
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text(
        "@pytest.mark.parametrize('n', [1])\ndef test_one(n): ...\ndef test_two(): ...\n"
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "base.html").write_text("<html>\n</html>\n")
    found = {figure.name: figure for figure in figures(tmp_path)}
    assert found["lines of a file, longest"].value == 301 and not found["lines of a file, longest"].holds
    assert found["lines of Python in botram/"].value == 303
    assert found["lines of a function, longest"].value == 2
    assert found["lines of templates"].value == 2
    assert found["tests that are parametrised, per cent"].value == 50


@pytest.mark.parametrize(
    ("figure", "code", "said"),
    [
        (Figure("lines", 3, 3), 0, ""),
        (Figure("lines", 4, 3), 1, "BROKEN"),
        (Figure("lines", 4, 3, enforced=False), 0, "not yet"),
        (Figure("share", 29.9, 30, at_least=True), 1, "BROKEN"),
        (Figure("share", 30, 30, at_least=True), 0, ""),
        (Figure("calls", 403), 0, ""),
    ],
)
def test_a_broken_bound_ends_the_tool_with_1(
    figure: Figure, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert measure_house.report([figure]) == code
    assert capsys.readouterr().out.rstrip().endswith(said)


FAULTS = {
    "SQL calls outside models, queries, actions, triggers": {"botram/visits/rules.py": "current.scalars(wanted)\n"},
    "imports from one audience into another": {"botram/web/api/a.py": "from botram.web import officers\n"},
    "imports in functions": {"botram/a.py": "def f():\n    import json\n" + "    import ast\n" * 9},
    "public functions used in their own file alone": {
        "botram/a.py": "".join(f"def f{number}(): ...\n" for number in range(40))
    },
    "function names defined in several files": {
        f"botram/{name}.py": "".join(f"def f{number}(): ...\n" for number in range(40)) for name in "ab"
    },
    "lines of a file, median": {"botram/a.py": "x = 1\n" * 81},
    "lines of a file, 90th percentile": {"botram/a.py": "x = 1\n" * 201},
    "lines of a file, longest": {"botram/a.py": "x = 1\n" * 301},
    "lines of a function, median": {"botram/a.py": "def f():\n" + "    pass\n" * 8},
    "lines of a function, 90th percentile": {"botram/a.py": "def f():\n" + "    pass\n" * 18},
    "lines of a function, longest": {"botram/a.py": "def f():\n" + "    pass\n" * 45},
    "tests that are parametrised, per cent": {"tests/test_a.py": "def test_one(): ...\n"},
    "internals of Botram that tests replace": {
        "tests/test_a.py": "def test_one(monkeypatch):\n    monkeypatch.setattr('botram.visits.rules.may', 1)\n"
    },
}
"""For each figure with a bound a tree that is beyond it."""


@pytest.mark.parametrize("name", FAULTS)
def test_each_bound_is_broken_by_a_fault(name: str, tmp_path: Path) -> None:
    for file, text in FAULTS[name].items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, "utf-8")
    assert name in {figure.name for figure in figures(tmp_path) if not figure.holds}


def test_there_is_a_fault_for_each_bound(tmp_path: Path) -> None:
    assert {figure.name for figure in figures(tmp_path) if figure.bound is not None} == set(FAULTS)


def test_every_bound_that_is_not_enforced_exists(tmp_path: Path) -> None:
    assert {figure.name for figure in figures(tmp_path) if figure.bound is not None} >= measure_house.NOT_YET
    assert read_sources(tmp_path, "botram") == []
