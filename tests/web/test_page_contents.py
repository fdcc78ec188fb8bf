"""Templates get views of visits, never rows. The browser of the tests asks this of every page it gets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pytest
from flask import Flask, render_template_string

from botram.database import Page
from botram.visits.models import Visit
from botram.visits.previews import Preview
from botram.visits.warnings import Notice
from botram.web.coordinators.office_view import office_view
from tests.builders import a_visit
from tests.page_contents import noting_visit_rows


@dataclass(frozen=True, slots=True)
class Held:
    """Something with a field."""

    visit: object


@pytest.mark.parametrize(
    ("hide", "way"),
    [
        (lambda visit: visit, ".shown"),
        (lambda visit: [(1, {visit})], ".shown.0.1.0"),
        (lambda visit: MappingProxyType({"a": visit}), ".shown.a"),
        (lambda visit: Page([Held(visit)], 1, 1, 20), ".shown.items.0.visit"),
        (lambda visit: Preview((), [Notice("venue", "Dipakai.", visit)]), ".shown.warnings.0.other"),
        (lambda visit: [office_view(visit)], None),
    ],
)
def test_a_row_of_a_visit_is_found_wherever_it_is(app: Flask, hide: Callable[[Visit], object], way: str | None) -> None:
    assert noted(app, hide(a_visit())) == ([f"None: {way}"] if way else [])


def noted(app: Flask, shown: object) -> Sequence[str]:
    """The rows that are noted where a template gets this."""
    with noting_visit_rows(app) as rows:
        render_template_string("", shown=shown)
    return rows
