"""Twenty coordinators publish conflicting visits at the same moment, forty times: does exactly one win?

    python bench/double_booking.py [--database URL] [--rounds 40] [--processes 10] [--guard off]

Each attempt is a request to the API in one of several processes, on a database made by the migrations. In turn the
visits of a round share their team, an officer or their second team; some of them enclose the others. With ``--guard
off`` the locks, triggers and exclusion constraints are taken away and the same script must show double bookings.
Without ``--database`` it uses a SQLite file in a temporary folder; a PostgreSQL URL names an empty database.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask  # the path comes first

ATTEMPTS = 20
HOURS = ((6, 20), (8, 14), (9, 12), (10, 11), (7, 15))  # the first encloses all others
SECRET = "only for this measurement, nowhere else"
GUARDS = {
    "sqlite": ("DROP TRIGGER visit_team_busy_new", "DROP TRIGGER visit_officer_busy_changed"),
    "postgresql": (
        "ALTER TABLE visit_team DROP CONSTRAINT visit_team_busy",
        "ALTER TABLE visit_officer DROP CONSTRAINT visit_officer_busy",
    ),
}


def make_app(url: str, *, guarded: bool) -> Flask:
    """The app on that database, with or without the locks of its transactions."""
    from botram import create_app

    app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"})
    if not guarded:
        take_locks_away()
    return app


def take_locks_away() -> None:
    """Check, then write, with nothing in between that keeps others out: the usual mistake."""
    from sqlalchemy import Engine, event

    from botram import sqlite

    event.remove(Engine, "begin", sqlite.begin)
    patch("botram.visits.actions.lock_office").start()


def prepare(app: Flask, *, guarded: bool) -> str:
    """Migrate, add the villages, an office and its coordinator; returns the coordinator's cookie token."""
    from flask_migrate import upgrade
    from sqlalchemy import text

    from botram import clock
    from botram.extensions import db
    from botram.staff.sign_ins.actions import begin_sign_in
    from tests import builders

    with app.app_context():
        upgrade()
        builders.load_reference_data()
        if not guarded:
            for statement in GUARDS[db.engine.dialect.name]:
                db.session.execute(text(statement))
            db.session.commit()
        return begin_sign_in(builders.siti(), now=clock.now(), limit_hours=24)


def make_round(app: Flask, number: int) -> list[str]:
    """Twenty drafts of one day that may not be announced together; returns their public ids."""
    from botram import clock
    from botram.staff.models import Role
    from tests import builders

    with app.app_context():
        day = (clock.now() + timedelta(days=30 + number * 2)).date()
        kind = ("team", "officer", "second")[number % 3]
        shared = None if kind == "officer" else builders.a_team(f"Regu {number}")
        officer = builders.person(f"petugas{number}", f"Petugas {number}", Role.OFFICER, builders.bekasi())
        venue = builders.a_venue(f"Aula {number}")
        drafts = []
        for attempt in range(ATTEMPTS):
            opens, closes = HOURS[attempt % len(HOURS)]
            own = shared if shared and kind == "team" else builders.a_team(f"Regu {number} {attempt}")
            crew = (officer,) if kind == "officer" else ()
            hours = (f"{opens:02d}:00", f"{closes:02d}:00")
            draft = builders.a_visit(*hours, day=day, team=own, venue=venue, crew=crew)
            drafts.append(builders.with_second(draft, team=shared if kind == "second" else None).public_id)
        return drafts


def work(url: str, guarded: bool, token: str, threads: int, start: Any, jobs: Any, answers: Any) -> None:
    """One process: publish what it is given, all threads at once, until it is given None."""
    app = make_app(url, guarded=guarded)
    clients = [signed_in(app, token) for _thread in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        while (ids := jobs.get()) is not None:
            start.wait()
            for answer in pool.map(publish, clients, ids):
                answers.put(answer)


def signed_in(app: Flask, token: str) -> tuple[Any, str]:
    """A client with the coordinator's cookie, and the token that its writes carry."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client, client.get("/api/v1/me").get_json()["csrf_token"]


def publish(signed: tuple[Any, str], public_id: str) -> tuple[int, str]:
    """The status of one attempt and the kind of refusal."""
    client, csrf = signed
    reasons = dict.fromkeys(
        (
            "holiday",
            "collective",
            "office",
            "friday",
            "ramadan",
            "same-village",
            "venue",
            "vehicle",
            "travel",
            "equipment",
            "short-notice",
        ),
        "uji",
    )
    answer = client.post(
        f"/api/v1/visits/{public_id}/publish", json={"warnings": reasons}, headers={"X-CSRFToken": csrf}
    )
    body = answer.get_json(silent=True) or {}
    return answer.status_code, str(body.get("type", "")) if answer.status_code >= 400 else ""


def announced(app: Flask, ids: list[str]) -> int:
    """How many of the round's visits the table says are announced."""
    from sqlalchemy import func, select

    from botram.extensions import db
    from botram.visits.models import ANNOUNCED, Visit

    with app.app_context():
        counted = select(func.count()).where(Visit.public_id.in_(ids), Visit.state.in_(ANNOUNCED))
        return db.session.scalar(counted) or 0


def run(url: str, rounds: int, processes: int, *, guarded: bool) -> int:
    """All rounds; prints what happened and returns how many rounds did not end with exactly one winner."""
    app = make_app(url, guarded=guarded)
    token = prepare(app, guarded=guarded)
    context = multiprocessing.get_context("spawn")
    start, jobs, answers = (context.Barrier(processes), [context.Queue() for _p in range(processes)], context.Queue())
    share = ATTEMPTS // processes
    workers = [
        context.Process(target=work, args=(url, guarded, token, share, start, queue, answers), daemon=True)
        for queue in jobs
    ]
    for worker in workers:
        worker.start()
    kinds: Counter[tuple[int, str]] = Counter()
    winners: Counter[int] = Counter()
    for number in range(rounds):
        ids = make_round(app, number)
        for process, queue in enumerate(jobs):
            queue.put(ids[process * share : (process + 1) * share])
        kinds.update(answers.get(timeout=120) for _attempt in ids)
        winners[announced(app, ids)] += 1
    for queue in jobs:
        queue.put(None)
    for worker in workers:
        worker.join(30)
    guard = "on" if guarded else "off"
    print(f"{url.split(':')[0]}, guard {guard}: {rounds} rounds of {ATTEMPTS} attempts, {processes} processes")
    print("  announced visits per round:", dict(sorted(winners.items())))
    print("  answers:", {f"{status} {kind}".strip(): count for (status, kind), count in sorted(kinds.items())})
    return rounds - winners[1]


def main() -> int:
    """Exit status 0 when the outcome is the promised one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--processes", type=int, default=10)
    parser.add_argument("--guard", choices=("on", "off"), default="on")
    options = parser.parse_args()
    guarded = options.guard == "on"
    print(f"{os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/race.sqlite"
        wrong = run(url, options.rounds, options.processes, guarded=guarded)
    print(f"  rounds without exactly one winner: {wrong}")
    return int(wrong > 0) if guarded else int(wrong == 0)


if __name__ == "__main__":
    sys.exit(main())
