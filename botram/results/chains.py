"""An entry and whatever corrects it: what they come to, and which of them can be corrected. Touches nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence

from botram.results.models import ResultEntry, TotalKind
from botram.results.rules import TotalKey, parts_of


def sum_of(entries: Iterable[ResultEntry]) -> Counter[TotalKey]:
    """What entries add up to."""
    held: Counter[TotalKey] = Counter()
    for entry in entries:
        held.update(parts_of(entry.service_code, entry))
    return held


def standing(chain: Sequence[ResultEntry]) -> list[ResultEntry]:
    """The entries of a chain that a correction can be about, in their order.

    For each outcome that requests are left of, the last entry that added to it; where papers alone are left, the first.
    """
    held = sum_of(chain)
    last = {entry.outcome: entry for entry in chain if entry.requests > 0}
    found = [entry for entry in last.values() if left_of(entry, held)]
    return sorted(found, key=lambda entry: entry.number) or [*chain[:1]] * any(held.values())


def left_of(entry: ResultEntry, held: Counter[TotalKey]) -> int:
    """How many requests with an entry's outcome its chain holds."""
    return held[(entry.service_code, TotalKind.REQUESTS, entry.outcome.value)]


def nearest(chain: Sequence[ResultEntry], entry: ResultEntry) -> ResultEntry | None:
    """Where a correction of an entry of the chain begins: with what is left of its outcome, or else of another one."""
    left = standing(chain)
    return next((one for one in left if one.outcome is entry.outcome), left[0] if left else None)
