"""Each problem that the OpenAPI document names for an address can happen there, and no other does."""

import contextvars
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask

from botram import create_app
from botram.database import session
from botram.staff.models import Role
from tests.builders import SECRET, asep, bekasi, person, siti
from tests.web.api.program import Program

NOBODYS_VISIT = "zzzzzzzz"
TOO_LARGE = b" " * 1_100_000
BY_RULES = {409, 412, 428}  # of visits and their versions: test_write_visits.py
KNOWN = {304}  # of a visit that is there: test_read_visits.py
BY_BRAKE = {429}  # before any view: tests/web/test_errors.py
JSON = {"Content-Type": "application/json"}


def requests_for(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One that is right, but for the id in the address, then others that differ from it in one way each."""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    right = {"headers": {**JSON, "If-Match": "*"}, "data": json.dumps(body) if body else b""}
    yield right
    yield {**right, "headers": {**JSON, "If-None-Match": "*"}}
    yield {**right, "query_string": {"scope": "office"}}
    yield {**right, "query_string": {"tidak-dikenal": "1"}}
    yield {**right, "query_string": {"layanan": "NONE_SUCH"}}
    yield {**right, "query_string": {"kecamatan": "99.99.99"}}
    yield {**right, "headers": {**JSON, "Host": "palsu.example"}}
    yield {**right, "headers": {**JSON, "X-CSRFToken": "salah"}}
    yield {**right, "headers": {"Content-Type": "text/plain"}, "data": b"{}"}
    yield {**right, "data": b"[]"}
    yield {**right, "data": b"{"}
    yield {**right, "data": TOO_LARGE}


def programs(app: Flask, folder: Path) -> list[Program]:
    """Nobody's, an officer's, a coordinator's, one with a password to be replaced, one whose database is gone."""
    asep(), siti()
    new = person("baru", "Baru", Role.HEAD, bekasi())
    signed_in = [Program(app).sign_in(name) for name in ("asep", "siti", "baru")]
    new.must_change_password = True
    session().commit()
    lost = Program(create_app({"DATABASE_URL": f"sqlite:///{folder}/none/none.sqlite", "SECRET_KEY": SECRET}))
    lost.client.set_cookie(app.config["SESSION_COOKIE_NAME"], signed_in[0].cookie())
    return [Program(app), *signed_in, lost]


def test_each_problem_that_is_documented_can_happen(app: Flask, tmp_path: Path) -> None:
    asking = programs(app, tmp_path)
    for path, operations in asking[0].document["paths"].items():
        address = path.replace("{public_id}", NOBODYS_VISIT)
        for method in (method.upper() for method in operations if method != "parameters"):
            operation = operations[method.lower()]
            seen = set()
            for program in asking:
                for sent in requests_for(operation):
                    request = {**sent, "headers": {"X-CSRFToken": program.csrf, **sent["headers"]}}
                    answer = contextvars.Context().run(program.client.open, address, method=method, **request)
                    program.check_promise(method, address, answer)
                    seen.add(answer.status_code)
            promised = {int(status) for status in operation["responses"] if status >= "300"}
            known = BY_BRAKE | (BY_RULES if "requestBody" in operation else set()) | (KNOWN if "{" in path else set())
            assert promised - known <= seen, f"{method} {path}: {sorted(promised - seen)} never"
