"""HTTP connections with one timeout for the whole exchange. The standard one applies to each read by itself."""

from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from socket import socket
from ssl import SSLContext
from time import monotonic
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, Request


def _left_until(ends: float) -> float:
    """The seconds left until a moment of the monotonic clock. Raises TimeoutError once it has passed."""
    if (left := ends - monotonic()) > 0:
        return left
    raise TimeoutError("timed out")  # geopy recognises the error by this text


class TimedReader(RawIOBase):
    """A reader of a socket whose reads together end at a moment."""

    def __init__(self, raw: RawIOBase, sock: socket, ends: float) -> None:
        self.raw, self.sock, self.ends = raw, sock, ends

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self.sock.settimeout(_left_until(self.ends))
        return self.raw.readinto(buffer)

    def close(self) -> None:
        self.raw.close()
        super().close()


class _TimedResponse(HTTPResponse):
    """A response whose status line, headers and body must arrive by a moment."""

    def __init__(self, sock: socket, *options: Any, ends: float, **named: Any) -> None:
        super().__init__(sock, *options, **named)
        self.fp: BufferedReader = BufferedReader(TimedReader(self.fp.detach(), sock, ends))


class _TimedConnection(HTTPConnection):
    """A connection with one timeout in seconds for connecting, sending and reading the response."""

    def __init__(self, host: str, *, timeout: float = 10, **options: Any) -> None:
        super().__init__(host, timeout=timeout, **options)
        self.ends = monotonic() + timeout
        self.response_class: Any = partial(_TimedResponse, ends=self.ends)

    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(_left_until(self.ends))


class _TimedSecureConnection(_TimedConnection, HTTPSConnection):
    """Such a connection with TLS."""


class TimedHTTP(HTTPHandler):
    """Makes an opener use such connections for http."""

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_TimedConnection, req)


class TimedHTTPS(HTTPSHandler):
    """Makes an opener use such connections for https."""

    def __init__(self, context: SSLContext | None) -> None:
        super().__init__(context=context)
        self.context = context

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_TimedSecureConnection, req, context=self.context)
