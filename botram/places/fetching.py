"""Fetching one response within limits of time and size: the adapter through which geopy asks a geocoder."""

import logging
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPMessage
from io import BytesIO
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener
from urllib.response import addinfourl

from geopy.adapters import URLLibAdapter

from botram.places.deadline import TimedHTTP, TimedHTTPS

log = logging.getLogger("botram.geocoder")

MOST_BYTES, CHUNK = 500_000, 16_384
THREAD = "geocoder"


class _NoRedirect(HTTPRedirectHandler):
    """Treats a redirect as an error: following it would be a second request within one second."""

    def http_error_302(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage) -> None:
        """Log the redirect; the opener then raises HTTPError."""
        log.warning(
            "GEOCODER_URL answers %d and points elsewhere. Redirects are not followed: set it to where it points.", code
        )

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class BoundedAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy brings no types
    """geopy's adapter for the standard library, limited to one request and a bounded response."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        handlers = (TimedHTTP, TimedHTTPS(ssl_context), ProxyHandler(proxies), _NoRedirect)
        self.fetch = build_opener(*handlers).open
        self.urlopen = self.answer_in_time

    def answer_in_time(self, request: Request, timeout: float) -> addinfourl:
        """Return the whole response. Raises TimeoutError after ``timeout`` seconds.

        The look-up of a host name has no timeout, so the request runs in a thread that may outlive this call.
        """
        thread = ThreadPoolExecutor(1, THREAD)
        try:
            return thread.submit(self.whole_answer, request, timeout).result(timeout)
        finally:
            thread.shutdown(wait=False)

    def whole_answer(self, request: Request, timeout: float) -> addinfourl:
        """Make the request and return the whole response. Raises ValueError for one that is too long."""
        try:
            with self.fetch(request, timeout=timeout) as page:
                body = b""
                while part := page.read1(CHUNK):
                    body += part
                    if len(body) > MOST_BYTES:
                        raise ValueError("the answer does not end")
                return addinfourl(BytesIO(body), page.headers, page.url, page.status)
        except HTTPError as error:
            with error:  # its body is not needed, and may arrive just as slowly
                raise HTTPError(error.url, error.code, error.msg, error.headers, BytesIO()) from error
