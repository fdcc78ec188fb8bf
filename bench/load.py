"""A small HTTP client for the measurements: little work per request, so that the server is what is measured."""

import selectors
import socket
import time
from dataclasses import dataclass, field


@dataclass
class Answered:
    """What a measurement saw: how many answers in how many seconds, each one's time, and failures."""

    seconds: float
    times_ms: list[float] = field(default_factory=list)
    failures: int = 0

    @property
    def per_second(self) -> float:
        return len(self.times_ms) / self.seconds

    def percentile_ms(self, share: float) -> float:
        ordered = sorted(self.times_ms) or [float("inf")]
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def request_bytes(port: int, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()


def answer_size(start: bytes) -> int | None:
    """The whole answer's size in bytes, headers included; None while the headers are not complete."""
    head, end, _ = start.partition(b"\r\n\r\n")
    if not end:
        return None
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(head) + 4 + int(line.split(b":")[1])
    raise ValueError("the server sent an answer without Content-Length")


class Client:
    """One connection that asks the same thing again and again."""

    def __init__(self, port: int, path: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.question = request_bytes(port, path)
        self.ask()

    def ask(self) -> None:
        self.received = b""
        self.size: int | None = None
        self.asked_at = time.perf_counter()
        self.socket.sendall(self.question)

    def read(self) -> bool:
        """Whether the answer is complete now."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self.received += piece
        if self.size is None:
            self.size = answer_size(self.received)
        return self.size is not None and len(self.received) >= self.size


def keep_asking(port: int, path: str, clients: int, seconds: float) -> Answered:
    """What `clients` kept-alive connections got within `seconds`, each asking again at once."""
    answered = Answered(seconds)
    with selectors.DefaultSelector() as selector:
        for client in [Client(port, path) for _ in range(clients)]:
            selector.register(client.socket, selectors.EVENT_READ, client)
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            for key, _ in selector.select(timeout=0.1):
                client = key.data
                if client.read():
                    if not client.received.startswith(b"HTTP/1.1 200"):
                        answered.failures += 1
                    answered.times_ms.append((time.perf_counter() - client.asked_at) * 1000)
                    client.ask()
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return answered


def ask_anew(port: int, path: str, seconds: float, patience: float = 1.0) -> Answered:
    """What one visitor after another got, each on a new connection; no answer in `patience` seconds is a failure."""
    answered = Answered(seconds)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        began = time.perf_counter()
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
                connection.settimeout(patience)
                connection.sendall(request_bytes(port, path))
                if not connection.recv(65_536).startswith(b"HTTP/1.1 200"):
                    raise ConnectionError("no good answer")
            answered.times_ms.append((time.perf_counter() - began) * 1000)
        except OSError:
            answered.failures += 1
    return answered


def unfinished_posts(port: int, count: int) -> list[socket.socket]:
    """`count` open connections, each with the headers and a part of a form sent, and then silence."""
    head = (
        f"POST /form HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
    )
    held = []
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        connection.sendall(head.encode() + b"a=" + b"1" * 98)
        held.append(connection)
    return held


def finish(held: list[socket.socket]) -> int:
    """Sends the missing rest of each form; how many were then answered with 200 within 3 seconds."""
    good = 0
    for connection in held:
        connection.settimeout(3)
        try:
            connection.sendall(b"1" * 900)
            good += connection.recv(4096).startswith(b"HTTP/1.1 200")
        except OSError:
            pass
        connection.close()
    return good


def ask_once(port: int, path: str) -> bytes:
    """The whole answer to one request on a connection of its own; what had come when it broke, if it broke."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request_bytes(port, path))
        try:
            while (size := answer_size(received)) is None or len(received) < size:
                piece = connection.recv(65_536)
                if not piece:
                    break
                received += piece
        except OSError:
            pass
    return received


def leave_early(port: int, path: str, count: int) -> None:
    """`count` visitors who ask, read a little and close the connection hard (reset)."""
    for _ in range(count):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            connection.sendall(request_bytes(port, path))
            connection.recv(100)
