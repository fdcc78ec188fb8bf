"""Thousands of requests that a fuzzer makes of the OpenAPI document: does the JSON API keep to it?

    python bench/fuzz_api.py [--server URL] [--examples 200] [--seed 1] [--who nobody asep siti ratna]

Schemathesis plays nobody, an officer, a coordinator and the head of an office, one after the other, against the app
behind its own web server: all phases, all checks. Each person finds visits in every state. Printed for each: cases per
operation, answers by status, and every kind of fault once with a request that shows it. Another seed draws other
requests; ``--examples`` is the number drawn for each operation. The suite holds a short run of the same
(tests/web/api/test_schema_fuzzing.py). Without ``--server`` it uses SQLite files in a temporary folder; with the URL of
a PostgreSQL server, databases that it makes there and drops at the end.
"""

import argparse
import logging
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.web.api.fuzzer import Found, fuzz, served  # the path comes first

EVERYONE = ("nobody", "asep", "siti", "ratna")
SECRET = "only for this measurement, nowhere else"


@contextmanager
def databases(server: str, folder: Path) -> Iterator[Callable[[], str]]:
    """What gives the URL of a fresh database with the real villages and services, for one person after the other."""
    from tests import databases

    if server:
        with databases.postgresql_copy(server) as copy:
            yield copy.fresh
    else:
        template = databases.sqlite_template(folder)
        yield lambda: databases.sqlite_copy(template, folder)


def play(url: str, who: str, folder: Path, examples: int, seed: int) -> Found:
    """One person's run on a fresh database."""
    from botram import clock, create_app
    from botram.extensions import db
    from tests.web.api.fuzzed_office import open_office

    app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET})
    with app.app_context(), app.test_request_context():
        people, known = open_office(app, clock.local_day(clock.now(), "Asia/Jakarta"), who)
        with served(app) as address:
            found = fuzz(address, folder, known, people, examples=examples, seed=seed)
        db.engine.dispose()
    return found


def tell(who: str, found: Found, seconds: float) -> None:
    """What was tried, what came back, what is wrong."""
    print(f"\n{who}: {found.cases.total()} cases in {seconds:.0f} s, {len(found.faults)} kinds of fault")
    for operation, cases in sorted(found.cases.items()):
        statuses = sorted((status, count) for (name, status), count in found.answers.items() if name == operation)
        print(f"  {operation:48} {cases:6d}  " + "  ".join(f"{status}: {count}" for status, count in statuses))
    if found.faults:
        print(found.report)


def main() -> int:
    """Exit status 1 when there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default="")
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--who", nargs="+", choices=EVERYONE, default=EVERYONE)
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # Hypothesis warns of slow drawing
    logging.disable(logging.WARNING)  # not a line for each request
    cases = faults = 0
    with tempfile.TemporaryDirectory() as folder, databases(options.server, Path(folder)) as fresh:
        for who in options.who:
            url, began = fresh(), time.perf_counter()
            found = play(url, who, Path(folder), options.examples, options.seed)
            tell(who, found, time.perf_counter() - began)
            cases += found.cases.total()
            faults += len(found.faults)
    print(f"\n{cases} cases, {faults} kinds of fault")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
