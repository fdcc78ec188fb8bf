"""Residents' pages: no account, no cookie, complete without script, the same for everyone who asks."""

from importlib import import_module

from flask import Flask

from botram.web.residents.blueprint import blueprint

_SUBJECTS = (
    "start",
    "schedule",
    "map",
    "visits",
    "places",
    "services",
    "calendars",
    "feeds",
    "news",
    "sitemap",
)


def register(app: Flask) -> None:
    """Bind the pages."""
    for subject in _SUBJECTS:
        import_module(f"{__name__}.{subject}")
    app.register_blueprint(blueprint)
