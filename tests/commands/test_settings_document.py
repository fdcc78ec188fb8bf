"""docs/settings.md and the program name the same settings."""

from flask import Flask

from botram.config import ROOT
from tests.commands.conftest import flask
from tests.databases import on_sqlite


@on_sqlite
def test_the_document_holds_the_table_of_the_program(app: Flask) -> None:
    document = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert flask(app, "settings") in document, "put what `flask settings` prints into docs/settings.md"
