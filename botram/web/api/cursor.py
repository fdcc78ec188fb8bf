"""Cursors of lists: opaque texts that stay valid while rows come and go.

A cursor names the last row by what the list is sorted by, so that nothing is skipped or shown twice when visits are
added before it. Every text of the right form is a place in the list; any other is refused by its schema.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime

_PLACE = struct.Struct(">dII")  # distance, seconds since 1970, row number
VISIT_CURSOR = "^[0-6][0-9a-f]{23}[0-7][0-9a-f]{7}$"
"""The first digit keeps the distance finite and not negative, the other one the row within PostgreSQL's integers."""


@dataclass(frozen=True)
class Place:
    """The position of a row in a list of visits."""

    away: float  # distance from the point asked for, in no unit; 0 in lists by time
    opens_at: datetime
    row: int

    def cursor(self) -> str:
        """Return the position as a text."""
        return _PLACE.pack(self.away, int(self.opens_at.timestamp()), self.row).hex()


def read_cursor(cursor: str) -> Place:
    """Return the position in a well-formed cursor."""
    away, seconds, row = _PLACE.unpack(bytes.fromhex(cursor))
    return Place(away, datetime.fromtimestamp(seconds, UTC), row)
