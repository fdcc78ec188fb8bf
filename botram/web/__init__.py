"""Everything about HTTP: pages, feeds and the API."""

from flask import Flask
from flask_smorest import Api

from botram.web import (
    access,
    addresses,
    context,
    coordinators,
    errors,
    filters,
    headers,
    health,
    language,
    limits,
    logs,
    officers,
    private_feeds,
    residents,
    sign_in,
    static_files,
    write_gate,
)
from botram.web import api as api_views


def init_app(app: Flask, api: Api) -> None:
    """Register every view, and raise RuntimeError while one names no audience."""
    logs.init_app(app)
    addresses.init_app(app)
    limits.init_app(app)
    write_gate.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    filters.register(app)
    language.init_app(app)
    context.init_app(app)
    static_files.init_app(app)
    access.init_app(app)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(sign_in.blueprint)
    residents.register(app)
    app.register_blueprint(private_feeds.blueprint)
    coordinators.register(app)
    officers.register(app)
    api_views.register(app, api)
    access.require_audiences(app)
