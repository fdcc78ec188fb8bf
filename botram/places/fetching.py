"""Fetching one answer from another server, with an end in time and in size. What geopy asks a geocoder with."""

from collections.abc import Callable
from io import BytesIO
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request
from urllib.response import addinfourl

from geopy.adapters import URLLibAdapter

MOST_BYTES, CHUNK = 500_000, 16_384


class BoundedAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy brings no types
    """geopy's own adapter for the standard library. By itself its timeout starts anew with every byte that comes."""

    urlopen: Callable[..., Any]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fetch = self.urlopen
        self.urlopen = self.fetch_all

    def fetch_all(self, request: Request, timeout: float) -> addinfourl:
        """The whole answer. Raises TimeoutError for a server that dawdles, ValueError for one that never ends."""
        ends = monotonic() + timeout
        try:
            with self.fetch(request, timeout=timeout) as page:
                body = b""
                while part := page.read1(CHUNK):
                    body += part
                    if monotonic() > ends:
                        raise TimeoutError
                    if len(body) > MOST_BYTES:
                        raise ValueError("the answer does not end")
                return addinfourl(BytesIO(body), page.headers, page.url, page.status)
        except HTTPError as error:
            with error:  # what it says beside its status is of no use, and may come just as slowly
                raise HTTPError(error.url, error.code, error.msg, error.headers, BytesIO()) from error
