"""What pages cost with few and with many past visits, in two versions of the program, in one run.

    git worktree add ../before COMMIT
    python bench/growth.py ../before [--past 100 100000] [--rounds 10]

Four processes answer: each version with each number of past visits, on SQLite databases that this script fills alike;
what is yet to come is the same in all. They take turns, so that a noisy machine slows all of them. Printed per page:
CPU milliseconds with few and with many past visits and their ratio, for the other version (the baseline) and for this
one. Without another version only this one is measured. Exit status 1 when a ratio of this one is above 1.5.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.answering import HERE, Answering, only, say  # the path comes first

MOST_RATIO = 1.5
COMING = 60
SECRET = "only for this measurement, nowhere else"
SERVICES = ("KTP_ENROL", "KTP_NEW", "KK_NEW", "KIA_NEW", "BIRTH", "IKD")
ELSEWHERE = "calendar after a venue changed elsewhere"
AT_DESK = (
    "/koordinator/jejak",
    "/koordinator/hasil",
    "/koordinator/kunjungan?bulan=semua",
    "/koordinator/kunjungan?bulan=semua&q=tidak+ada",
)


def addresses(public_id: str, village: str) -> dict[str, str]:
    """The addresses that are measured, by the name they are printed under."""
    plain = (
        "/jadwal?layanan=kk-baru", "/jadwal.atom", "/layanan", "/layanan/kk-baru", "/kecamatan/32.16.06",
        "/kalender/semua.ics", "/api/v1/villages", "/api/v1/visits?layanan=KK_NEW", "/sitemap.xml", *AT_DESK,
    )  # fmt: skip
    named = {
        "/kunjungan/<id>": f"/kunjungan/{public_id}",
        "/desa/<code>": f"/desa/{village}",
        "/desa/<code>.atom": f"/desa/{village}.atom",
        "/kalender/desa/<code>.ics": f"/kalender/desa/{village}.ics",
        ELSEWHERE: "/kalender/semua.ics",
    }
    return named | {address: address for address in plain}


def answer_turns(folder: Path, past: int) -> None:
    """Fill a database, then ask for the page named on each line of standard input. One JSON object per line out."""
    only(folder)
    from contextvars import Context

    from flask_migrate import upgrade

    from botram import create_app
    from tests import builders
    from tests.web.desk import at_desk

    with tempfile.TemporaryDirectory() as kept:
        settings = {"SECRET_KEY": SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"}
        app = create_app({"DATABASE_URL": f"sqlite:///{kept}/growth.sqlite", **settings})
        with app.app_context(), app.test_request_context():
            upgrade()
            builders.load_reference_data()
            pages = addresses(*fill(past))
            desk = at_desk(app, builders.siti()).client
        client = app.test_client()
        say({"pages": list(pages)})
        for line in sys.stdin:
            name = line.strip()
            if name == ELSEWHERE:
                with app.app_context():
                    change_elsewhere()
            asked = desk if name in AT_DESK else client
            began = time.process_time()
            status = Context().run(asked.get, pages[name]).status_code
            say({"ms": (time.process_time() - began) * 1000, "status": status})


def fill(past: int) -> tuple[str, str]:
    """Add what is yet to come and so many past visits; returns the public id of one to come, and its village."""
    from botram import clock
    from botram.database import session
    from botram.visits.models import OfferState, VisitState
    from tests import builders

    now = clock.now()
    team = builders.a_team(members=(builders.asep(),))
    venues = [builders.a_venue(f"Aula {name}", name) for name in ("Sumberjaya", "Lambangsari")]
    builders.a_venue("Aula jauh", None, builders.elsewhere(), "32.17.06.2001")
    first = builders.a_visit(
        day=(now + timedelta(days=3)).date(), team=team, venue=venues[0], state=VisitState.PUBLISHED, services=SERVICES
    )
    first.offers[0].state = OfferState.CLOSED
    session().commit()
    name, village, like = first.public_id, first.village_code, first.id
    add_visits(like, range(1, COMING), VisitState.PUBLISHED, [venue.id for venue in venues], now)
    for start in range(0, past, 5000):
        numbers = range(-start - 4, -min(past, start + 5000) - 4, -1)
        add_visits(like, numbers, VisitState.VERIFIED, [venue.id for venue in venues], now)
    session().connection().exec_driver_sql("ANALYZE")
    session().commit()
    return name, village


def add_visits(like: int, numbers: range, state: Any, venues: list[int], now: datetime) -> None:
    """Visits like one, so many days away, with offers, audit and sums."""
    from sqlalchemy import insert, select

    from botram.audit.models import AuditEntry
    from botram.database import session
    from botram.places.models import Venue
    from botram.results.models import ResultTotal, TotalKind
    from botram.visits.models import Offer, Visit

    model = session().get_one(Visit, like)
    same = {one.key: getattr(model, one.key) for one in Visit.__mapper__.column_attrs if one.key != "id"}
    codes = dict(session().execute(select(Venue.id, Venue.village_code)).all())
    rows = []
    for number in numbers:
        venue, away = venues[number % 2], timedelta(days=number)
        when = {"opens_at": model.opens_at + away, "closes_at": model.closes_at + away, "changed_at": now + away}
        place = {"venue_id": venue, "village_code": codes[venue], "public_id": f"g{number + 5_000_000:07d}"}
        rows.append(same | when | place | {"state": state})
    for part in parts(rows):
        session().execute(insert(Visit), part)
    names = [row["public_id"] for row in rows]
    ids = [one for part in parts(names) for one in session().scalars(select(Visit.id).where(Visit.public_id.in_(part)))]
    offers = [{"visit_id": one, "service_code": c, "position": p} for one in ids for p, c in enumerate(SERVICES)]
    total = {"service_code": "KK_NEW", "kind": TotalKind.REQUESTS, "code": "ISSUED_ON_SPOT", "count": 5}
    about = {"office_id": model.office_id, "subject": "visit", "action": "publish", "reason": "", "before": {}}
    audit = [about | {"subject_key": name, "at": now, "after": {}} for name in names for _twice in "ab"]
    for table, added in (
        (Offer, offers),
        (ResultTotal, [total | {"visit_id": one} for one in ids]),
        (AuditEntry, audit),
    ):
        for part in parts(added):
            session().execute(insert(table), part)
    session().commit()


def parts(rows: list[Any]) -> Iterator[list[Any]]:
    """The rows, a thousand at a time."""
    return (rows[start : start + 1000] for start in range(0, len(rows), 1000))


def change_elsewhere() -> None:
    """Let the audit say that a venue of another office was changed."""
    from botram import clock
    from botram.audit.actions import record
    from botram.database import session
    from tests import builders

    office = builders.elsewhere().id
    record("change", "venue", "Aula jauh", at=clock.now(), office_id=office, account_id=None)
    session().commit()  # older versions have another name for a transaction


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, nargs="?", help="a checkout of the version to compare with")
    parser.add_argument("--past", nargs=2, type=int, default=(100, 100_000), metavar=("FEW", "MANY"))
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.answer:
        answer_turns(options.answer, options.past[0])
        return 0
    versions = {"before": options.before.resolve()} if options.before else {}
    versions["now"] = HERE
    answering = {
        name: [Answering(__file__, folder, "--past", str(past), "0") for past in options.past]
        for name, folder in versions.items()
    }
    pages = [one.pages() for pair in answering.values() for one in pair][-1]
    print(f"{options.past[0]} and {options.past[1]} past visits, {options.rounds} rounds, SQLite, CPU ms of a request")
    print(f"{'page':42}" + "".join(f"{name:>7}: few     many  ratio " for name in versions))
    worst = 0.0
    for page in pages:
        figures = measured(page, answering, options.rounds)
        print(f"{page:42}" + "".join(f"{few:12.1f} {many:8.1f} {many / few:6.2f} " for few, many in figures.values()))
        worst = max(worst, figures["now"][1] / figures["now"][0])
    for pair in answering.values():
        for one in pair:
            one.end()
    print(f"worst ratio now: {worst:.2f}; bound: {MOST_RATIO}")
    return int(worst > MOST_RATIO)


def measured(page: str, answering: dict[str, list[Answering]], rounds: int) -> dict[str, tuple[float, float]]:
    """The median milliseconds of each version with few and with many past visits, asked in turns."""
    took: dict[str, list[list[float]]] = {name: [[], []] for name in answering}
    for turn in range(rounds + 1):
        for name, pair in answering.items():
            for kept, one in zip(took[name], pair, strict=True):
                figure = float(one.ask(page)["ms"])
                if turn:  # the first one only warms up
                    kept.append(figure)
    return {name: (median(few), median(many)) for name, (few, many) in took.items()}


if __name__ == "__main__":
    sys.exit(main())
