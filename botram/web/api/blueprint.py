"""The blueprint of the API, and what all its answers have in common."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Response, request
from flask_smorest import Blueprint
from flask_wtf.csrf import CSRFError

from botram.refusals import Refusal
from botram.web import access
from botram.web.api import problems
from botram.web.api.field_types import Body
from botram.web.api.request_parser import Reader

_V = TypeVar("_V", bound=Callable[..., Any])


class JsonBlueprint(Blueprint):  # type: ignore[misc]  # flask-smorest brings no types
    """flask-smorest's blueprint with our request parser."""

    ARGUMENTS_PARSER = Reader()


blp = JsonBlueprint("api", __name__, url_prefix="/api/v1")


class NoQuery(Body):
    """The query of addresses that take none."""


def may_fail(*statuses: int, asks_database: bool = True) -> Callable[[_V], _V]:
    """Declare in the OpenAPI document which errors a view answers with. Some can always happen."""
    always = (400, 422, 429, 503) if asks_database else (400, 422, 429)

    def told(view: _V) -> _V:
        for status in (*statuses, *always):
            view = blp.alt_response(status, response=HTTPStatus(status).name)(view)
        return view

    return told


def _for_all() -> bool:
    """Whether this answer is public."""
    return access.audience_of_request() == "everyone" and request.args.get("scope") != "office"


@blp.after_request
def _add_headers(response: Response) -> Response:
    """Allow every origin to read public answers; forbid caching the others. A 401 names its scheme (RFC 9110)."""
    if _for_all():
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        response.headers["Cache-Control"] = "no-store"
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Cookie realm="Botram"'
    return response


blp.register_error_handler(CSRFError, problems.csrf_failed)
blp.register_error_handler(Refusal, problems.refused)
