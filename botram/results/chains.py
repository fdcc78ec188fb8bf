"""Chains: an entry with its corrections. Their sums, and which entries can be corrected. Pure functions."""

from collections import Counter
from collections.abc import Iterable, Sequence

from botram.results.models import ResultEntry, TotalKind
from botram.results.rules import TotalKey, contribution_of


def sum_of(entries: Iterable[ResultEntry]) -> Counter[TotalKey]:
    """The sums of entries, by service, kind and code."""
    held: Counter[TotalKey] = Counter()
    for entry in entries:
        held.update(contribution_of(entry.service_code, entry))
    return held


def correctable_entries(chain: Sequence[ResultEntry]) -> list[ResultEntry]:
    """The entries of a chain that can be corrected, in their order.

    For each outcome with requests left, the last entry that added to it; where only documents or missing papers are
    left, the first entry.
    """
    held = sum_of(chain)
    last = {entry.outcome: entry for entry in chain if entry.requests > 0}
    found = [entry for entry in last.values() if remaining_requests(entry, held)]
    return sorted(found, key=lambda entry: entry.number) or [*chain[:1]] * any(held.values())


def remaining_requests(entry: ResultEntry, held: Counter[TotalKey]) -> int:
    """The number of requests with an entry's outcome in the sums of its chain."""
    return held[(entry.service_code, TotalKind.REQUESTS, entry.outcome.value)]


def entry_to_correct(chain: Sequence[ResultEntry], entry: ResultEntry) -> ResultEntry | None:
    """The entry that a correction of ``entry`` applies to: one with its outcome, else the first; None without any."""
    left = correctable_entries(chain)
    return next((one for one in left if one.outcome is entry.outcome), left[0] if left else None)
