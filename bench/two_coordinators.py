"""Rounds of two coordinators who edit one visit at once, with every pair of fields: what is lost, what is overwritten.

    python bench/two_coordinators.py [--rounds 20] [--database URL]

In each round both open the form, each changes one field, the first one saves, then the second one. What the second one
gets must name the other's change; sent again as it came back, both values must be stored. Where both changed the same
field, it must show both values and save nothing until one is chosen. Counted: rounds, values lost, values overwritten
in silence; both must be 0. The pairs are all of eleven fields with all, in turns, until the rounds are done; 120 are
all of them. Only services that both tick otherwise are left out, since they are merged one by one.
"""

import argparse
import sys
import tempfile
from datetime import date
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask  # the path comes first

from bench.page_costs import SECRET
from tests.browser import Browser, page

FIELDS: dict[str, tuple[Any, Any]] = {
    "notes": ("Bawa map", "Bawa pena"),
    "contact": ("Loket 2", "Loket 3"),
    "contact_phone": ("021 555 0001", "021 555 0002"),
    "contact_whatsapp": ("0812 3456 7890", "0812 3456 7891"),
    "title": ("SD Satu", "SD Dua"),
    "opens": ("08.30", "09.00"),
    "closes": ("14.30", "15.00"),
    "queue_closes": ("12.30", "13.00"),
    "day": ("2027-03-09", "2027-03-10"),
    "level": ("DISTRICT", "SCHOOL"),
    "services": (["KTP_ENROL"], ["KK_NEW"]),
}
"""What the first and the second coordinator type, by the name of the input."""


def one_round(app: Flask, fast: Browser, slow: Browser, first: str, second: str) -> tuple[int, int]:
    """Values lost and values overwritten without a word in one round."""
    from tests.builders import a_visit
    from tests.web.coordinators.addresses import address_of
    from tests.web.coordinators.form_reader import filled

    with app.app_context(), app.test_request_context():
        visit = a_visit(day=date(2027, 3, 2), services=("KTP_ENROL", "KK_NEW"), title="SD Nol")
        address = address_of(visit, "/ubah")
        typed = filled(slow.get(address), **{second: FIELDS[second][1]})
        fast.post(address, filled(fast.get(address), **{first: FIELDS[first][0]}))
        told = slow.request("POST", address, data={"csrf_token": slow.token(), **typed})
        silent = int(told.status_code != 422 or "Orang lain baru saja mengubah" not in page(told).text)
        again = filled(told, **({f"pilih__{second}": "saya"} if first == second else {}))
        slow.request("POST", address, data={"csrf_token": slow.token(), **again})
        after = filled(slow.get(address))
    wanted = {first: FIELDS[first][0], second: FIELDS[second][1]}
    lost = sum(_as_shown(after.get(name)) != _as_shown(value) for name, value in wanted.items())
    return lost, silent


def _as_shown(value: Any) -> list[str]:
    """A value of a form in one shape: digits and letters alone, for telephone numbers are shown with others."""
    values = value if isinstance(value, list) else [value or ""]
    return sorted("".join(c for c in str(one).replace("+62", "0") if c.isalnum()).lower() for one in values)


def main() -> int:
    """Play the rounds and print what was lost; 1 when anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    from flask_migrate import upgrade

    from botram import create_app
    from tests import builders

    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/two.sqlite"
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET, "RATE_LIMIT": "1000000", "LOG_LEVEL": "ERROR"})
        with app.app_context():
            upgrade()
            builders.load_reference_data()
            builders.siti()
        fast, slow = (Browser(app).sign_in("siti") for _one in range(2))
        lost = silent = 0
        pairs = [pair for pair in product(FIELDS, repeat=2) if set(pair) != {"services"}]
        for first, second in islice(cycle(pairs), options.rounds):
            gone, unsaid = one_round(app, fast, slow, first, second)
            lost, silent = lost + gone, silent + unsaid
            if gone or unsaid:
                print(f"{first} and {second}: lost {gone}, without a word {unsaid}")
    print(f"{url.split(':')[0]}: rounds {options.rounds}, values lost {lost}, overwritten in silence {silent}")
    return int(bool(lost or silent))


if __name__ == "__main__":
    sys.exit(main())
