"""The headers that every answer carries: what a page may load, who may frame it, who may keep it."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from botram.extensions import compress
from botram.web import access

POSITION = ("lat", "lon")


def init_app(app: Flask) -> None:
    """Set the headers after each request; compress what holds no secret."""
    tile_host = (
        urlsplit(app.config["TILE_URL"])._replace(path="", query="", fragment="").geturl().split("{")[0]
    )
    policy = "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob: {tile_host}".strip(),
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )

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
        return keep(app, response)


def keep(app: Flask, response: Response) -> Response:
    """Say who may keep the answer: public pages anybody for a moment, all others nobody."""
    audience = access.audience_of_request()
    public = audience == "everyone" and request.method in ("GET", "HEAD")
    if not public or response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
    elif any(name in request.args for name in POSITION):
        response.headers["Cache-Control"] = "private, no-store"
    else:
        response.headers.setdefault("Cache-Control", f"public, max-age={app.config['PUBLIC_CACHE']}")
        if response.status_code == 200 and not response.is_streamed:
            response.add_etag()
            response.make_conditional(request)
    return compress.after_request(response) if public or audience == "secret" else response
