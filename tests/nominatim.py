"""A stand-in for Nominatim on this machine: real HTTP, made-up places, and everything that can go wrong."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Answer:
    """An answer over HTTP, and how it comes."""

    status: int = 200
    body: bytes = b"[]"
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False  # takes the question and says nothing
    creeps: bool = False  # sends a line of its head now and then, a hundred of them
    dribbles: bool = False  # sends a little now and then, for ever


@dataclass
class Nominatim:
    """What it answers next, and what it was asked."""

    url: str = ""
    answer: Answer = Answer()
    asked: list[dict[str, str]] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def knows(self, *places: tuple[str, float, float]) -> None:
        """Let it find these places from now on."""
        rows = [{"display_name": name, "lat": str(lat), "lon": str(lon)} for name, lat, lon in places]
        self.answer = Answer(body=json.dumps(rows).encode())


@contextmanager
def nominatim() -> Iterator[Nominatim]:
    """A running stand-in."""
    stand_in = Nominatim()

    class Handler(BaseHTTPRequestHandler):
        """Answers as the stand-in says."""

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            stand_in.asked.append({**query, "path": address.path, "agent": self.headers["User-Agent"]})
            answer = stand_in.answer
            if answer.silent:
                stand_in.over.wait(30)
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            for number in range(99 if answer.creeps else 0):
                self.send_header(f"X-{number}", "")
                try:
                    self.flush_headers()
                except OSError:  # nobody listens any more
                    return
                stand_in.over.wait(0.1)
            self.end_headers()
            self.wfile.write(answer.body)
            while answer.dribbles and not stand_in.over.wait(0.05):
                try:
                    self.wfile.write(b" ")
                except OSError:  # nobody listens any more
                    return

        def log_message(self, *_said: Any) -> None:
            """Nothing: tests look at ``asked``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
