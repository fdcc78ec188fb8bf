"""Liveness and readiness for the operator's monitoring."""

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from botram.config import VERSION
from botram.preparation.queries import schema_is_current
from botram.processes import away
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
    """Answer while the database is reachable and has the program's schema, and say how many processes are missing."""
    try:
        current = schema_is_current()
    except SQLAlchemyError:
        return _unready("database")
    if not current:
        return _unready("schema")
    return jsonify(status="ok", restarting=away()) if away() else jsonify(status="ok")


def _unready(part: str) -> Response:
    """Return 503 with the part that is missing."""
    response = jsonify(status="unavailable", part=part)
    response.status_code = 503
    response.headers["Retry-After"] = "10"
    return response
