"""Entries as officers' phones send them, for the measurements of the ledger. No entry names anybody."""

import random
from typing import Any
from uuid import UUID

Entry = dict[str, Any]
KINDS: tuple[tuple[int, Entry], ...] = (
    (20, {"service": "KTP_ENROL", "outcome": "ENROLLED_PRINT_LATER", "issued": {}}),
    (20, {"service": "KTP_NEW", "outcome": "ISSUED_ON_SPOT", "issued": {"KTP": 1}}),
    (25, {"service": "KK_NEW", "outcome": "ISSUED_ON_SPOT", "issued": {"KK": 1}}),
    (15, {"service": "BIRTH", "outcome": "ISSUED_ON_SPOT", "issued": {"BIRTH_CERT": 1, "KK": 1, "KIA": 1}}),
    (10, {"service": "IKD", "outcome": "ISSUED_DIGITAL", "issued": {"IKD": 1}}),
    (10, {"service": "BIRTH", "outcome": "RETURNED_INCOMPLETE", "issued": {}, "missing": {"KK_COPY": 1}}),
)
"""How often of a hundred taps, and what such a tap holds."""


def taps(dice: random.Random, count: int, corrections: float = 0.0) -> list[Entry]:
    """So many entries. Some take an earlier one back, and some of those are taken back again."""
    made: list[Entry] = []
    open_ends: list[Entry] = []  # what is still counted: the last of each chain
    while len(made) < count:
        if open_ends and dice.random() < corrections:
            entry = correction(dice, open_ends.pop(dice.randrange(len(open_ends))))
        else:
            entry = tap(dice)
        made.append(entry)
        open_ends.append(entry)
    return made


def tap(dice: random.Random) -> Entry:
    """An original: one to three requests of a kind."""
    [kind] = dice.choices([kind for _weight, kind in KINDS], [weight for weight, _kind in KINDS])
    times = dice.choice((1, 1, 1, 2, 3))
    hour, minute, second = dice.randrange(8, 14), dice.randrange(60), dice.randrange(60)
    return {
        "id": str(UUID(int=dice.getrandbits(128), version=4)),
        **kind,
        "requests": times,
        "issued": dict.fromkeys(kind["issued"], times),
        **({"missing": dict.fromkeys(kind["missing"], times)} if "missing" in kind else {}),
        "recorded_at": f"2026-12-08T{hour:02d}:{minute:02d}:{second:02d}+07:00",
    }


def correction(dice: random.Random, of: Entry) -> Entry:
    """What takes an entry back, or puts back what a correction took."""
    turned = {name: {code: -n for code, n in of[name].items()} for name in ("issued", "missing") if name in of}
    fresh = str(UUID(int=dice.getrandbits(128), version=4))
    return of | turned | {"id": fresh, "requests": -of["requests"], "corrects": of["id"]}
