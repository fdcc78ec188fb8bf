"""The checks and preparations before Botram serves, with any web server."""

import errno
import ipaddress
import os
import signal
import socket
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from botram import create_app
from botram.demonstration.people import ACCOUNTS, PASSWORD
from botram.extensions import db
from botram.outages import Cause, cause_of, words_for
from botram.preparation.actions import prepare_database
from botram.preparation.queries import holds_demonstration, schema_is_current
from botram.refusals import Refusal
from botram.secret import make_secret
from botram.setting_values import SettingError

_WAIT = "Menyiapkan data contoh, kira-kira setengah menit ..."
_REDIS_SECONDS = 5  # how long Redis may take to answer at the start
_BACKLOG = 1024  # connections that wait while all threads are busy


@contextmanager
def starting(code: int = 1) -> Iterator[None]:
    """End the program with a sentence and this exit code when the block raises an expected error."""
    os.umask(0o077)  # new files are for the owner only: the database, the secret, backups
    try:
        yield
    except (SettingError, Refusal) as error:
        print(error, file=sys.stderr)
    except DBAPIError as error:
        reason, words = str(error.orig).partition("\n")[0], words_for(cause_of(error))
        print(f"Basis data tidak menjawab ({words.indonesian}).", file=sys.stderr)
        print(f"The database does not answer ({words.english}): {reason}", file=sys.stderr)
    except OSError as error:
        print(f"Tidak dapat membaca atau menulis. Cannot read or write: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    else:
        return
    sys.exit(code)


def ready(given: Mapping[str, str] | None = None) -> tuple[Flask, socket.socket]:
    """Prepare secret and database; return the app and its listening socket.

    given    settings that replace those of environment and file
    raises   the errors that ``starting`` reports
    """
    make_secret()
    app = create_app(given)
    _ask_redis(app)
    listener = listen(app.config["BOTRAM_HOST"], app.config["PORT"])
    try:
        prepare_database(app, tell=partial(print, _WAIT, file=sys.stderr, flush=True))
    except (DBAPIError, OSError) as error:
        _serve_readers(app, error)
    _refuse_public_demonstration(app, listener)
    return app, listener


def require_preparation(app: Flask, listeners: Iterable[socket.socket]) -> None:
    """Make the checks of ``ready`` for a server that prepares nothing itself. Raises SettingError."""
    _ask_redis(app)
    with app.app_context():
        if not schema_is_current():
            raise SettingError(
                "Basis data belum disiapkan untuk program ini. Jalankan dahulu: flask prepare\n"
                "The database is not prepared for this program. Run this first: flask prepare"
            )
        for listener in listeners:
            _refuse_public_demonstration(app, listener)
        db.engine.dispose()  # forked processes must not share a connection


def _serve_readers(app: Flask, error: DBAPIError | OSError) -> None:
    """Say that nothing can be saved, where the database is prepared for this program. Raises the error otherwise."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
    cause = Cause.FULL if full else cause_of(error)
    if cause not in (Cause.FULL, Cause.DISK, Cause.READ_ONLY, Cause.LOCKED):
        raise error
    with app.app_context():
        if not schema_is_current():
            raise error
    words = words_for(cause)
    print(
        f"Basis data tidak dapat ditulis ({words.indonesian}): halaman dapat dibaca, tidak ada yang dapat disimpan.\n"
        f"The database cannot be written ({words.english}): pages can be read, nothing can be saved.",
        file=sys.stderr,
    )


def _ask_redis(app: Flask) -> None:
    """Say once that the Redis of REDIS_URL does not answer. The site goes on without it and uses it once it answers."""
    if url := app.config["REDIS_URL"]:
        try:
            Redis.from_url(url, socket_connect_timeout=_REDIS_SECONDS, socket_timeout=_REDIS_SECONDS).ping()
        except RedisError:
            print(
                "Redis di REDIS_URL tidak menjawab: batas dihitung tiap proses sendiri sampai Redis kembali.\n"
                "The Redis of REDIS_URL does not answer: each process counts limits by itself until it is back.",
                file=sys.stderr,
            )


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises SettingError for a port in use and for an address of another machine."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingError(
                f"Port {port} sudah dipakai program lain; pilih yang lain, misalnya PORT={port + 1}.\n"
                f"Port {port} is taken by another program; choose another one, such as PORT={port + 1}."
            ) from error
        raise SettingError(
            f"Tidak dapat melayani di BOTRAM_HOST {host}, PORT {port}.\n"
            f"Cannot serve at BOTRAM_HOST {host} and PORT {port}: {error.strerror}."
        ) from error
    return listener


def is_local(listener: socket.socket) -> bool:
    """Whether only this machine reaches a listening socket."""
    return listener.family == socket.AF_UNIX or ipaddress.ip_address(listener.getsockname()[0]).is_loopback


def _refuse_public_demonstration(app: Flask, listener: socket.socket) -> None:
    """Raise SettingError when a demonstration, whose passwords are public, would be served beyond this machine."""
    if not is_local(listener) and not app.config["BOTRAM_DEMO_PUBLIC"] and holds_demonstration(app):
        raise SettingError(
            "Basis data contoh hanya dilayani di komputer ini (BOTRAM_HOST=127.0.0.1), karena kata sandinya diketahui"
            " umum.\nA demonstration database is served on this machine alone (BOTRAM_HOST=127.0.0.1): everyone knows"
            " its passwords. BOTRAM_DEMO_PUBLIC=1 allows more."
        )


def announce(app: Flask, host: str, port: int) -> None:
    """Print one sentence with the address of the site, and the accounts of a demonstration."""
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    accounts = f", kata sandi di /masuk untuk {', '.join(ACCOUNTS)}: {PASSWORD}" if holds_demonstration(app) else ""
    print(f"Botram melayani di {address} (Ctrl-C untuk berhenti){accounts}", flush=True)
