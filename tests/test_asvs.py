"""What docs/asvs.md claims of each requirement, and the lists of docs/security.md, hold in the code."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from botram.config import ROOT

SECTIONS = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
"""How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, by chapter. They come first in a section."""

STATES = ("met", "not met", "not applicable")
SOURCES = {str(file.relative_to(ROOT)): file.read_text("utf-8") for file in sorted((ROOT / "botram").rglob("*.py"))}
SCRIPTS = {str(file.relative_to(ROOT)): file.read_text("utf-8") for file in sorted((ROOT / "static/js").glob("*.js"))}
DOCUMENT = (ROOT / "docs/asvs.md").read_text("utf-8")
SAFETY = (ROOT / "docs/security.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS = [match.groups() for match in ROW.finditer(DOCUMENT)]


def numbers() -> list[str]:
    """The numbers of all requirements, in order."""
    return [
        f"{chapter}.{section}.{number}"
        for chapter, counts in SECTIONS.items()
        for section, count in enumerate(counts, 1)
        for number in range(1, count + 1)
    ]


def evidence_faults(evidence: str) -> list[str]:
    """The tests and files named that do not exist."""
    named = re.findall(r"`([^`]+)`", evidence)
    missing = [] if named else ["nothing is named"]
    for one in named:
        path, _, test = one.partition("::")
        file = ROOT / path
        if not file.is_file() or (test and f"def {test}(" not in file.read_text("utf-8")):
            missing.append(one)
    return missing


def test_all_253_requirements_stand_there_once_and_in_order() -> None:
    assert [row[0] for row in ROWS] == numbers()
    assert len(ROWS) == 253


def test_each_has_a_state_and_the_sums_are_right() -> None:
    counts = Counter(row[3] for row in ROWS)
    assert set(counts) == set(STATES)
    sums = f"Met: {counts['met']}. Not met: {counts['not met']}. Not applicable: {counts['not applicable']}."
    assert sums in DOCUMENT


@pytest.mark.parametrize("row", [row for row in ROWS if row[3] == "met"], ids=lambda row: row[0])
def test_what_is_met_names_a_test_or_a_file_that_exists(row: tuple[str, ...]) -> None:
    assert not evidence_faults(row[5])


@pytest.mark.parametrize("row", [row for row in ROWS if row[3] != "met"], ids=lambda row: row[0])
def test_what_is_not_met_says_why(row: tuple[str, ...]) -> None:
    assert len(row[4]) > 5
    assert row[5] == "-"


def test_each_place_that_is_named_exists() -> None:
    named = re.findall(r"`([\w./-]+/[\w.-]*)`", " ".join(row[4] for row in ROWS) + SAFETY)
    ours = [one for one in named if one.split("/")[0] in ("botram", "docs", "static", "templates", "tools", ".github")]
    assert len(ours) > 40
    assert not [one for one in ours if not (ROOT / one).exists()]


@pytest.mark.parametrize(
    "evidence", ["-", "tests/test_asvs.py", "`tests/none.py`", "`tests/test_asvs.py::test_that_nobody_wrote`"]
)
def test_the_search_for_missing_tests_finds_them(evidence: str) -> None:
    assert evidence_faults(evidence)


CRYPTOGRAPHY = ("argon2", "cryptography", "hashlib", "hmac", "itsdangerous", "pyotp", "secrets", "uuid")


def imported(source: str) -> Iterator[str]:
    """The whole names of what a source imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def uses_cryptography(source: str) -> bool:
    """Whether a source imports a library of cryptography, or our hasher of passwords."""
    return any(name.split(".")[0] in CRYPTOGRAPHY or name.endswith("rules.hasher") for name in imported(source))


def part_of(document: str, heading: str) -> str:
    """The text below a heading of the second level."""
    return document.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_use_of_cryptography_is_listed() -> None:
    listed = set(re.findall(r"`(botram/[\w/]+\.py)`", part_of(SAFETY, "Cryptography")))
    used = {file for file, source in SOURCES.items() if uses_cryptography(source)}
    through_ours = {"botram/staff/actions.py", "botram/staff/founding.py"}  # they hand a password to our hasher
    assert used - through_ours == listed


@pytest.mark.parametrize(
    "source", ["import hashlib", "from secrets import token_hex", "import uuid as u", "from cryptography.x import y"]
)
def test_the_search_for_cryptography_finds_it(source: str) -> None:
    assert uses_cryptography(source)
    assert not uses_cryptography("import json\nfrom botram.staff.rules import check_password")


def test_every_logger_is_listed() -> None:
    listed = set(re.findall(r"^\| `(botram\.\w+)` \|", part_of(SAFETY, "Log"), re.MULTILINE))
    made = {name for source in SOURCES.values() for name in re.findall(r'getLogger\("(botram[\w.]*)"\)', source)}
    assert made == listed


