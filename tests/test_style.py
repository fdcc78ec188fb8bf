"""What is written for pages reads line by line: no long lines, one declaration a line in the stylesheets."""

import re
from pathlib import Path

import pytest

from botram.config import ROOT

LONGEST = 120
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLESHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
NO_CODE = re.compile(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'|url\([^)]*\)", re.DOTALL)


def long_lines(text: str) -> list[int]:
    """The numbers of the lines that are too long."""
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > LONGEST]


def crowded_lines(stylesheet: str) -> list[int]:
    """The numbers of the lines on which a declaration is not alone."""
    code = NO_CODE.sub(lambda found: "\n" * found[0].count("\n"), stylesheet)
    return [
        number
        for number, line in enumerate(code.splitlines(), 1)
        if line.count(";") > 1 or (";" in line and not line.rstrip().endswith(";")) or re.search(r"\{.*[;}]", line)
    ]


@pytest.mark.parametrize("file", [*TEMPLATES, *STYLESHEETS], ids=lambda file: str(file.relative_to(ROOT)))
def test_no_line_is_too_long(file: Path) -> None:
    assert not long_lines(file.read_text("utf-8"))


@pytest.mark.parametrize("file", STYLESHEETS, ids=lambda file: file.name)
def test_each_declaration_has_its_own_line(file: Path) -> None:
    assert not crowded_lines(file.read_text("utf-8"))


@pytest.mark.parametrize(
    "line", ["a { margin: 0; }", "  margin: 0; padding: 0;", "  margin: 0; }", "a { margin: 0 }", "a { margin: 0;"]
)
def test_a_crowded_line_is_found(line: str) -> None:
    assert crowded_lines(f"/* One; two;\n   three. */\n{line}\n") == [3]


@pytest.mark.parametrize("line", ['  content: "; {;";', "  src: url(data:image/png;base64,a;b);", "a:hover {", "}"])
def test_a_line_with_one_declaration_passes(line: str) -> None:
    assert not crowded_lines(line)


def test_a_long_line_is_found() -> None:
    assert long_lines(f"{'a' * LONGEST}\n{'a' * (LONGEST + 1)}\n") == [2]
