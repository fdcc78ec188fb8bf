"""Addresses with too much at their end, or with capitals in front: redirected to the page that is meant."""

from urllib.parse import quote

from flask import Flask, current_app, redirect, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

_PERMANENT = 308
# What stands behind an address in a sentence or a chat.
_TOO_MUCH = "/.,;:!)>]}\"'* \N{NO-BREAK SPACE}\N{HORIZONTAL ELLIPSIS}\N{RIGHT DOUBLE QUOTATION MARK}"


def init_app(app: Flask) -> None:
    """Redirect an address that exists without what is too much at its end. To be called before any other hook."""

    @app.before_request
    def as_meant() -> Response | None:
        lost = isinstance(request.routing_exception, NotFound) or request.path.endswith(tuple(_TOO_MUCH))
        # Programs are told what is wrong with their address.
        if not lost or request.method not in ("GET", "HEAD") or request.path.startswith("/api/"):
            return None
        # One slash in front, whatever stood there: "//host/" must not become the address of another host.
        if ".." in request.path.split("/"):  # nobody writes that
            return None
        first, *others = request.path.lstrip("/").rstrip(_TOO_MUCH).split("/")
        meant = "/" + "/".join((first.lower(), *others))
        if meant == request.path or not _is_answered(meant):
            return None
        query = request.query_string.decode("latin-1")
        return redirect(request.root_path + quote(meant) + (f"?{query}" if query else ""), _PERMANENT)


def _is_answered(path: str) -> bool:
    """Whether a page or a feed answers at a path."""
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, method="GET"))
    except HTTPException:
        return False
