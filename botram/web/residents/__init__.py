"""Pages of residents: no account, no cookie, complete without script, the same for everyone."""

from flask import Flask

from botram.web.residents import calendars, feeds, news, places, schedule, services, sitemap, start, visits
from botram.web.residents import map as map_page
from botram.web.residents.blueprint import blueprint


def register(app: Flask) -> None:
    """Register every page of this audience."""
    app.register_blueprint(blueprint)
