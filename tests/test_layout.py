"""Promises of the whole program: imports point down, SQL and HTTP stay where they belong."""

import ast
from pathlib import Path

import pytest

from botram.config import ROOT

# Each line may import the lines below it; within a line only what is listed in ALLOWED_BESIDE.
LAYERS = (
    ("web", "commands", "serve", "worker", "preparation", "demonstration", "backup", "web_server", "secret"),
    ("reports", "planning", "notices", "news"),
    ("calendars", "maps"),
    ("results", "queue", "feedback"),
    ("visits",),
    ("supplies", "days", "services", "places", "partners", "staff"),
    ("audit",),
    ("extensions",),
    ("database", "triggers", "packs", "refusals", "languages", "clock", "config", "cells"),
)
ALLOWED_BESIDE = {
    ("places", "staff"),
    ("days", "staff"),
    ("partners", "staff"),
    ("database", "refusals"),
    ("packs", "refusals"),
}
TOP_MAY_USE_EACH_OTHER = LAYERS[0]
SQL_FILES = {"models.py", "queries.py", "actions.py"}
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
FILES = sorted((ROOT / "botram").rglob("*.py"))


def part_of(file: Path) -> str:
    """The package or module directly under botram/ that a file belongs to."""
    return file.relative_to(ROOT / "botram").parts[0].removesuffix(".py")


def imports_of(file: Path) -> set[str]:
    """The parts of Botram that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("botram.") and name.count(".")}
    return {name for name in found if name in RANK}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_point_down(file: Path) -> None:
    part = part_of(file)
    if part == "__init__":
        return  # create_app() knows every part
    assert part in RANK, f"a new part: put {part} into the list"
    for used in imports_of(file) - {part}:
        beside = (part, used) in ALLOWED_BESIDE or (
            part in TOP_MAY_USE_EACH_OTHER and used in TOP_MAY_USE_EACH_OTHER
        )
        assert RANK[used] > RANK[part] or beside, f"{part} imports {used}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_domain_knows_no_http_and_the_web_no_sql(file: Path) -> None:
    part = part_of(file)
    modules = {
        node.module.split(".")[0]
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    names = {
        alias.name
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "flask"
        for alias in node.names
    }
    if part == "web":
        sql = {
            alias.name
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy"
            for alias in node.names
        }
        assert not sql & {"select", "insert", "update", "delete", "text"}, (
            "SQL belongs into queries.py or actions.py"
        )
    elif RANK.get(part, 0) > 0 and part not in ("extensions", "database"):
        assert not names & {"request", "render_template", "url_for", "session", "redirect", "abort"}
        assert "flask_login" not in modules


def test_only_the_clock_reads_the_time() -> None:
    readers = [
        str(file.relative_to(ROOT))
        for file in FILES
        if file.name != "clock.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "utcnow", "today")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("datetime", "date")
    ]
    assert not readers
