"""What monitors ask."""

import re

from flask import Flask

from botram.config import VERSION
from tests.databases import on_sqlite


@on_sqlite
def test_monitors_read_that_the_process_lives_and_its_version(app: Flask) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    answer = app.test_client().get("/healthz")
    assert answer.get_json() == {"status": "ok", "version": VERSION}
    assert answer.headers["Cache-Control"] == "no-store"


def test_monitors_read_that_the_database_is_the_programs(app: Flask) -> None:
    assert app.test_client().get("/readyz").get_json() == {"status": "ok"}
