"""Statements and times of the head's pages with few visits and with many, each with results.

    python bench/head_costs.py [--database URL] [--visits 10 10000]

The database is filled as for page_costs.py; every visit that is over gets the totals of two services. Printed per page:
SQL statements at both sizes, the median of five times, and bytes. Baseline of each ratio: the small number of visits.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask  # the path comes first

from bench.page_costs import SECRET, cost, fill

Cost = tuple[int, int, float, int]
"""Statements, bytes, milliseconds, and bytes of a first visit, as page_costs.py counts them."""

TOTALS = (
    ("KTP_ENROL", "REQUESTS", "ENROLLED_PRINT_LATER", 31),
    ("KK_NEW", "REQUESTS", "ISSUED_ON_SPOT", 40),
    ("KK_NEW", "REQUESTS", "RETURNED_INCOMPLETE", 7),
    ("KK_NEW", "ISSUED", "KK", 40),
    ("KK_NEW", "MISSING", "KK_COPY", 7),
)
PAGES = {
    "a month": "/koordinator/ringkasan?dari={month}",
    "two years": "/koordinator/ringkasan?dari={first}&sampai={month}",
    "behind a figure": "/koordinator/ringkasan/kunjungan?hitung=dokumen&dari={first}&sampai={month}",
    "workbook": "/koordinator/ringkasan.xlsx?dari={month}",
    "results": "/koordinator/hasil",
}


def add_results(app: Flask) -> None:
    """Give every visit that is over its totals; some wait for verification."""
    from sqlalchemy import insert, select, update

    from botram.extensions import db
    from botram.results.models import ResultTotal, TotalKind
    from botram.visits.models import Visit, VisitState

    with app.app_context():
        without = Visit.id.not_in(select(ResultTotal.visit_id))
        over = Visit.state.in_((VisitState.CLOSED, VisitState.VERIFIED))
        ids = db.session.scalars(select(Visit.id).where(over, without)).all()
        rows = [
            {"visit_id": one, "service_code": service, "kind": TotalKind(kind), "code": code, "count": count}
            for one in ids
            for service, kind, code, count in TOTALS
        ]
        for start in range(0, len(rows), 1000):
            db.session.execute(insert(ResultTotal), rows[start : start + 1000])
        db.session.execute(update(Visit).where(Visit.id.in_(ids[:5])).values(state=VisitState.CLOSED))
        db.session.commit()


def measure(app: Flask, total: int) -> dict[str, Cost]:
    """The cost of every page for the head, with so many visits."""
    from botram import clock
    from botram.reports.periods import month_of
    from tests.browser import Browser
    from tests.builders import ratna

    fill(app, total)
    add_results(app)
    with app.app_context():
        ratna()
    month = month_of(clock.now(), "Asia/Jakarta")
    client = Browser(app).sign_in("ratna").client
    return {name: cost(client, address.format(month=month, first=month.plus(-23))) for name, address in PAGES.items()}


def compare(words: str | None, measure: Callable[[Flask, int], dict[str, Cost]]) -> int:
    """Print what pages cost with few visits and with many; returns 1 when statements grow."""
    parser = argparse.ArgumentParser(description=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="")
    parser.add_argument("--visits", nargs=2, type=int, default=(10, 10_000), metavar=("FEW", "MANY"))
    options = parser.parse_args()
    from flask_migrate import upgrade

    from botram import clock, create_app
    from tests import builders

    began = clock.now()
    clock.now = lambda: began  # a sign-in is noted once a minute: that is no cost of a page
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/costs.sqlite"
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"})
        with app.app_context():
            upgrade()
            builders.load_reference_data()
        few, many = (measure(app, total) for total in options.visits)
    print(f"{url.split(':')[0]}: {options.visits[0]} visits (baseline) and {options.visits[1]}")
    print(f"{'page':18} statements few/many ratio   ms few/many       bytes")
    wrong = 0
    for name in few:
        (n_few, _b, ms_few, _t), (n_many, size, ms_many, _total) = few[name], many[name]
        wrong += n_few != n_many
        print(
            f"{name:18} {n_few:10d}/{n_many:<8d}{n_many / n_few:6.2f} {ms_few:8.1f}/{ms_many:<8.1f}"
            f"{size:9d}{'' if n_few == n_many else '  GROWS'}"
        )
    print(f"broken promises: {wrong}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(compare(__doc__, measure))
