"""The OpenAPI document holds for whatever a fuzzer makes of it. ``bench/fuzz_api.py`` is the same for longer.

Every person meets every address with its examples, drawn requests and chains of them. The edges of schemas, which are
most of the work, are tried once each: by the person who gets furthest with that address.
"""

import re
import warnings
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis.errors import HypothesisWarning

from botram import clock
from tests.builders import NOW
from tests.web.api.fuzzed_office import open_office
from tests.web.api.fuzzer import Found, fuzz, served
from tests.web.api.program import Program

EXAMPLES = 3  # of each operation
SEED = 3216
FURTHEST = {
    "nobody": r"GET /api/v1/(visits|visits\.geojson|visits\.csv|villages|services|statistics|openapi\.json)$",
    "siti": r"(POST|PATCH) /api/v1/visits(/preview|/\{public_id\}(/publish|/cancel)?)?$",
    "ratna": r"GET /api/v1/(visits/\{public_id\}(/results|/totals)?|me|teams|partners)$",
    "asep": r"(GET /api/v1/me/day|POST /api/v1/visits/\{public_id\}/(results|status|services|closing))$",
}
MUST_MEET = {200, 201, 409, 428}  # where they are documented: otherwise the run would show little
BRAKED = 429


@pytest.mark.parametrize("who", FURTHEST)
def test_the_document_holds_for_whatever_a_fuzzer_sends(app: Flask, tmp_path: Path, who: str) -> None:
    people, known = open_office(app, clock.local_day(NOW, "Asia/Jakarta"), who)
    others = {"exclude-name-regex": FURTHEST[who], "phases": {"coverage": {"enabled": False}}}
    with warnings.catch_warnings(), served(app) as url:
        warnings.simplefilter("ignore", HypothesisWarning)  # of slow drawing, which is no fault of the app
        found = fuzz(url, tmp_path, known, people, examples=EXAMPLES, seed=SEED, operations=[others])
    assert not found.faults, found.report
    check_reach(found, Program(app).document, FURTHEST[who])


def check_reach(found: Found, document: dict[str, Any], mine: str) -> None:
    """Every operation was tried, none was braked, and the person's own were brought to all that they can answer."""
    operations = {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }
    assert set(found.cases) == set(operations)
    assert BRAKED not in {status for _operation, status in found.answers}
    for name, operation in operations.items():
        if re.match(mine, name):
            documented = {int(status) for status in operation["responses"]} & MUST_MEET
            met = {status for operation_name, status in found.answers if operation_name == name}
            assert documented <= met, f"{name}: {sorted(documented - met)} never met"


def test_each_operation_has_its_edges_tried(program: Program) -> None:
    names = [
        f"{method.upper()} {path}"
        for path, methods in program.document["paths"].items()
        for method in methods
        if method != "parameters"
    ]
    for name in names:
        assert sum(bool(re.match(mine, name)) for mine in FURTHEST.values()) == 1, name
