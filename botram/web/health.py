"""Liveness and readiness for the operator's monitoring."""

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from botram.config import VERSION
from botram.preparation.queries import schema_is_current
from botram.web import access

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@access.anyone_unstored
def alive() -> ResponseReturnValue:
    """Answer with the version while the process runs."""
    return jsonify(status="ok", version=VERSION)


@blueprint.get("/readyz")
@access.anyone_unstored
def ready() -> ResponseReturnValue:
    """Answer while the database is reachable and has the program's schema."""
    try:
        current = schema_is_current()
    except SQLAlchemyError:
        return _unready("database")
    return jsonify(status="ok") if current else _unready("schema")


def _unready(part: str) -> Response:
    """Return 503 with the part that is missing."""
    response = jsonify(status="unavailable", part=part)
    response.status_code = 503
    response.headers["Retry-After"] = "10"
    return response