MODULES = ("dill", "marshal", "pickle", "shelve", "yaml", "lxml", "xml.sax", "xml.dom", "zipfile", "tarfile")
READS_XML = ("xml.etree.ElementTree.parse", "xml.etree.ElementTree.fromstring", "xml.etree.ElementTree.XML")
CALLS = ("eval", "exec", "compile", "__import__")
METHODS = ("render_template_string", "from_string", "system", "popen", "md5", "sha1", "_create_unverified_context")
ALLOWED = {"botram/demonstration/results.py: random"}  # made-up figures, which protect nothing


def dangerous(file: str, source: str) -> Iterator[str]:
    """What a source uses that runs text as code or a command, reads objects from bytes, or is a weak hash or random."""
    for name in imported(source):
        if name.split(".")[0] in MODULES or name.startswith(MODULES) or name in READS_XML:
            yield f"{file}: {name}"
        if name.split(".")[0] == "random":
            yield f"{file}: random"
        if name.rpartition(".")[2] in METHODS:
            yield f"{file}: {name}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in CALLS:
                yield f"{file}: {node.func.id}"
            if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
                yield f"{file}: {node.func.attr}"
            if any(word.arg == "shell" for word in node.keywords):
                yield f"{file}: shell"


def test_no_dangerous_call_is_used() -> None:
    found = {fault for file, source in SOURCES.items() for fault in dangerous(file, source)}
    assert found == ALLOWED


@pytest.mark.parametrize(
    "source",
    [
        "eval(text)",
        "exec(text)",
        "compile(text, '', 'exec')",
        "import pickle",
        "from yaml import load",
        "import os\nos.system(text)",
        "import subprocess\nsubprocess.run(text, shell=True)",
        "from flask import render_template_string",
        "environment.from_string(text)",
        "import hashlib\nhashlib.md5(b'')",
        "from hashlib import sha1",
        "import random",
        "from random import choice",
        "from xml.etree.ElementTree import fromstring",
        "import ssl\nssl._create_unverified_context()",
    ],
)
def test_the_search_for_dangerous_calls_finds_them(source: str) -> None:
    assert list(dangerous("file", source))
    assert not list(dangerous("file", "import re\nre.compile('a')\nhashlib.sha256(b'')"))


def typed_formats(source: str) -> list[int]:
    """The lines where something other than a text of the program is used as a format."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("format", "format_map")
        ):
            base = node.func.value
            literal = isinstance(base, ast.Constant) or (isinstance(base, ast.Call) and _is_ours(base))
            if not literal:
                found.append(node.lineno)
    return found


def _is_ours(call: ast.Call) -> bool:
    """Whether a call makes markup of a text of the program, or is the base class's own method."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return name == "super" or (name == "Markup" and all(isinstance(one, ast.Constant) for one in call.args))


def test_only_texts_of_the_program_are_formats() -> None:
    assert {file: lines for file, source in SOURCES.items() if (lines := typed_formats(source))} == {}


@pytest.mark.parametrize("source", ["typed.format(a=1)", "form.name.data.format_map({})", "Markup(typed).format(1)"])
def test_the_search_for_typed_formats_finds_them(source: str) -> None:
    assert typed_formats(source)
    assert not typed_formats("'{}'.format(1)\nMarkup('<b>{}</b>').format(1)\nsuper().format(record)")


MAKES_MARKUP = re.compile(
    r"\.(inner|outer)HTML\s*\+?=[^=]|insertAdjacentHTML|document\.write|new Function|\beval\(|setHTML|createContextual"
)


def test_the_unit_hides_the_folder_of_version_control() -> None:
    unit = (ROOT / "docs/operator.md").read_text("utf-8").partition("[Service]")[2].partition("```")[0]
    settings = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line)
    assert settings["InaccessiblePaths"] == f"-{settings['WorkingDirectory']}/.git"
    assert not [file for file, source in SOURCES.items() if '".git' in source], "the program reads it"


def test_no_script_makes_markup_of_text() -> None:
    assert len(SCRIPTS) > 10
    assert {file for file, script in SCRIPTS.items() if MAKES_MARKUP.search(script)} == set()


@pytest.mark.parametrize("script", ["a.innerHTML = text;", "a.outerHTML += b;", "document.write(a)", "new Function(a)"])
def test_the_search_for_markup_in_scripts_finds_it(script: str) -> None:
    assert MAKES_MARKUP.search(script)
    assert not MAKES_MARKUP.search("const credit = a.innerHTML; b.textContent = credit; if (a.innerHTML === b) c();")
