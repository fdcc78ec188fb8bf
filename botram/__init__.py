"""Botram: where and when the mobile civil-registration teams serve."""

import os
from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import botram.calendars.receivers
import botram.places.receivers
import botram.results.receivers
import botram.visits.receivers  # noqa: F401  # importing them connects their receivers
from botram import commands, config, web
from botram.extensions import api, babel, compress, csrf, db, login, migrate
from botram.web import language


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Make the app. ``overrides`` replaces settings. Raises SettingError for a missing or invalid setting."""
    app = Flask("botram", template_folder=str(config.ROOT / "templates"), static_folder=None)
    given = dict(overrides or {})
    app.config.update(config.app_config(config.read_settings({**os.environ, **given}) | given))
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    db.init_app(app)
    migrate.init_app(app, db, directory=str(config.ROOT / "migrations"))
    app.login_manager = login  # type: ignore[attr-defined]  # not init_app, whose hooks read the session on public pages too
    csrf.init_app(app)
    babel.init_app(
        app,
        default_translation_directories=str(config.ROOT / "botram" / "translations"),
        locale_selector=language.language_of_request,
    )
    babel.domain_instance = language.BoundDomain()
    compress.init_app(app)
    web.init_app(app, api)
    commands.init_app(app)
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]  # documented
    return app
