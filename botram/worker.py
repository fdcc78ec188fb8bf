"""The background worker: one process for tasks that requests should not wait for, and for hourly tasks."""

import logging
import signal
import sqlite3
from pathlib import Path
from threading import Event

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from redis.exceptions import RedisError

from botram import clock, config
from botram.places.geocoding.actions import tidy_answers
from botram.places.regions.actions import retire_villages
from botram.quiet_logs import quieten
from botram.staff.failed_sign_ins.actions import tidy_failures
from botram.staff.sign_ins.actions import claim_hour, tidy_sign_ins
from botram.visits.departures.actions import tidy_departures
from botram.visits.marks.actions import recheck_all

TIDYING_MINUTE = "17"  # of every hour
_RECHECK_MINUTE = "41"
_LOOK_SECONDS = 10  # how often the schedule is read
_LONGEST_TASK_SECONDS = 20  # how long a stop waits for a task
log = logging.getLogger("botram.worker")


def make_queue(app: Flask) -> Huey:
    """Return the queue with its tasks: in Redis where REDIS_URL is set, else in a file of the instance folder."""
    if url := app.config["REDIS_URL"]:
        queue = RedisHuey("botram", url=url)
    else:
        # It may be deleted: no data is only in the queue.
        file = Path(config.ROOT, app.config["BOTRAM_INSTANCE"], "queue.sqlite")
        queue = SqliteHuey("botram", filename=str(file))

    @queue.periodic_task(crontab(minute=TIDYING_MINUTE), name="tidy")
    def tidy() -> None:
        """Delete what has expired, and hand ended villages over, unless another machine does it this hour."""
        with app.app_context():
            if claim_hour("tidy", now=clock.now()):
                tidy_sign_ins(now=clock.now())
                tidy_failures(now=clock.now())
                tidy_answers(now=clock.now())
                tidy_departures(now=clock.now())
                retire_villages(now=clock.now())

    @queue.periodic_task(crontab(minute=_RECHECK_MINUTE), name="recheck")
    def recheck() -> None:
        """Ask the rules about all coming visits: the public list of holidays changes with an upgrade."""
        with app.app_context():
            if claim_hour("recheck", now=clock.now()):
                recheck_all(now=clock.now())

    return queue


class _Worker(Consumer):  # type: ignore[misc]  # huey brings no types
    """Huey's consumer, ended by SIGTERM only: the parent process handles the signals of the terminal."""

    def start(self) -> None:
        """Start the consumer without huey's handlers for SIGINT (abort a task) and SIGHUP (restart)."""
        super().start()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


def _queue_that_answers(app: Flask) -> Huey:
    """Return the queue once it can be used. Until then a line of the log says each minute what is missing."""
    while True:
        try:
            queue = make_queue(app)
            queue.pending_count()
        except (RedisError, sqlite3.Error) as error:
            log.warning("the background work waits for its queue (%s)", type(error).__name__)
            Event().wait(_LOOK_SECONDS)
        else:
            return queue


def work(app: Flask) -> None:
    """Run the tasks of the queue until SIGTERM; a running task ends first."""
    logging.getLogger("huey").setLevel(logging.WARNING)
    quieten("huey", "huey.consumer", "huey.consumer.Worker", "huey.consumer.Scheduler", log.name)
    _Worker(
        _queue_that_answers(app),
        scheduler_interval=_LOOK_SECONDS,
        graceful_signal="TERM",
        shutdown_timeout=_LONGEST_TASK_SECONDS,
    ).run()
