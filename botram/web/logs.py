"""The request log: one line each, without personal data: no query, no address, no name."""

import logging
import secrets
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from botram.quiet_logs import quieten

log = logging.getLogger("botram.requests")
security = logging.getLogger("botram.security")
_REFUSALS = (400, 403, 404, 429)  # not for this role, not this office's or gone, without the page's token, too often


class OneEntry(logging.Formatter):
    """Writes each entry with its moment in UTC. What follows in further lines is indented: nobody forges an entry."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # the base class's
        """Return the entry's moment in UTC."""
        return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry; only its first line begins at the margin."""
        return "\n    ".join(super().format(record).splitlines())


def init_app(app: Flask) -> None:
    """Give each request an id for error pages, and log method, path, status and time."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneEntry("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=app.config["LOG_LEVEL"], handlers=[handler])
    if app.config["LOG_LEVEL"] == "INFO":
        logging.getLogger("alembic").setLevel(logging.WARNING)  # it would name each step of a first start
    logging.getLogger("flask-limiter").setLevel(logging.WARNING)  # it would name addresses of visitors
    quieten("flask-limiter")  # while Redis is away
    logging.getLogger("geopy").setLevel(logging.WARNING)  # it would repeat addresses that were typed

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(6)
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        took_ms = (time.perf_counter() - g.get("began", time.perf_counter())) * 1000
        response.headers["X-Request-Id"] = request_id()
        pattern = request.url_rule.rule if request.url_rule else "(unknown address)"
        log.info("%s %s %s %d %.0f ms", request_id(), request.method, pattern, response.status_code, took_ms)
        if "account_id" in g and response.status_code in _REFUSALS and request.url_rule:
            security.warning(
                "%s refused account=%d %s %s %d",
                request_id(),
                g.account_id,
                request.method,
                pattern,
                response.status_code,
            )
        return response


def request_id() -> str:
    """Return the id of this request."""
    return str(g.get("request_id", "-"))
