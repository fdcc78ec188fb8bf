"""Addresses with a slash too many at their end: redirected to the page that is meant."""

from urllib.parse import quote

from flask import Flask, current_app, redirect, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

_PERMANENT = 308


def init_app(app: Flask) -> None:
    """Redirect an address that exists without its trailing slash. To be called before any other hook."""

    @app.before_request
    def without_slash() -> Response | None:
        lost = isinstance(request.routing_exception, NotFound) and request.method in ("GET", "HEAD")
        if not lost or request.path.startswith("/api/"):  # programs are told what is wrong with their address
            return None
        # One slash in front, whatever stood there: "//host/" must not become the address of another host.
        shorter = "/" + request.path.strip("/")
        if shorter == request.path or not _is_answered(shorter):
            return None
        query = request.query_string.decode("latin-1")
        return redirect(request.root_path + quote(shorter) + (f"?{query}" if query else ""), _PERMANENT)


def _is_answered(path: str) -> bool:
    """Whether a page or a feed answers at a path."""
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, method="GET"))
    except HTTPException:
        return False
