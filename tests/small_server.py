"""A tiny app behind botram.web_server, in a process of its own; prints its port. For test_web_server.py."""

import sys
from threading import Event

from flask import Flask, request

from botram import startup, web_server

app = Flask(__name__)
app.config.update(WEB_THREADS=2, MAX_CONTENT_LENGTH=100_000)
LARGE_BYTES = 30_000_000


@app.get("/")
def small() -> str:
    return "good"


@app.post("/form")
def form() -> str:
    return str(len(request.form))


@app.get("/slow")
def slow() -> str:
    Event().wait(1)
    return "finished"


@app.get("/large")
def large() -> bytes:
    return bytes(LARGE_BYTES)


if __name__ == "__main__":
    listener = startup.listen("127.0.0.1", 0)
    print(listener.getsockname()[1])
    sys.stdout.flush()
    web_server.serve(app, listener)
