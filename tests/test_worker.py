"""The background worker does what is due, with its queue in a file or in Redis."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from huey import Huey
from sqlalchemy import func, select

from botram import worker
from botram.database import session
from botram.places.models import Geocoded
from botram.staff.models import SignIn
from botram.staff.sign_ins.actions import begin_sign_in, claim_hour
from tests import parts
from tests.builders import NOW, add, siti


@pytest.fixture(params=["file", "Redis"])
def queue(request: pytest.FixtureRequest, app: Flask, tmp_path: Path) -> Huey:
    """The queue of the app, kept in a folder of its own or in Redis."""
    app.config["BOTRAM_INSTANCE"] = str(tmp_path)
    app.config["REDIS_URL"] = parts.redis_url() if request.param == "Redis" else ""
    return worker.make_queue(app)


def test_what_has_ended_is_deleted_every_hour(queue: Huey) -> None:
    ago = NOW - timedelta(days=7)
    add(Geocoded(query="jl. raya 1", found=[], asked_at=ago, expires_at=NOW - timedelta(minutes=1)))
    begin_sign_in(siti(), now=NOW - timedelta(hours=2), limit_hours=1)
    begin_sign_in(siti(), now=NOW, limit_hours=1)
    for task in queue.read_periodic(NOW.replace(minute=int(worker.TIDYING_MINUTE))):
        queue.enqueue(task)
    queue.execute(queue.dequeue())
    assert session().scalar(select(func.count()).select_from(SignIn)) == 1
    assert session().scalar(select(func.count()).select_from(Geocoded)) == 0


def test_of_several_machines_one_does_what_is_due(app: Flask) -> None:
    assert [claim_hour("tidy", now=NOW + timedelta(minutes=minute)) for minute in (0, 0, 20, 59, 60)] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert claim_hour("something else", now=NOW)


def test_a_task_that_another_machine_does_is_left_to_it(queue: Huey) -> None:
    begin_sign_in(siti(), now=NOW - timedelta(hours=2), limit_hours=1)
    assert claim_hour("tidy", now=NOW)
    for task in queue.read_periodic(NOW.replace(minute=int(worker.TIDYING_MINUTE))):
        queue.enqueue(task)
    queue.execute(queue.dequeue())
    assert session().scalar(select(func.count()).select_from(SignIn)) == 1


def test_nothing_is_due_at_other_minutes(queue: Huey) -> None:
    assert not queue.read_periodic(NOW.replace(minute=int(worker.TIDYING_MINUTE) + 1))
