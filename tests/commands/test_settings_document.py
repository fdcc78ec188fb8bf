"""docs/settings.md and the program name the same settings."""

from flask import Flask

from botram.commands import settings_table
from botram.config import ROOT
from tests.commands.conftest import flask
from tests.databases import on_sqlite


def test_the_document_holds_the_table_of_the_program() -> None:
    document = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert settings_table() in document, "put what `flask settings` prints into docs/settings.md"


@on_sqlite
def test_the_table_is_printed(app: Flask) -> None:
    assert flask(app, "settings") == settings_table() + "\n"
