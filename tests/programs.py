"""Botram's programs in processes of their own, as people start them in the folder of the project."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from botram.config import ROOT

SECONDS = 120  # far more than needed: the machine may be busy
SAID = "said.txt"  # in the instance folder: what was printed for errors and while starting
KEPT = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")
MAKE_RUN = (sys.executable, "-m", "botram.serve")
FLASK = (sys.executable, "-m", "flask", "--app", "app")
FLASK_RUN = (*FLASK, "run")
APP_PY = (sys.executable, "app.py")
GUNICORN = (sys.executable, "-m", "gunicorn", "--no-control-socket", "app:app")


def environment(instance: Path, **settings: str) -> dict[str, str]:
    """The environment of a program: an instance folder of its own, and a port that is free."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"BOTRAM_INSTANCE": str(instance), "PORT": "0"} | settings


@contextmanager
def running(
    instance: Path, command: Sequence[str] = MAKE_RUN, **settings: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process of a program that serves, and the address it says; killed at the end with its children."""
    with (
        (instance / SAID).open("w") as said,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(instance, **settings),
            text=True,
            stdout=subprocess.PIPE,
            stderr=said,
            start_new_session=True,
        ) as process,
    ):
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found, f"it did not start: {process.wait(SECONDS)}"
            yield process, found[0]
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def ended(instance: Path, command: Sequence[str], **settings: str) -> subprocess.CompletedProcess[str]:
    """A program that has ended by itself, and said no traceback."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment(instance, **settings), capture_output=True, text=True, timeout=SECONDS
    )
    assert "Traceback" not in done.stderr
    return done


def refused(instance: Path, command: Sequence[str] = MAKE_RUN, **settings: str) -> str:
    """What is said when it does not start."""
    done = ended(instance, command, **settings)
    assert done.returncode == 1
    return done.stderr


def status(address: str, path: str, method: str = "GET") -> int:
    """The status of an answer; waits until somebody listens there."""
    for _attempt in range(SECONDS * 10):
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=SECONDS)
        try:
            connection.request(method, path)
            return connection.getresponse().status
        except ConnectionRefusedError:
            Event().wait(0.1)
        finally:
            connection.close()
    raise AssertionError(f"nobody listens at {address}")


def closed(address: str) -> bool:
    """Whether nobody listens there any more."""
    where = urlsplit(address)
    with socket.socket() as probe:
        return probe.connect_ex((str(where.hostname), where.port or 0)) != 0


def stop(process: subprocess.Popen[Any], asked: signal.Signals = signal.SIGTERM) -> int:
    """Ask a program to end; its exit code."""
    process.send_signal(asked)
    return process.wait(SECONDS)


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
