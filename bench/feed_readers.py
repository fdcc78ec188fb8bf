"""Every calendar of a demonstration, read by three programs that know nothing of each other, and asked for again.

    python bench/feed_readers.py

All public calendars in both languages, the file of each visit, and private addresses of each team, one officer and the
office. Baseline: each reader's events, times and texts are those of the other two. A calendar that has not changed must
be answered with 304. Exit status 1 for any that the readers disagree on, or that is sent again.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask  # the path comes first

SECRET = "x" * 32
HOST = "contoh.example"


def private_addresses() -> Iterator[tuple[str, str]]:
    """A new private address for each kind and team: kind and path."""
    from sqlalchemy import select

    from botram import clock
    from botram.calendars.actions import AddressPlan, make_address
    from botram.calendars.tokens import token_of
    from botram.database import session
    from botram.staff.models import Account, Team
    from botram.visits.models import ListKind
    from botram.web.private_feeds import path_of

    people = {account.sign_in_name: account for account in session().scalars(select(Account))}
    siti, asep = people["koordinator"], people["petugas"]
    teams = session().scalars(select(Team).where(Team.office_id == siti.office_id))
    wanted: list[tuple[ListKind, Account, Team | None]] = [(ListKind.TEAM, siti, team) for team in teams]
    wanted += [(ListKind.OFFICER, asep, None), (ListKind.OFFICE, siti, None)]
    for number, (kind, by, team) in enumerate(wanted):
        token = token_of(f"{number:032x}", by.id, SECRET)
        make_address(AddressPlan(kind, "ponsel", team), token, by, now=clock.now())
        yield f"private: {kind.value.lower()}", path_of(kind, token)


def public_addresses() -> Iterator[tuple[str, str]]:
    """Every public calendar, in both languages: kind and path."""
    from sqlalchemy import select

    from botram.calendars.scope_queries import LEVELS
    from botram.database import session
    from botram.places.models import District, Village
    from botram.services.models import Service
    from botram.visits.models import Visit, VisitState

    announced = select(Visit.public_id).where(Visit.state != VisitState.DRAFT)
    paths = [("all visits", "/kalender/semua.ics")]
    paths += [("a district", f"/kalender/kecamatan/{code}.ics") for code in session().scalars(select(District.code))]
    paths += [("a village", f"/kalender/desa/{code}.ics") for code in session().scalars(select(Village.code))]
    paths += [("a level", f"/kalender/tingkat/{level}.ics") for level in LEVELS]
    paths += [("a service", f"/kalender/layanan/{slug}.ics") for slug in session().scalars(select(Service.slug))]
    paths += [("one visit", f"/kunjungan/{public_id}.ics") for public_id in session().scalars(announced)]
    for kind, path in paths:
        yield kind, path
        yield kind, f"{path}?bahasa=en"


def read_all(app: Flask) -> int:
    """Read and ask again; print how many of each kind there were. Returns how many were wrong."""
    from tests.calendars.parsers import READERS, agreed

    client, seen, entries, wrong = app.test_client(), Counter[str](), Counter[str](), 0
    for kind, path in [*public_addresses(), *private_addresses()]:
        answer = client.get(path)
        again = client.get(path, headers={"If-None-Match": answer.headers.get("ETag", "")})
        try:
            read = agreed(answer.data)
        except Exception as trouble:  # noqa: BLE001  # whatever a reader stumbles over
            read, wrong = [], wrong + 1
            print(f"  {path}: {type(trouble).__name__} {str(trouble)[:200]}")
        if (answer.status_code, again.status_code) != (200, 304):
            wrong += 1
            print(f"  {path}: {answer.status_code}, then {again.status_code}")
        seen[kind] += 1
        entries[kind] += len(read)
    print(f"{len(READERS)} readers; calendars and the entries in them")
    for kind, count in seen.items():
        print(f"  {kind:16} {count:5} {entries[kind]:7}")
    print(f"calendars {seen.total()}, entries {entries.total()}, faults {wrong}")
    return wrong


def main() -> int:
    """Make a demonstration and read its calendars."""
    from flask_migrate import upgrade

    from botram import clock, create_app
    from botram.demonstration.actions import make_demonstration
    from tests import builders

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/feeds.sqlite"
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"})
        with app.app_context():
            upgrade()
            builders.load_reference_data()
            make_demonstration(HOST, now=clock.now())
        with app.test_request_context():
            return 1 if read_all(app) else 0


if __name__ == "__main__":
    sys.exit(main())
