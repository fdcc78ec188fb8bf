"""Runs all of Botram on one machine: web processes and background worker, started and ended together.

    python -m botram.serve            (what `make run` does)

SIGTERM, SIGINT (Ctrl-C) or SIGHUP end them. When one of them dies, the others are ended too and the exit code is 1.
"""

import errno
import gc
import ipaddress
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing import connection
from multiprocessing.context import ForkProcess

from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError

from botram import config, create_app, preparation, web_server, worker
from botram.extensions import db
from botram.refusals import Refusal
from botram.secret import make_secret

_END_SECONDS = 30  # a child that needs longer to end is killed
_REDIS_SECONDS = 5  # how long Redis may take to answer at the start
_BACKLOG = 1024  # connections that the system holds for us while all threads are busy
_HEARSAY_SECONDS = 1
_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
log = logging.getLogger("botram.serve")


def main() -> int:
    """Prepare, serve until told to end, and return the exit code. What keeps us from starting is said in a sentence."""
    os.umask(0o077)  # the database and the secret are nobody else's on this machine
    try:
        make_secret(config.instance_folder())
        app = create_app()
        _ask_redis(app)
        listener = listen(app.config["HOST"], app.config["PORT"])
        preparation.prepare(app, tell=_announce_demonstration)
        _refuse_public_demonstration(app, listener)
    except (config.SettingError, Refusal) as error:
        print(error, file=sys.stderr)
        return 1
    except OperationalError as error:
        print(f"Basis data tidak menjawab. The database does not answer: {error.orig}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"Tidak boleh menulis. No permission to write: {error.filename}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    signalled = _note_signals()
    with app.app_context():
        db.engine.dispose()  # the children must not share a connection
    numbers = range(1, app.config["WEB_PROCESSES"] + 1)
    tasks: dict[str, Callable[[], None]] = {
        f"web process {number}": partial(web_server.serve, app, listener) for number in numbers
    }
    children = _start(tasks | {"background worker": partial(worker.work, app)})
    _announce(app, listener)
    listener.close()
    connection.wait([signalled, *(each.sentinel for each in children)])
    # A service manager tells everybody at once: who has ended may only have heard it before us.
    asked = bool(connection.wait([signalled], timeout=_HEARSAY_SECONDS))
    return end(children, asked=asked)


def _ask_redis(app: Flask) -> None:
    """Raise SettingError where REDIS_URL names a Redis that does not answer."""
    if url := app.config["REDIS_URL"]:
        try:
            Redis.from_url(url, socket_connect_timeout=_REDIS_SECONDS).ping()
        except RedisError as error:
            raise config.wrong(
                "REDIS_URL", "Redis tidak menjawab.", "names a Redis that does not answer."
            ) from error


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises SettingError when the port is taken or the address is not ours."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise config.SettingError(
                f"Port {port} sudah dipakai program lain; pilih yang lain, misalnya: PORT={port + 1} make run\n"
                f"Port {port} is taken by another program; choose another one, as in: PORT={port + 1} make run"
            ) from error
        raise config.SettingError(
            f"Tidak dapat melayani di HOST {host}, PORT {port}.\n"
            f"Cannot serve at HOST {host} and PORT {port}: {error.strerror}."
        ) from error
    return listener


def _refuse_public_demonstration(app: Flask, listener: socket.socket) -> None:
    """Raise SettingError where a demonstration, whose passwords everyone knows, would be served beyond this machine."""
    local = ipaddress.ip_address(listener.getsockname()[0]).is_loopback
    if not local and not app.config["BOTRAM_DEMO_PUBLIC"] and preparation.is_demonstration(app):
        raise config.SettingError(
            "Basis data contoh hanya dilayani di komputer ini (HOST=127.0.0.1), karena kata sandinya diketahui umum.\n"
            "A demonstration database is served on this machine alone (HOST=127.0.0.1): everyone knows its passwords."
            " BOTRAM_DEMO_PUBLIC=1 allows more."
        )


def _announce_demonstration() -> None:
    """Say why nothing is served yet."""
    print("Menyiapkan data contoh, kira-kira setengah menit ...", file=sys.stderr, flush=True)


def _announce(app: Flask, listener: socket.socket) -> None:
    """Say where Botram is served, and how to sign in to a demonstration."""
    host, port = listener.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    print(f"Botram melayani di {address} (Ctrl-C untuk berhenti)")
    if preparation.is_demonstration(app):
        names = ", ".join(preparation.DEMONSTRATION_ACCOUNTS)
        print(f"Ini basis data contoh. Masuk di {address}/masuk sebagai {names};")
        print(f"kata sandinya {preparation.DEMONSTRATION_PASSWORD}")
    sys.stdout.flush()


def _note_signals() -> socket.socket:
    """From now on the signals that end us make this socket readable, and do nothing else."""
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    signal.set_wakeup_fd(writing.detach())
    for each in _ENDING:
        signal.signal(each, lambda *_: None)
    return reading


def _start(tasks: dict[str, Callable[[], None]]) -> list[ForkProcess]:
    """Begin each task in a process of its own."""
    lifeline = os.pipe()
    gc.freeze()  # what is loaded by now stays in pages that all processes share
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=_child, args=(task, lifeline), name=name) for name, task in tasks.items()]
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)  # a child takes them when it has handlers of its own
    for each in children:
        each.start()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    return children


def _child(task: Callable[[], None], lifeline: tuple[int, int]) -> None:
    """Do a task in this new process; end with SIGTERM, or when the process that started it is gone."""
    os.close(lifeline[1])
    threading.Thread(target=_end_with_parent, args=(lifeline[0],), daemon=True).start()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for each in (
        signal.SIGINT,
        signal.SIGHUP,
    ):  # Ctrl-C and a closed terminal reach all of us; the parent decides
        signal.signal(each, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    task()


def _end_with_parent(lifeline: int) -> None:
    """Wait until nobody holds the other end of the pipe any more, which even a killed parent lets go."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def end(children: list[ForkProcess], *, asked: bool) -> int:
    """Let every child end; 0 when that was asked for and none of them made trouble."""
    died = [] if asked else [each for each in children if not each.is_alive()]
    for each in died:
        log.error("The %s ended by itself with exit code %s; ending the others.", each.name, each.exitcode)
    for each in children:
        each.terminate()
    for each in children:
        each.join(_END_SECONDS)
        if each.is_alive():
            log.error("The %s did not end within %d seconds and is killed.", each.name, _END_SECONDS)
            each.kill()
            each.join()
    ended_well = {0, -signal.SIGTERM}  # the second: told to end before it had really begun
    return 0 if asked and all(each.exitcode in ended_well for each in children) else 1


if __name__ == "__main__":
    sys.exit(main())
