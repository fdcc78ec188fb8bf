"""Pages of two versions of the program, side by side: CPU time and statements of each.

    git worktree add ../before COMMIT
    python bench/page_costs_of_versions.py ../before [--visits 10000] [--rounds 30]

Each version answers in a process of its own, on a SQLite database that it fills with its own ``bench/page_costs.py``
(the other folder needs that file and no environment of its own). The two take turns, so that a noisy machine slows
both alike. Printed per page: statements, median CPU milliseconds of a request, and the ratio to the other version,
which is the baseline: above 1 this version costs more.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.answering import HERE, Answering, only, say  # the path comes first

REQUESTS = 5  # of one turn


def answer_turns(folder: Path, visits: int) -> None:
    """Fill a database, then ask for the page named on each line of standard input. One JSON object per line out."""
    only(folder)
    from flask_migrate import upgrade

    from bench import page_costs
    from botram import create_app
    from tests import builders

    with tempfile.TemporaryDirectory() as kept:
        settings = {"SECRET_KEY": page_costs.SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"}
        app = create_app({"DATABASE_URL": f"sqlite:///{kept}/costs.sqlite", **settings})
        with app.app_context():
            upgrade()
            builders.load_reference_data()
        addresses = page_costs.pages(*page_costs.fill(app, visits))
        client = app.test_client()
        say({"pages": list(addresses)})
        for line in sys.stdin:
            address = addresses[line.strip()]
            with page_costs.counted() as sent:
                began = time.process_time()
                for _turn in range(REQUESTS):
                    status = client.get(address).status_code
                took = time.process_time() - began
            say({"ms": took * 1000 / REQUESTS, "statements": len(sent) // REQUESTS, "status": status})


def main() -> int:
    """Print the table. Exit status 1 when a page sends more statements than before."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, nargs="?", help="a checkout of the version to compare with")
    parser.add_argument("--visits", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.answer:
        answer_turns(options.answer, options.visits)
        return 0
    if not options.before:
        parser.error("which checkout to compare with?")
    visits = str(options.visits)
    before, now = (Answering(__file__, folder.resolve(), "--visits", visits) for folder in (options.before, HERE))
    old_pages, pages = before.pages(), now.pages()
    print(f"{options.visits} visits, {options.rounds} rounds of {REQUESTS} requests, SQLite, CPU time")
    print(f"{'page':18} statements before/now   ms before/now    ratio")
    more = 0
    for page in [page for page in pages if page in old_pages]:
        for version in (before, now):
            version.ask(page)  # warm
        rounds = [(before.ask(page), now.ask(page)) for _round in range(options.rounds)]
        old_ms, new_ms = (median(one[side]["ms"] for one in rounds) for side in (0, 1))
        ratio = median(new["ms"] / old["ms"] for old, new in rounds)
        sent_before, sent_now = (rounds[-1][side]["statements"] for side in (0, 1))
        more += sent_now > sent_before
        print(
            f"{page:18} {sent_before:10d}/{sent_now:<10d} {old_ms:8.2f}/{new_ms:<8.2f} {ratio:8.2f}"
            f"{'  MORE STATEMENTS' if sent_now > sent_before else ''}"
        )
    for version in (before, now):
        version.end()
    return int(more > 0)


if __name__ == "__main__":
    sys.exit(main())
