"""The receipts of what a phone sends. The phone keeps a report or an entry until it gets one."""

from dataclasses import dataclass
from enum import StrEnum


class Stored(StrEnum):
    """The result of sending one report or entry."""

    STORED = "stored"
    ALREADY = "already_stored"
    LATER = "later"  # it depends on one that has not arrived; to be sent again
    REFUSED = "refused"


@dataclass(frozen=True)
class Receipt:
    """The receipt of one report or entry, by its id."""

    id: str
    status: Stored
    reason: str = ""
