"""Threads kept for readers: only half of a process's threads may be writing at one time.

A writer who waits for a lock of the database holds a thread. As many such writers as threads, and nobody reads. So a
further writer waits for one of the first to finish, and once none has finished for half a second, is refused at once.
"""

import time
from threading import Condition

from flask import Flask, g, request
from werkzeug.exceptions import ServiceUnavailable

SAFE = ("GET", "HEAD", "OPTIONS")
_STANDSTILL_SECONDS = 0.5  # without a writer finishing, after which no further one waits


class WriteGate:
    """Lets so many writers in at one time. Further ones wait as long as others keep coming out."""

    def __init__(self, places: int, standstill_seconds: float = _STANDSTILL_SECONDS) -> None:
        self._places, self._standstill_seconds = places, standstill_seconds
        self._inside, self._moved_at = 0, 0.0
        self._changed = Condition()

    def enter(self) -> bool:
        """Take a place and return True; False once nobody has come out for too long."""
        with self._changed:
            while self._inside >= self._places:
                left = self._moved_at + self._standstill_seconds - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(left)
            self._inside += 1
            self._moved_at = time.monotonic()
            return True

    def leave(self) -> None:
        """Give the place to the next one."""
        with self._changed:
            self._inside -= 1
            self._moved_at = time.monotonic()
            self._changed.notify()


def init_app(app: Flask) -> None:
    """Refuse writers with 503 where they would take the threads of readers."""
    gate = WriteGate(max(1, app.config["WEB_THREADS"] // 2))

    @app.before_request
    def enter() -> None:
        if request.method not in SAFE:
            if not gate.enter():
                raise ServiceUnavailable
            g.writing = True

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        if g.pop("writing", False):
            gate.leave()
