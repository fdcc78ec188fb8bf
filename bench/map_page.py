"""The map page: one script for any number of places, against one folium marker per place in the same run.

    python bench/map_page.py [--places 187 10000] [--turns 15]

Measured on a database made by the migrations, filled with that many visits in the days that a map shows, at places all
over Kabupaten Bekasi: building the framed map (our drawing alone, and the whole answer), the data that the browser then
fetches (at most 1,000 visits), and the same places as folium.Marker with a popup each. Milliseconds are medians of CPU
time, so that a busy machine matters little. Baselines: folium.Marker per place at the same number, and the small number
of places.
"""

import argparse
import gzip
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask  # the path comes first
from flask.testing import FlaskClient

from bench.page_costs import SECRET, counted

GOAL = 0.2  # of what one marker per place costs
_TURNS = count()
FLAT = 1.25  # a ratio below this is measuring noise


def fill(app: Flask, total: int) -> None:
    """Bring the number of announced visits of the next 90 days to ``total``, each at a place of its own."""
    from sqlalchemy import func, insert, select

    from botram import clock
    from botram.extensions import db
    from botram.places.models import Venue, Village
    from botram.staff.models import Team
    from botram.visits.models import Visit, VisitLevel, VisitState
    from tests import builders

    with app.app_context():
        office, now = builders.bekasi(), clock.now()
        villages = db.session.scalars(select(Village).where(Village.code.startswith("32.16."))).all()
        have = db.session.scalar(select(func.count()).select_from(Visit)) or 0
        numbers = range(have, total)
        db.session.execute(insert(Team), [{"office_id": office.id, "name": f"Tim {n}"} for n in numbers])
        teams = db.session.scalars(select(Team.id).order_by(Team.id.desc()).limit(len(numbers))).all()
        places = [
            {
                "office_id": office.id,
                "village_code": (here := villages[n % len(villages)]).code,
                "name": f"Aula {n}",
                "latitude": (here.latitude or 0) + n // len(villages) * 1e-4,
                "longitude": here.longitude or 0,
            }
            for n in numbers
        ]
        db.session.execute(insert(Venue), places)
        venues = db.session.scalars(select(Venue.id).order_by(Venue.id.desc()).limit(len(numbers))).all()
        rows = [
            {
                "public_id": f"{n:08d}",
                "office_id": office.id,
                "level": VisitLevel.VILLAGE,
                "team_id": team,
                "venue_id": venue,
                "village_code": villages[n % len(villages)].code,
                "opens_at": (opens := now + timedelta(days=1 + n % 88)),
                "closes_at": opens + timedelta(hours=6),
                "state": VisitState.PUBLISHED,
                "changed_at": now,
                "published_at": now,
            }
            for n, team, venue in zip(numbers, teams, reversed(venues), strict=True)
        ]
        for start in range(0, len(rows), 500):
            db.session.execute(insert(Visit), rows[start : start + 500])
        db.session.commit()


def cpu_ms(work: Callable[[], Any], turns: int) -> float:
    """Median milliseconds of CPU time; the first turn is not counted."""
    work()
    took = []
    for _turn in range(turns):
        began = time.process_time()
        work()
        took.append((time.process_time() - began) * 1000)
    return median(took)


def one_marker_per_place(app: Flask, total: int) -> str:
    """The page as folium makes it by itself, with a marker and an escaped popup for every place."""
    import folium
    from markupsafe import escape
    from sqlalchemy import select

    from botram.extensions import db
    from botram.places.models import Venue

    with app.app_context():
        rows = db.session.execute(select(Venue.latitude, Venue.longitude, Venue.name).limit(total)).all()
    drawn = folium.Map(location=(-6.2, 107.1), tiles=None)
    for latitude, longitude, name in rows:
        folium.Marker((latitude, longitude), popup=folium.Popup(str(escape(name)))).add_to(drawn)
    return str(drawn.get_root().render())


def our_drawing() -> str:
    """What folium makes for us, the element and the script; with other words each time, or the first would be kept."""
    from botram.maps.drawing import visits_map

    made = visits_map(
        frame=((-6.44, 106.99), (-6.0, 107.25)),
        words=dict.fromkeys(("map", "closer", "farther", "tiles", "boundaries"), str(next(_TURNS))),
        ground={},
        visits={},
        position={},
        tiles="",
        tile_credit="",
        tile_credit_url="",
        file_url=str,
    )
    return made.element + made.script


def asked(client: FlaskClient, address: str) -> tuple[bytes, int]:
    """The answer and the number of its statements."""
    with counted() as sent:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status}"
    return answer.data, len(sent)


def measure(app: Flask, total: int, turns: int) -> dict[str, float]:
    """All figures for that number of places."""
    fill(app, total)
    client = app.test_client()
    found: dict[str, float] = {
        "marker per place, ms": cpu_ms(lambda: one_marker_per_place(app, total), 3 if total > 1000 else turns),
        "marker per place, B": len(one_marker_per_place(app, total)),
        "our drawing, ms": cpu_ms(our_drawing, turns),
        "/peta/bingkai, ms": cpu_ms(lambda: client.get("/peta/bingkai"), turns),
        "/peta, ms": cpu_ms(lambda: client.get("/peta"), turns),
        "visits.geojson, ms": cpu_ms(lambda: client.get("/api/v1/visits.geojson"), turns),
    }
    for address in ("/peta/bingkai", "/peta", "/api/v1/visits.geojson"):
        data, statements = asked(client, address)
        name = address.removeprefix("/api/v1/")
        found |= {
            f"{name}, B": len(data),
            f"{name}, B compressed": len(gzip.compress(data, 6)),
            f"{name}, statements": statements,
        }
    return found


def boundaries(app: Flask) -> None:
    """Print the bytes of what lies under the marks."""
    client = app.test_client()
    districts, _sent = asked(client, "/peta/batas.geojson")
    print(f"districts: {len(districts)} B, compressed {len(gzip.compress(districts, 6))} B")
    sizes = [len(gzip.compress(asked(client, f"/peta/batas/32.16.{n:02d}.geojson")[0], 6)) for n in range(1, 24)]
    print(f"villages of one district, compressed: {min(sizes)} to {max(sizes)} B, of all 23: {sum(sizes)} B")


def main() -> int:
    """Exit status 1 when the goal is missed or something grows with the places."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", nargs=2, type=int, default=(187, 10_000), metavar=("FEW", "MANY"))
    parser.add_argument("--turns", type=int, default=15)
    options = parser.parse_args()
    from flask_migrate import upgrade

    from botram import create_app
    from tests import builders

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/map.sqlite"
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"})
        with app.app_context():
            upgrade()
            builders.load_reference_data()
        few, many = (measure(app, total, options.turns) for total in options.places)
        print(f"{options.places[0]} places (baseline) and {options.places[1]}; CPU time, medians")
        for name, figure in few.items():
            ratio = many[name] / figure
            print(f"{name:32} {figure:12.1f} {many[name]:12.1f}   x {ratio:.2f}")
        boundaries(app)
    share = few["our drawing, ms"] / few["marker per place, ms"]
    growth = max(many[name] / few[name] for name in few if name.startswith(("our", "/peta/bingkai")))
    print(f"our drawing against one marker per place at {options.places[0]}: {share:.3f} (goal: {GOAL} or less)")
    print(f"largest growth of the framed map from {options.places[0]} to {options.places[1]}: x {growth:.2f}")
    return int(share > GOAL or growth > FLAT)


if __name__ == "__main__":
    sys.exit(main())
