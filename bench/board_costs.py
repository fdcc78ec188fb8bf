"""The plan board with 2,000 visits in view against 20: statements, bytes, server time, and time to be usable.

    python bench/board_costs.py [--visits 20 2000] [--slower 4] [--loads 5]

A database made by the migrations gets that many visits in one month, a quarter of them drafts, of as many teams as it
takes. Server time is the median of CPU time. Time to be usable is measured in Chromium (CHROMIUM names it) with its
processor slowed down so many times: from the navigation until all scripts have run, after which a visit can be
dragged; the median of several loads from a server in this process. Baseline: the small number of visits.
"""

import argparse
import gzip
import logging
import os
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from threading import Thread

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask  # the path comes first
from werkzeug.serving import make_server

from bench.page_costs import SECRET, counted
from botram.staff.models import Team
from tests.browser import Browser

MONTH = date(2028, 7, 1)
BOARD = f"/koordinator/papan?bulan={MONTH:%Y-%m}"
_TURNS = 5


def fill(app: Flask, total: int) -> None:
    """Bring the number of visits of the month to ``total``: each team once a day but Sundays."""
    from sqlalchemy import func, select

    from botram.extensions import db
    from botram.visits.models import Visit, VisitState
    from tests import builders

    with app.app_context():
        have = db.session.scalar(select(func.count()).select_from(Visit)) or 0
        days = [day for n in range(31) if (day := MONTH + timedelta(days=n)).weekday() != 6]
        places = [builders.a_venue(f"Balai {have}", name) for name in ("Sumberjaya", "Lambangjaya", "Setiamekar")]
        cells = ((n, day) for n in range(total) for day in days)
        teams = dict[int, Team]()
        for number, (lane, day) in enumerate(islice(cells, total - have), start=have):
            team = teams.get(lane) or teams.setdefault(lane, builders.a_team(f"Tim {have}-{lane:03d}"))
            state = VisitState.DRAFT if number % 4 == 0 else VisitState.PUBLISHED
            builders.a_visit(day=day, team=team, venue=places[number % 3], state=state)


def on_the_server(app: Flask) -> tuple[int, int, float]:
    """Statements, compressed bytes, and median milliseconds of CPU time of the board."""
    client = Browser(app).sign_in("siti").client
    took, statements, answer = list[float](), 0, client.get(BOARD)
    for _turn in range(_TURNS):
        with counted() as sent:
            began = time.process_time()
            answer = client.get(BOARD)
            took.append((time.process_time() - began) * 1000)
        statements = len(sent)
    assert answer.status_code == 200, answer.status
    return statements, len(gzip.compress(answer.data, 6)), median(took)


def in_chromium(app: Flask, slower: int, loads: int) -> float:
    """Median milliseconds until the board can be used."""
    from playwright.sync_api import sync_playwright

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 800})
            page.goto("/masuk")
            page.fill("[name=name]", "siti")
            page.fill("[name=password]", "botram-demo")
            with page.expect_navigation():
                page.keyboard.press("Enter")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
            took = list[float]()
            for _load in range(loads):
                page.goto(BOARD)
                took.append(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
            browser.close()
    finally:
        server.shutdown()
        thread.join()
    return median(took)


def main() -> int:
    """Print the table; 1 when statements grow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", nargs=2, type=int, default=(20, 2_000), metavar=("FEW", "MANY"))
    parser.add_argument("--slower", type=int, default=4, help="how many times the browser's processor is slowed down")
    parser.add_argument("--loads", type=int, default=5)
    options = parser.parse_args()
    from flask_migrate import upgrade

    from botram import clock, create_app
    from tests import builders

    began = clock.now()
    clock.now = lambda: began  # a sign-in is noted once a minute: that is no cost of a page
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/board.sqlite"
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"})
        with app.app_context():
            upgrade()
            builders.load_reference_data()
            builders.siti()
        found = []
        for total in options.visits:
            fill(app, total)
            found.append((total, *on_the_server(app), in_chromium(app, options.slower, options.loads)))
    print(f"{'visits':>7} {'statements':>11} {'bytes, gzip':>12} {'server ms':>10} {'usable ms':>10}")
    for total, statements, size, server, usable in found:
        print(f"{total:7d} {statements:11d} {size:12d} {server:10.1f} {usable:10.0f}")
    few, many = found
    ratios = (many[n] / few[n] for n in range(1, 5))
    print(f"{'ratio':>7} {next(ratios):11.2f} {next(ratios):12.2f} {next(ratios):10.2f} {next(ratios):10.2f}")
    return int(many[1] != few[1])


if __name__ == "__main__":
    sys.exit(main())
