"""The headers that every answer carries: what a page may load, who may frame it, who may keep it."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from botram.extensions import compress
from botram.web import access

_POSITION = ("lat", "lon")


def content_policy(app: Flask, *, nonce: str = "", framed_by: str = "'none'") -> str:
    """What a page may load, and who may show it in a frame. ``nonce`` lets in the one script that carries it."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}'" if nonce else "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob: {_tile_hosts(app.config['TILE_URL'])}".strip(),
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {framed_by}",
        )
    )


def _tile_hosts(pattern: str) -> str:
    """The hosts of map tiles as a policy names them; empty for none. ``{s}`` stands for several of them."""
    parts = urlsplit(pattern.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}" if pattern else ""


def init_app(app: Flask) -> None:
    """Set the headers after each request; compress what holds no secret."""
    policy = content_policy(app)

    @app.after_request
    def guard(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault(
            "Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"
        )
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if app.config["SECURE"]:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return _set_caching(app, response)


def unless_known(response: Response) -> None:
    """Tag the answer; 304 in its place for who has it already. If-Match is for writes and changes nothing here."""
    response.add_etag()
    response.make_conditional(
        {name: value for name, value in request.environ.items() if name != "HTTP_IF_MATCH"}
    )


def _set_caching(app: Flask, response: Response) -> Response:
    """Say who may keep the answer: public pages anybody for a moment, all others nobody."""
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
