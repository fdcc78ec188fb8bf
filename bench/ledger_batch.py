"""How long does a batch of 50 entries take through the whole app, and how much of that is the ledger itself?

    python bench/ledger_batch.py [--database URL] [--batches 300] [--size 50]

An officer who is signed in sends batches of new entries to running visits: request, sign-in, token, reading and
checking the JSON, the rules of the ledger, totals, commit, answer. After each of them the same rows under other ids are
inserted as they are and committed as one batch through SQLAlchemy, into the same table: the baseline. Printed are
medians and 95th percentiles in ms, and bare time / batch time.
Without ``--database`` it uses a SQLite file in a temporary folder; a PostgreSQL URL names an empty database.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask  # the path comes first
from flask.testing import FlaskClient

from bench.ledger_entries import taps

SECRET = "only for this measurement, nowhere else"
BATCHES_OF_A_VISIT = 20  # a visit of a thousand entries is a large one
WARM_UP = 10
GOAL_MS, GOAL_SHARE = 50.0, 0.1
CORRECTIONS = 0.05


def ms(work: Callable[[], object]) -> float:
    """How many milliseconds it takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def p95(times: list[float]) -> float:
    """The time that 95 of 100 stay below."""
    return quantiles(times, n=20)[-1]


def prepare(app: Flask, visits: int) -> tuple[list[str], str]:
    """Migrate, and make visits that run with Asep in the crew; returns their ids and his sign-in's token."""
    from flask_migrate import upgrade

    from botram import clock
    from botram.staff.sign_ins.actions import begin_sign_in
    from botram.visits.models import VisitState
    from tests import builders

    with app.app_context():
        upgrade()
        builders.load_reference_data()
        asep, venue = builders.asep(), builders.a_venue()
        made = [
            builders.a_visit(
                team=builders.a_team(f"Regu {number}"),
                venue=venue,
                crew=(asep,),
                day=builders.DAY.replace(day=1 + number % 28, month=1 + number // 28 % 12),
                state=VisitState.RUNNING,
            ).public_id
            for number in range(visits)
        ]
        return made, begin_sign_in(asep, now=clock.now(), limit_hours=24)


def signed_in(app: Flask, token: str) -> tuple[FlaskClient, dict[str, str]]:
    """Asep's phone, and the header of its writes."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    answer: Any = client.get("/api/v1/me").get_json()
    return client, {"X-CSRFToken": answer["csrf_token"]}


def send(client: FlaskClient, headers: dict[str, str], visit: str, entries: list[dict[str, Any]]) -> None:
    """One batch; every entry of it must be stored."""
    answer = client.post(f"/api/v1/visits/{visit}/results", json={"entries": entries}, headers=headers)
    words = {receipt["status"] for receipt in answer.get_json()["results"]}
    assert words == {"stored"}, words


def stored_rows(app: Flask, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that the batch became, under other ids: what a bare INSERT writes."""
    from sqlalchemy import select

    from botram.extensions import db
    from botram.results.models import ResultEntry

    fresh = {entry["id"]: str(uuid4()) for entry in entries}
    with app.app_context():
        wanted = select(ResultEntry).where(ResultEntry.id.in_(fresh)).order_by(ResultEntry.number)
        rows = [
            {column.key: getattr(entry, column.key) for column in ResultEntry.__mapper__.column_attrs}
            for entry in db.session.scalars(wanted)
        ]
    names = {None: None, **fresh}
    for row in rows:
        del row["number"]
        corrects, root = row["corrects"], row["root"]
        row |= {"id": fresh[row["id"]], "corrects": names.get(corrects, corrects), "root": names.get(root, root)}
    return rows


def insert_bare(app: Flask, rows: list[dict[str, Any]]) -> float:
    """Milliseconds for these rows, inserted and committed as one batch."""
    from sqlalchemy import insert

    from botram.extensions import db
    from botram.results.models import ResultEntry

    statement = insert(ResultEntry.__table__)  # type: ignore[arg-type]  # a table

    def work() -> None:
        with db.engine.begin() as connection:
            connection.execute(statement, rows)

    with app.app_context():
        return ms(work)


def measure(app: Flask, batches: int, size: int) -> tuple[list[float], list[float]]:
    """The times of the batches and of the bare INSERTs."""
    dice = random.Random(size)
    visits, token = prepare(app, -(-(batches + WARM_UP) // BATCHES_OF_A_VISIT))
    client, headers = signed_in(app, token)
    whole, bare = [], []
    for number in range(batches + WARM_UP):
        entries = taps(dice, size, CORRECTIONS)
        visit = visits[number // BATCHES_OF_A_VISIT]
        took = ms(lambda visit=visit, entries=entries: send(client, headers, visit, entries))  # type: ignore[misc]
        alone = insert_bare(app, stored_rows(app, entries))
        if number >= WARM_UP:
            whole.append(took)
            bare.append(alone)
    return whole, bare


def main() -> int:
    """Exit status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="")
    parser.add_argument("--batches", type=int, default=300)
    parser.add_argument("--size", type=int, default=50)
    options = parser.parse_args()
    from botram import create_app

    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/batch.sqlite"
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"})
        whole, bare = measure(app, options.batches, options.size)
    share = median(bare) / median(whole)
    print(f"{url.split(':')[0]}: {options.batches} batches of {options.size} entries, {os.cpu_count()} cores")
    print(f"  through the app: median {median(whole):.1f} ms, 95th percentile {p95(whole):.1f} ms")
    print(f"  bare INSERTs:    median {median(bare):.1f} ms, 95th percentile {p95(bare):.1f} ms")
    print(f"  bare / batch:    {share:.2f} of the medians, {p95(bare) / p95(whole):.2f} of the 95th percentiles")
    missed = [f"95th percentile over {GOAL_MS:.0f} ms"] * (p95(whole) > GOAL_MS)
    missed += [f"share under {GOAL_SHARE}"] * (share < GOAL_SHARE)
    print(f"  goals missed: {', '.join(missed) or 'none'}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
