"""Residents' pages: no account, no cookie, complete without script, the same for everyone who asks."""

from flask import Flask

from botram.web.residents import calendars, feeds, news, places, schedule, services, sitemap, start, visits
from botram.web.residents import map as map_page
from botram.web.residents.blueprint import blueprint


def register(app: Flask) -> None:
    """Bind the pages."""
    app.register_blueprint(blueprint)
