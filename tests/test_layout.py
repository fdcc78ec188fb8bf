"""Promises of the whole program: imports point down, SQL and HTTP stay where they belong. Each guard finds no fault.

What a guard refuses is seen on bad trees in `tests/house/`.
"""

from collections.abc import Callable, Sequence

import pytest

from botram.config import ROOT
from tools.house import contents, layers
from tools.house.sources import Source, read_sources

SOURCES = read_sources(ROOT, "botram")
TEMPLATES = read_sources(ROOT, "templates", pattern="*.html")
GUARDS = (
    layers.layer_faults,
    layers.upward_imports,
    layers.between_audiences,
    layers.rendered_between_audiences,
    layers.hidden_imports,
    contents.misplaced_statements,
    contents.database_in_web,
    contents.http_in_domain,
    contents.clock_readings,
)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_no_guard_finds_a_fault(guard: Callable[[Sequence[Source]], list[str]]) -> None:
    assert guard(SOURCES) == []


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_each_guard_is_tried_on_bad_trees(guard: Callable[[Sequence[Source]], list[str]]) -> None:
    assert any(f"{guard.__name__}(plant(" in source.text for source in read_sources(ROOT, "tests/house"))


def test_no_template_uses_one_of_another_audience() -> None:
    assert TEMPLATES
    assert layers.templates_between_audiences(TEMPLATES) == []


def test_the_files_listed_with_a_reason_exist() -> None:
    assert {*contents.WITHOUT_STATEMENTS, *contents.WITH_SESSION} <= {str(source.path) for source in SOURCES}
