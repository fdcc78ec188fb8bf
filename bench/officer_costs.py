"""Statements and times of an officer's pages with few visits behind the officer and with many.

    python bench/officer_costs.py [--database URL] [--visits 10 10000]

The database is filled as for page_costs.py; the officer was in the crew of every visit that is over, and each of them
has results. Today one visit runs. Printed per page: SQL statements at both sizes, the median of five times, and bytes.
Baseline of each ratio: the small number of visits.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask  # the path comes first

from bench.head_costs import Cost, add_results, compare
from bench.page_costs import cost, fill

PAGES = {
    "/petugas": "/petugas",
    "visit": "/petugas/kunjungan/{visit}",
    "recording": "/petugas/kunjungan/{visit}/catat",
    "entries": "/petugas/kunjungan/{visit}/catatan",
    "closing": "/petugas/kunjungan/{visit}/tutup",
    "/api/v1/me/day": "/api/v1/me/day",
}


def add_crew(app: Flask) -> str:
    """Let Asep have been at every visit that is over; returns the public id of the one that he is at today."""
    from sqlalchemy import insert, select

    from botram import clock
    from botram.extensions import db
    from botram.visits.models import Visit, VisitOfficer, VisitState
    from tests.builders import a_visit, asep

    with app.app_context():
        running = db.session.scalar(select(Visit).where(Visit.state == VisitState.RUNNING))
        if running is None:
            today = clock.local_day(clock.now(), "Asia/Jakarta")
            running = a_visit("00:01", "23:59", day=today, state=VisitState.RUNNING, crew=(asep(),))
            running.opened_at = running.opens_at
            db.session.commit()
        over = Visit.state.in_((VisitState.CLOSED, VisitState.VERIFIED))
        alone = Visit.id.not_in(select(VisitOfficer.visit_id))
        times = db.session.execute(select(Visit.id, Visit.opens_at, Visit.closes_at).where(over, alone)).all()
        who = {"account_id": asep().id, "announced": False}
        rows = [who | {"visit_id": one, "opens_at": opens, "closes_at": closes} for one, opens, closes in times]
        for start in range(0, len(rows), 1000):
            db.session.execute(insert(VisitOfficer), rows[start : start + 1000])
        db.session.commit()
        return running.public_id


def measure(app: Flask, total: int) -> dict[str, Cost]:
    """The cost of every page for the officer, with so many visits in the office."""
    from tests.browser import Browser

    fill(app, total)
    add_results(app)
    visit = add_crew(app)
    client = Browser(app).sign_in("asep").client
    return {name: cost(client, address.format(visit=visit)) for name, address in PAGES.items()}


if __name__ == "__main__":
    sys.exit(compare(__doc__, measure))
