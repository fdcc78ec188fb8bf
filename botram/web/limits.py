"""Brakes on what costs: writes by their number, searches by the processor time that they take.

Reading is not limited by address: thousands of phones may share one. Signing in has brakes of its own, in the database.
"""

import hashlib
import time

from flask import Flask, Response, g, request, session
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from botram.extensions import limiter
from botram.web.expired_form import SIGN_IN
from botram.web.sign_in import network_of
from botram.web.write_gate import SAFE

_SEARCHED = "q"  # the parameter of every search by text


def init_app(app: Flask) -> None:
    """Count writes for each sign-in, else for each address, and the time of searches for each address."""
    searching = FixedWindowRateLimiter(MemoryStorage())
    allowed = RateLimitItemPerMinute(app.config["SEARCH_LIMIT"] * 1000)  # milliseconds of this process

    @app.before_request
    def begin() -> None:
        if request.method not in SAFE:
            g.writer = _writer()
        elif request.args.get(_SEARCHED):
            if not searching.test(allowed, _address()):
                raise TooManyRequests
            g.search_began = time.thread_time()

    @app.after_request
    def charge(response: Response) -> Response:
        if began := g.pop("search_began", None):
            searching.hit(allowed, _address(), cost=max(1, round((time.thread_time() - began) * 1000)))
        return response

    limiter.init_app(app)  # its own hook reads who writes, so it comes second


def _address() -> str:
    """Return where a request comes from, as limits count it."""
    return network_of(request.remote_addr or "-")


def _writer() -> str:
    """Return whose write it is. Not the id itself, which would be in the storage of the limits."""
    if token := session.get(SIGN_IN):
        return hashlib.sha256(token.encode()).hexdigest()
    return _address()
