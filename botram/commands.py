"""The command line: thin, like a view."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
