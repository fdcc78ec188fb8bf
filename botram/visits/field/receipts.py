"""The server's word on what a phone sends: only this lets the phone forget it."""

from dataclasses import dataclass
from enum import StrEnum


class Stored(StrEnum):
    """What became of one thing that was sent."""

    STORED = "stored"
    ALREADY = "already_stored"
    LATER = "later"  # what it builds on is not here yet
    REFUSED = "refused"


@dataclass(frozen=True)
class Receipt:
    """The word on one thing, by its id."""

    id: str
    status: Stored
    reason: str = ""
