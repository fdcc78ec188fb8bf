"""Flask's development server: `flask --app app run`, `python app.py`. It runs no background worker."""

import logging
import os
import secrets
from typing import Any

import click
from click.core import ParameterSource
from flask import Flask, cli
from flask.helpers import get_debug_flag
from werkzeug.serving import WSGIRequestHandler, is_running_from_reloader, run_simple

from botram import create_app, startup
from botram.secret import has_secret

_OPTIONS = {"host": "BOTRAM_HOST", "port": "PORT"}  # of `flask run`, and the settings that they replace
_WSGI_FAILED = 3  # gunicorn ends on this exit code; after any other it tries again
_NEWS = (" * Detected", " * To enable", " * Debugger pin")  # of Werkzeug, while it runs: a reload, a PIN asked for


class _QuietHandler(WSGIRequestHandler):
    """Werkzeug's handler without a log line for each request, which would have values that our own log omits."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing: `web/logs.py` does."""


def find_app(*, main: bool) -> Flask:
    """Return the app for `app.py`, prepared for serving where Flask's server is about to start.

    main     whether `app.py` is the main program
    """
    command = click.get_current_context(silent=True)
    with startup.starting(1 if main or command else _WSGI_FAILED):
        if main:
            return _prepared({})
        if command and command.command is cli.run_command:
            app = _prepared(_given_to(command))
            _serve_where_the_settings_say(app)
            return app
        if command and not has_secret():  # commands sign nothing; `flask prepare` makes the stored one
            return create_app({"SECRET_KEY": secrets.token_hex(32)})
        return create_app()


def serve_locally(app: Flask) -> None:
    """Serve until Ctrl-C, in debug mode with a debugger and a reloader."""
    app.run(app.config["BOTRAM_HOST"], app.config["PORT"], request_handler=_QuietHandler)


def _prepared(given: dict[str, str]) -> Flask:
    """Return the app with secret and database prepared and a free address, and print that address.

    Debug mode is on unless FLASK_DEBUG says otherwise, and off wherever other machines could reach the debugger.
    """
    logging.getLogger("werkzeug").addFilter(_is_news)
    cli.show_server_banner = lambda *_said: None  # our sentence says the address
    if is_running_from_reloader():  # its first process has prepared everything and holds the port
        return create_app(given)
    app, listener = startup.ready(given)
    app.config["BOTRAM_HOST"], app.config["PORT"] = listener.getsockname()[:2]
    alone = startup.is_local(listener) and not app.config["TRUSTED_PROXIES"]
    os.environ["FLASK_DEBUG"] = os.environ.get("FLASK_DEBUG", "1") if alone else "0"
    app.debug = get_debug_flag()
    listener.close()  # Flask's server opens its own
    startup.announce(app, app.config["BOTRAM_HOST"], app.config["PORT"])
    return app


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a log record of Werkzeug is more than a note of its start."""
    return record.levelno > logging.WARNING or record.getMessage().startswith(_NEWS)


def _given_to(run: click.Context) -> dict[str, str]:
    """The settings for the options of `flask run`, or for FLASK_RUN_HOST and FLASK_RUN_PORT."""
    return {
        setting: str(run.params[name])
        for name, setting in _OPTIONS.items()
        if run.get_parameter_source(name) is not ParameterSource.DEFAULT
    }


def _serve_where_the_settings_say(app: Flask) -> None:
    """Make `flask run` use the address of the settings: it reads its own options before it loads the app."""

    def run_there(_host: str, _port: int, served: Any, **options: Any) -> None:
        address = app.config["BOTRAM_HOST"], app.config["PORT"]
        options["use_debugger"] &= app.debug
        run_simple(*address, served, request_handler=_QuietHandler, **options)

    cli.run_simple = run_there  # type: ignore[assignment, attr-defined]  # Flask has no setting for it
