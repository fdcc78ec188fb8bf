"""The OpenAPI document, made from the views when the app starts."""

from http import HTTPStatus
from typing import Any

from apispec import APISpec
from flask import Flask, Response, current_app, json
from marshmallow.fields import Field
from werkzeug.routing import BaseConverter

from botram.visits.rules import CROCKFORD
from botram.web import access
from botram.web.api.blueprint import NoQuery, blp, may_fail
from botram.web.api.result_schemas import Entry
from botram.web.api.schema_parts import ETAG, Schema, code, ref
from botram.web.api.visit_schemas import VISIT_ID, NewVenue

_FAILURES = (400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 503)
_KEPT = "botram-openapi"
_IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag of the answer that is there already.",
}
_ABOUT = """\
Visits of the mobile civil-registration teams. Reading is open to everyone; writing needs a sign-in of a coordinator \
and its CSRF token. Errors are problem documents (RFC 9457). Times are ISO 8601 with the offset of the office. Lists \
are read on with `cursor` until `next` is null. Fields and parameters that are not named here are refused; answers may \
get new fields."""


class VisitId(BaseConverter):
    """The id of a visit in an address; anything else is 404 without a query."""

    regex = f"[{CROCKFORD}]{{8}}"
    part_isolating = True


def visit_id_schema(_converter: VisitId) -> Schema:
    """Return the schema of a visit's id."""
    return code(VISIT_ID)


def said_of_object(_converter: Any, field: Field[Any], **_options: Any) -> dict[str, Any]:
    """Return what apispec cannot derive for an object: the pattern of its names, and how many it may have."""
    said: dict[str, Any] = getattr(field, "document", {})
    return said


def add_components(spec: APISpec, schemas: dict[str, Schema]) -> None:
    """Add what the views refer to: schemas, problems, ways to sign in."""
    for name, schema in schemas.items():
        spec.components.schema(name, dict(schema))
    spec.components.schema("NewVenue", schema=NewVenue)
    spec.components.schema("NewEntry", schema=Entry)
    for status in _FAILURES:
        spec.components.response(HTTPStatus(status).name, _failure(HTTPStatus(status)))
    cookie = current_app.config["SESSION_COOKIE_NAME"]
    spec.components.security_scheme("signIn", {"type": "apiKey", "in": "cookie", "name": cookie})
    spec.components.security_scheme("csrf", {"type": "apiKey", "in": "header", "name": "X-CSRFToken"})


def _failure(status: HTTPStatus) -> dict[str, Any]:
    """Return the response of one status, with its headers."""
    said: dict[str, Any] = {
        "description": status.phrase,
        "content": {"application/problem+json": {"schema": ref("Problem")}},
    }
    if status in (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
        # The web server's own answer to invalid HTTP and to bodies above its limit.
        said["content"]["text/plain"] = {"schema": {"type": "string"}}
    header = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}.get(status.value)
    return said | ({"headers": {header: {"schema": {"type": "string"}}}} if header else {})


def complete_document(spec: APISpec, public_url: str) -> dict[str, Any]:
    """Return the whole document."""
    document: dict[str, Any] = spec.to_dict()
    document["info"] |= {"title": "Botram", "description": _ABOUT}
    document["servers"] = [{"url": public_url}]
    for reading in (path["get"] for path in document["paths"].values() if "get" in path):
        reading["parameters"] = _one_point(reading.get("parameters", []))
        if "ETag" in reading["responses"]["200"].get("headers", {}):
            reading["parameters"].append(_IF_NONE_MATCH)
            reading["responses"]["304"] = {"description": "The answer is what it was when it had that ETag."}
    return document


def _one_point(parameters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the parameters with ``lat`` and ``lon`` as one object, since both are required together."""
    halves = {one["name"]: one["schema"] for one in parameters if one["name"] in ("lat", "lon")}
    if not halves:
        return parameters
    point = {
        "in": "query",
        "name": "point",
        "description": "Written as `lat=-6.24&lon=107.05`: nearest visits first. Never without the other half.",
        "style": "form",
        "explode": True,
        "schema": {"type": "object", "properties": halves, "required": ["lat", "lon"], "additionalProperties": False},
    }
    return [*(one for one in parameters if one["name"] not in halves), point]


def store_document(app: Flask, document: dict[str, Any]) -> None:
    """Store the document for ``openapi.json``."""
    app.extensions[_KEPT] = json.dumps(document)


@blp.route("/openapi.json", methods=["GET"], tags=["document"])
@access.everyone
@blp.arguments(NoQuery, location="query")
@blp.response(200, {"type": "object"}, headers={"ETag": ETAG})
@may_fail(asks_database=False)
def openapi(_query: dict[str, Any]) -> Response:
    """Read this document"""
    return current_app.response_class(current_app.extensions[_KEPT], mimetype="application/json")
