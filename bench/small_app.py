"""The small Flask app that bench/servers.py puts behind each web server.

`python bench/small_app.py PORT PROCESSES THREADS` serves it with waitress set up the way Botram does it: processes
that share one listening socket. gunicorn and granian have commands of their own.
"""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator

from flask import Flask, render_template, request

app = Flask(__name__)

SMALL = app.jinja_env.from_string("""<!doctype html><html lang="id"><title>{{ title }}</title><h1>{{ title }}</h1>
<ul>{% for row in rows %}<li>{{ row.name }}, {{ row.day }}</li>{% endfor %}</ul></html>""")

LARGE = app.jinja_env.from_string("""<!doctype html><html lang="id"><title>{{ title }}</title><h1>{{ title }}</h1>
{% for row in rows %}<article class="visit-card"><h2>{{ row.name }}</h2><p>{{ row.day }}, 08.00-14.00 WIB</p>
<p>Gratis. Bawa kartu keluarga dan KTP-el lama.</p></article>{% endfor %}</html>""")


def rows(count: int) -> list[dict[str, str]]:
    return [{"name": f"Desa <{n}>", "day": "Selasa, 8 Desember 2026"} for n in range(count)]


@app.get("/")
def small() -> str:
    return render_template(SMALL, title="Jadwal", rows=rows(10))


@app.get("/large")
def large() -> str:
    """About 30 kB of HTML."""
    return render_template(LARGE, title="Jadwal", rows=rows(165))


@app.post("/form")
def form() -> str:
    """Answers once the whole body is there, like every page that reads a form."""
    return str(len(request.form))


@app.get("/slow")
def slow() -> str:
    """Answers after 1.5 seconds, to see whether a stop waits for it."""
    threading.Event().wait(1.5)
    return "finished"


@app.get("/stream")
def stream() -> Iterator[bytes]:
    """20 MB in pieces, to see what happens when the reader leaves early."""
    return (b"x" * 20_000 for _ in range(1_000))


def serve_with_waitress(port: int, processes: int, threads: int) -> int:
    import waitress

    listener = socket.create_server(("127.0.0.1", port), backlog=1024)
    children = []
    for _ in range(processes):
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            options = {"threads": threads, "connection_limit": 1000, "asyncore_use_poll": True}
            waitress.serve(app, sockets=[listener], **options)
            os._exit(0)
        children.append(child)

    def end_all(*_: object) -> None:
        for child in children:
            os.kill(child, signal.SIGTERM)

    signal.signal(signal.SIGTERM, end_all)
    listener.close()
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


if __name__ == "__main__":
    sys.exit(serve_with_waitress(*(int(value) for value in sys.argv[1:4])))
