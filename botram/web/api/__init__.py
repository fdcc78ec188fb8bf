"""The JSON API under /api/v1. See docs/api.md."""

from flask import Flask
from flask_smorest import Api

from botram.web.api import (
    day,
    document,
    my_day,
    people,
    places,
    previews,
    results,
    services,
    statistics,
    visit_files,
    visit_writes,
    visits,
)
from botram.web.api.answers import SCHEMAS
from botram.web.api.blueprint import blp


def register(app: Flask, api: Api) -> None:
    """Register every address under /api/v1, and the OpenAPI document."""
    app.url_map.converters["visit_id"] = document.VisitId
    api.init_app(app)
    api.ma_plugin.converter.add_attribute_function(document.said_of_object)
    api.register_converter(document.VisitId, document.visit_id_schema)
    with app.app_context():
        document.add_components(api.spec, SCHEMAS)
    api.register_blueprint(blp)
    document.store_document(app, document.complete_document(api.spec, app.config["PUBLIC_URL"]))
