"""What a calendar costs with few visits in the database and with many: written anew, from kept entries, unchanged.

    python bench/feeds.py [--database URL] [--visits 10 10000]

The feed of all visits is asked for on a database made by the migrations (nine tenths of the visits past, one tenth to
come; the feed covers 90 days back and 400 ahead). Baseline of the costs of an entry: the library's own `to_ical` of the
same entries in the same run. Baseline of an unchanged feed: the same with the small number of visits.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask  # the path comes first
from flask.testing import FlaskClient

from bench.page_costs import SECRET, counted, fill

FEED = "/kalender/semua.ics"
TURNS = 5
KEPT = "botram-calendar-entries"


@dataclass(frozen=True)
class Costs:
    """The costs of one feed, median of some turns, in milliseconds."""

    visits: int
    entries: int
    size: int  # bytes
    bare: float
    fresh: float
    kept: float
    unchanged: float
    statements: tuple[int, int, int]  # fresh, kept, unchanged

    def an_entry(self, took: float) -> float:
        """Microseconds for one of the entries."""
        return took * 1000 / self.entries


def timed(ask: Callable[[], object], before: Callable[[], object] = lambda: None) -> tuple[float, int]:
    """Median milliseconds that this process worked, whatever else the machine did, and the statements of one turn."""
    took = []
    for _turn in range(TURNS):
        before()
        with counted() as sent:
            began = time.process_time()
            ask()
            took.append((time.process_time() - began) * 1000)
    return median(took), len(sent)


def ask(client: FlaskClient, status: int, **headers: str) -> tuple[bytes, str]:
    """The file and its tag. Compressing is left out: it costs the same with every way of writing."""
    answer = client.get(FEED, headers={"Accept-Encoding": "identity", **headers})
    assert answer.status_code == status, answer.status
    return answer.data, answer.headers["ETag"]


def bare(app: Flask) -> float:
    """Milliseconds that the library alone needs to write the same entries, made before the clock starts."""
    from botram import clock
    from botram.calendars import feed
    from botram.calendars.event import RESIDENTS, event_of
    from botram.calendars.feed_queries import lines_of, visits_for_entries
    from botram.calendars.scope_queries import calendar_of_all

    with app.test_request_context():
        scope = calendar_of_all(app.config["SITE_ZONE"])
        now = feed.feed_of(scope, now=clock.now(), language="id", site=app.config["PUBLIC_URL"])
        visits = visits_for_entries([line.id for line in lines_of(scope, now.window)], crew=False)
        events = [
            event_of(
                visit,
                uid_host="x.example",
                address_of=lambda public_id: f"https://x.example/{public_id}",
                reader=RESIDENTS,
            )
            for visit in visits.values()
        ]
        return timed(lambda: [event.to_ical() for event in events])[0]


def measure(app: Flask, total: int) -> Costs:
    """The costs with so many visits in the database."""
    fill(app, total)
    client = app.test_client()
    file, tag = ask(client, 200)
    fresh = timed(lambda: ask(client, 200), before=lambda: app.extensions.pop(KEPT, None))
    kept = timed(lambda: ask(client, 200))
    unchanged = timed(lambda: ask(client, 304, **{"If-None-Match": tag}))
    return Costs(
        total,
        file.count(b"BEGIN:VEVENT"),
        len(file),
        bare(app),
        fresh[0],
        kept[0],
        unchanged[0],
        (fresh[1], kept[1], unchanged[1]),
    )


def show(few: Costs, many: Costs) -> int:
    """Print both; 1 when an unchanged feed or the number of statements grows with the visits."""
    print("visits in all   entries     bytes   bare to_ical         fresh          kept     unchanged    statements")
    for costs in (few, many):
        parts = (costs.bare, costs.fresh, costs.kept)
        each = "  ".join(f"{costs.an_entry(part):7.1f} us x{part / costs.bare:4.2f}" for part in parts)
        print(
            f"{costs.visits:13d} {costs.entries:9d} {costs.size:9d}  {each}  {costs.unchanged:7.1f} ms"
            f"   {'/'.join(map(str, costs.statements))}"
        )
    grows = few.statements != many.statements
    print(f"unchanged: {many.unchanged / few.unchanged:.2f} times the small one{'  STATEMENTS GROW' if grows else ''}")
    return int(grows)


def main() -> int:
    """Exit status 1 when the statements of a feed grow with the visits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="")
    parser.add_argument("--visits", nargs=2, type=int, default=(10, 10_000), metavar=("FEW", "MANY"))
    options = parser.parse_args()
    from flask_migrate import upgrade

    from botram import create_app
    from tests import builders

    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/feeds.sqlite"
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"})
        with app.app_context():
            upgrade()
            builders.load_reference_data()
        few, many = (measure(app, total) for total in options.visits)
    print(f"{url.split(':')[0]}; an entry in microseconds, with its ratio to the bare library")
    return show(few, many)


if __name__ == "__main__":
    sys.exit(main())
