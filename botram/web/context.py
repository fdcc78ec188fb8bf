"""The names that every template knows."""

from typing import Any

from flask import Flask, current_app, request

from botram import clock
from botram.languages import LANGUAGES
from botram.staff.queries import is_demonstration
from botram.web.language import spoken


def init_app(app: Flask) -> None:
    """Register the names, which are the same for everyone."""

    @app.context_processor
    def known_everywhere() -> dict[str, Any]:
        return {
            "site_name": app.config["SITE_NAME"],
            "site_zone": app.config["SITE_ZONE"],
            "clock_now": clock.now(),
            "canonical_url": canonical_url(),
            "alternate_urls": {code: absolute(spoken(request.path, code)) for code in LANGUAGES},
        }

    app.jinja_env.globals["is_demonstration"] = is_demonstration
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def canonical_url() -> str:
    """Return the full address of the page that answers, in its language and without a query."""
    return absolute(spoken(request.path))


def absolute(path: str) -> str:
    """Return the full address of a path on this site."""
    return f"{current_app.config['PUBLIC_URL']}{path}"
