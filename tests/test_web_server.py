"""What a web server process promises: nobody is held up by others, limits hold, and a stop breaks no answer off."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from botram.config import ROOT
from tests.small_server import LARGE_BYTES

FORM_HEAD = b"POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@dataclass
class Server:
    """A running server process."""

    process: subprocess.Popen[str]
    port: int

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def ask(self, question: bytes) -> socket.socket:
        """A connection that has sent something; what comes back is to be read."""
        connection = self.connect()
        connection.sendall(question)
        return connection


@pytest.fixture
def server() -> Iterator[Server]:
    command = [sys.executable, "-m", "tests.small_server"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield Server(process, int(process.stdout.readline()))
        process.kill()


def question(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


def everything(connection: socket.socket) -> bytes:
    with connection:
        return b"".join(iter(lambda: connection.recv(1_000_000), b""))


def test_unfinished_requests_hold_nobody_up(server: Server) -> None:
    held = [server.ask(FORM_HEAD + b"Content-Length: 1000\r\n\r\na=1") for _ in range(40)]
    for _ in range(10):
        assert everything(server.ask(question("/"))).endswith(b"good")
    for connection in held:
        connection.sendall(b"1" * 997)
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
        connection.close()


def test_too_large_a_body_is_refused_before_it_is_sent(server: Server) -> None:
    assert everything(server.ask(FORM_HEAD + b"Content-Length: 100001\r\n\r\n")).startswith(b"HTTP/1.1 413")


def test_too_large_headers_are_refused(server: Server) -> None:
    headers = b"X-Long: " + b"x" * 33_000 + b"\r\n\r\n"
    with server.ask(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + headers) as connection:
        assert b" 431 " in connection.recv(100)


def test_a_stop_waits_for_what_is_being_answered(server: Server) -> None:
    slow = server.ask(question("/slow"))
    large = server.ask(question("/large"))
    first = large.recv(100)
    server.process.send_signal(signal.SIGTERM)
    assert everything(slow).endswith(b"finished")
    assert len(first + everything(large)) > LARGE_BYTES
    assert server.process.wait(15) == 0


def test_a_stop_does_not_wait_for_those_who_are_silent(server: Server) -> None:
    silent = [server.connect(), server.ask(FORM_HEAD + b"Content-Length: 1000\r\n\r\na=1")]
    assert everything(server.ask(question("/"))).endswith(b"good")
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(5) == 0
    with pytest.raises(ConnectionRefusedError):
        server.connect()
    for connection in silent:
        connection.close()


def test_a_request_with_two_lengths_hides_no_second_one(server: Server) -> None:
    hidden = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"
    both = b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (5 + len(hidden))
    answer = everything(server.ask(FORM_HEAD.replace(b"\r\nHost", b"\r\nConnection: close\r\nHost") + both + hidden))
    assert answer.count(b"HTTP/1.1 ") == 1
    assert len(answer) < LARGE_BYTES
