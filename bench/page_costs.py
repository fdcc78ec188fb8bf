"""Statements and bytes of residents' pages with few visits and with many, against the budgets.

    python bench/page_costs.py [--database URL] [--visits 10 10000]

Every page is asked for on a database made by the migrations: first with the small number of visits, then with the
large one (nine tenths past, one tenth to come). Printed per page: SQL statements at both sizes and their ratio,
bytes of the compressed HTML, and bytes of all that a first visit loads. Baseline of each ratio: the small number.
"""

import argparse
import gzip
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask  # the path comes first
from flask.testing import FlaskClient

HTML_BUDGET, TOTAL_BUDGET = 14_000, 60_000
SECRET = "only for this measurement, nowhere else"
ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+)')


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile."""
    from sqlalchemy import Engine, event

    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def fill(app: Flask, total: int) -> tuple[str, str]:
    """Bring the number of announced visits to ``total``; returns the public id of one to come, and its village."""
    from sqlalchemy import func, insert, select

    from botram import clock
    from botram.extensions import db
    from botram.places.models import Venue, Village
    from botram.visits.models import Offer, Visit, VisitState
    from tests import builders

    with app.app_context():
        have = db.session.scalar(select(func.count()).select_from(Visit)) or 0
        now = clock.now()
        if not have:
            builders.a_visit(day=(now + timedelta(days=9)).date(), state=VisitState.PUBLISHED)
            have = 1
        model = db.session.scalars(select(Visit).order_by(Visit.id)).first()
        assert model is not None
        villages = db.session.scalars(select(Village.code).where(Village.code.startswith("32.16.06"))).all()
        if have == 1:
            for code in villages:
                builders.a_venue(f"Aula {code}", None, in_code=code)
        venues = select(Venue.village_code, Venue.id).order_by(Venue.id)
        places = [(code, number) for code, number in db.session.execute(venues)]  # the model's venue comes first
        rows = []
        for number in range(have, total):
            village, venue = places[number % len(places) if number > 9 else int(number > 6)]
            upcoming = number % 10 == 0 or (number < 10 and number % 2 == 0)  # so that no list is empty with the few
            day = (
                now + timedelta(days=1 + number // 10 % 60 + number % 10)
                if upcoming
                else now - timedelta(days=1 + number % 1500)
            )
            opens = day.replace(hour=1, minute=number % 60, second=0)
            state = VisitState.PUBLISHED if opens > now else VisitState.VERIFIED
            rows.append(
                {
                    "public_id": f"{number:08d}"[::-1],
                    "office_id": model.office_id,
                    "level": model.level,
                    "team_id": builders.a_team(f"Regu {number}").id if state is VisitState.PUBLISHED else model.team_id,
                    "venue_id": venue,
                    "village_code": village,
                    "opens_at": opens,
                    "closes_at": opens + timedelta(hours=6),
                    "state": state,
                    "changed_at": now,
                    "published_at": now,
                }
            )
        for start in range(0, len(rows), 500):
            db.session.execute(insert(Visit), rows[start : start + 500])
        db.session.commit()
        ids = db.session.scalars(select(Visit.id).where(Visit.id.not_in(select(Offer.visit_id)))).all()
        codes = [(offer.service_code, offer.position) for offer in model.offers]
        offers = [{"visit_id": i, "service_code": code, "position": p} for i in ids for code, p in codes]
        for start in range(0, len(offers), 1000):
            db.session.execute(insert(Offer), offers[start : start + 1000])
        db.session.commit()
        return model.public_id, model.village_code


def pages(public_id: str, village: str) -> dict[str, str]:
    """The addresses that are measured, by the name they are printed under."""
    return {
        "/": "/",
        "/jadwal": "/jadwal",
        "/jadwal?q=": "/jadwal?q=sumber+jaya",
        "/jadwal?lat=": "/jadwal?lat=-6.23&lon=107.06",
        "/kunjungan/<id>": f"/kunjungan/{public_id}",
        "/desa/<code>": f"/desa/{village}",
        "/kecamatan/<code>": "/kecamatan/32.16.06",
        "/layanan": "/layanan",
        "/layanan/<slug>": "/layanan/kia-baru",
        "/api/v1/visits": "/api/v1/visits",
        "/api/v1/villages": "/api/v1/villages",
    }


def cost(client: FlaskClient, address: str) -> tuple[int, int, float, int]:
    """Statements, bytes of the compressed answer, median milliseconds of five, bytes of a whole first visit."""
    client.get(address)
    took = []
    for _turn in range(5):
        with counted() as sent:
            began = time.perf_counter()
            answer = client.get(address, headers={"Accept-Encoding": "gzip"})
            took.append((time.perf_counter() - began) * 1000)
    assert answer.status_code == 200, f"{address}: {answer.status}"
    size = len(answer.data)
    text = (
        gzip.decompress(answer.data).decode()
        if answer.headers.get("Content-Encoding") == "gzip"
        else answer.data.decode(errors="replace")  # a workbook is no text
    )
    return (len(sent), size, median(took), size + sum(asset_size(client, name) for name in set(ASSET.findall(text))))


def asset_size(client: FlaskClient, address: str) -> int:
    """Compressed bytes of a static file, as the built site sends it."""
    return len(gzip.compress(client.get(address).data, 9))


def measure(app: Flask, total: int) -> dict[str, tuple[int, int, float, int]]:
    """The cost of every page with so many visits."""
    public_id, village = fill(app, total)
    client = app.test_client()
    return {name: cost(client, address) for name, address in pages(public_id, village).items()}


def main() -> int:
    """Exit status 1 when statements grow or a budget is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="")
    parser.add_argument("--visits", nargs=2, type=int, default=(10, 10_000), metavar=("FEW", "MANY"))
    options = parser.parse_args()
    from flask_migrate import upgrade

    from botram import create_app
    from tests import builders

    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/costs.sqlite"
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"})
        with app.app_context():
            upgrade()
            builders.load_reference_data()
        few, many = (measure(app, total) for total in options.visits)
    print(f"{url.split(':')[0]}: {options.visits[0]} visits (baseline) and {options.visits[1]}")
    print(f"{'page':18} statements few/many ratio   ms few/many      html      first visit")
    wrong = 0
    for name in few:
        (n_few, _b, ms_few, _t), (n_many, html, ms_many, total) = few[name], many[name]
        over = name[:5] != "/api/" and (html > HTML_BUDGET or total > TOTAL_BUDGET)
        wrong += over or n_few != n_many
        print(
            f"{name:18} {n_few:10d}/{n_many:<8d}{n_many / n_few:6.2f} {ms_few:8.1f}/{ms_many:<8.1f}"
            f"{html:7d} B {total:9d} B{'  OVER BUDGET' if over else ''}{'' if n_few == n_many else '  GROWS'}"
        )
    print(f"budget: html {HTML_BUDGET} B, first visit {TOTAL_BUDGET} B; broken promises: {wrong}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
