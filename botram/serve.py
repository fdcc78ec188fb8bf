"""Run all of Botram on one machine: web processes and background worker, started and ended together.

    python -m botram.serve            (what `make run` does)

SIGTERM, SIGINT (Ctrl-C) or SIGHUP end them. One that ends by itself is started again, and the others go on.
"""

import sys
from collections.abc import Callable
from functools import partial

from botram import processes, startup, web_server, worker
from botram.extensions import db


def main() -> int:
    """Prepare the database, serve until a signal, and return the exit code."""
    with startup.starting():
        app, listener = startup.ready()
    with app.app_context():
        db.engine.dispose()  # the children must not share a connection
    tasks: dict[str, Callable[[], None]] = {
        f"web process {number}": partial(web_server.serve, app, listener)
        for number in range(1, app.config["WEB_PROCESSES"] + 1)
    }
    tasks["background worker"] = partial(worker.work, app)

    # The socket stays open here, for a web process that has to be started again.
    return processes.run_together(tasks, started=partial(startup.announce, app, *listener.getsockname()[:2]))


if __name__ == "__main__":
    sys.exit(main())
