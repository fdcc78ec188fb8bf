"""One web server process: waitress with a graceful shutdown. docs/server-choice.md has the reasons for waitress."""

import logging
import signal
import socket
import time
from typing import Any

import waitress
from flask import Flask
from waitress import wasyncore

_HEADER_BYTES = 32 * 1024
_CONNECTIONS = 1000  # of one process; more wait in the backlog of the socket
_SILENCE_SECONDS = 60  # after which an idle connection or an unfinished request is closed
LOOK_SECONDS = 1  # the longest wait for events in one step of the loop
_DRAIN_SECONDS = 10  # how long a shutdown waits for responses


def serve(app: Flask, listener: socket.socket) -> None:
    """Serve requests on a listening socket until SIGTERM; then finish the running ones, for at most 10 seconds."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # below it, each waiting request is logged
    connections: dict[int, Any] = {}
    server = server_for(app, listener, connections)
    signals: list[int] = []  # no Event: a signal during the handler of another one would wait for its lock forever

    def stop(number: int, _frame: object) -> None:
        signals.append(number)
        server.pull_trigger()

    signal.signal(signal.SIGTERM, stop)
    while not signals:
        look(connections, LOOK_SECONDS)
    drain(server, connections)


def server_for(app: Flask, listener: socket.socket, connections: dict[int, Any]) -> Any:
    """Return a waitress server with our limits on a listening socket. ``look`` runs it."""
    return waitress.create_server(
        app,
        map=connections,
        sockets=[listener],
        threads=app.config["WEB_THREADS"],
        connection_limit=_CONNECTIONS,
        asyncore_use_poll=True,  # select() has a limit of 1024 descriptors
        channel_timeout=_SILENCE_SECONDS,
        cleanup_interval=_SILENCE_SECONDS // 4,
        max_request_header_size=_HEADER_BYTES,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
        clear_untrusted_proxy_headers=False,  # the app only trusts them from TRUSTED_PROXIES
        ident=None,
    )


def look(connections: dict[int, Any], seconds: float) -> None:
    """Run one step of the server's loop: handle events, or wait for them for so many seconds."""
    wasyncore.loop(timeout=seconds, use_poll=True, map=connections, count=1)


def drain(server: Any, connections: dict[int, Any]) -> None:
    """Accept no more connections and wait until all running requests are answered. Waitress itself would drop them."""
    look(connections, 0)
    server.del_channel(connections)
    server.socket.close()
    deadline = time.monotonic() + _DRAIN_SECONDS
    while time.monotonic() < deadline and any(map(_is_busy, list(server.active_channels.values()))):
        look(connections, LOOK_SECONDS / 10)


def _is_busy(channel: Any) -> bool:
    """Whether a connection has a running request or an unsent response."""
    return bool(channel.requests or channel.total_outbufs_len)
