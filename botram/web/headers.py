"""The security and caching headers of every answer."""

from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from botram.extensions import compress
from botram.web import access

_POSITION = ("lat", "lon")


def content_policy(*, nonce: str = "", framed_by: str = "'none'", tiles: str = "") -> str:
    """Return the Content-Security-Policy.

    nonce   allows the one inline script that carries it
    tiles   pattern of the map tiles of a page with a map, whose host it may load pictures from
    """
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}'" if nonce else "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob: {_tile_hosts(tiles)}".strip(),
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {framed_by}",
        )
    )


def _tile_hosts(pattern: str) -> str:
    """Return the hosts of map tiles for a policy; empty for none. ``{s}`` becomes a wildcard."""
    parts = urlsplit(pattern.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}" if pattern else ""


def init_app(app: Flask) -> None:
    """Set the headers of each answer; compress those without secrets."""
    transport = "max-age=31536000" + ("; includeSubDomains" if app.config["HSTS_SUBDOMAINS"] else "")

    @app.after_request
    def guard(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", content_policy(tiles=g.get("tile_url", "")))
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=(), usb=()")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if app.config["SECURE"]:
            headers.setdefault("Strict-Transport-Security", transport)
        return _set_caching(app, response)


def unless_known(response: Response) -> None:
    """Tag the answer; 304 for a client that has it. If-Match is for writes and ignored here."""
    response.add_etag()
    response.make_conditional({name: value for name, value in request.environ.items() if name != "HTTP_IF_MATCH"})


def _set_caching(app: Flask, response: Response) -> Response:
    """Set who may cache the answer: everyone for a moment if it is public, nobody otherwise."""
    audience = access.audience_of_request()
    public = audience == "everyone" and request.method in ("GET", "HEAD")
    if not public or response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
    elif any(name in request.args for name in _POSITION):
        response.headers["Cache-Control"] = "private, no-store"
    else:
        response.headers.setdefault("Cache-Control", f"public, max-age={app.config['PUBLIC_CACHE']}")
        if response.status_code == 200 and not (response.is_streamed or response.cache_control.no_store):
            unless_known(response)
    return compress.after_request(response) if public or audience == "secret" else response
