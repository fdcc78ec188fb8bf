"""HTTP connections that end in time. By themselves their timeout begins anew with every byte that comes."""

from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from socket import socket
from ssl import SSLContext
from time import monotonic
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, Request


def _left_until(ends: float) -> float:
    """The seconds until a moment of the monotonic clock. Raises TimeoutError once there are none."""
    if (left := ends - monotonic()) > 0:
        return left
    raise TimeoutError("timed out")  # geopy goes by the words


class TimedReader(RawIOBase):
    """What comes out of a socket, waiting for each piece only as long as the whole has left."""

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


class TimedResponse(HTTPResponse):
    """An answer whose status line, headers and body have come by a moment, or never."""

    def __init__(self, sock: socket, *options: Any, ends: float, **named: Any) -> None:
        super().__init__(sock, *options, **named)
        self.fp: BufferedReader = BufferedReader(TimedReader(self.fp.detach(), sock, ends))


class TimedConnection(HTTPConnection):
    """A connection whose timeout is for everything: to connect, to send and to read the answer."""

    def __init__(self, host: str, *, timeout: float = 10, **options: Any) -> None:
        super().__init__(host, timeout=timeout, **options)
        self.ends = monotonic() + timeout
        self.response_class: Any = partial(TimedResponse, ends=self.ends)

    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(_left_until(self.ends))


class TimedSecureConnection(TimedConnection, HTTPSConnection):
    """The same with TLS."""


class TimedHTTP(HTTPHandler):
    """Lets an opener use such connections."""

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(TimedConnection, req)


class TimedHTTPS(HTTPSHandler):
    """Lets an opener use such connections with TLS."""

    def __init__(self, context: SSLContext | None) -> None:
        super().__init__(context=context)
        self.context = context

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(TimedSecureConnection, req, context=self.context)
