"""Which visits a change elsewhere would mark, worked out before it is saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from botram.database import dry_run, transaction
from botram.staff.models import Office
from botram.visits.marks.actions import recheck
from botram.visits.marks.queries import coming_visits_of, open_marks, visits_with_ids
from botram.visits.models import Visit

_SHOWN = 10


@dataclass(frozen=True)
class Hits:
    """The visits that a change would mark."""

    ids: tuple[int, ...]
    first: Sequence[Visit] = ()  # the next ones, as lines
    codes: Mapping[int, Sequence[str]] = field(default_factory=dict)  # of the new marks, by visit

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.ids)


def hits_of(office: Office, change: Callable[[], object], *, now: datetime) -> Hits:
    """Make a change in a dry run and return the visits that it would mark. Raises what the change raises.

    Marks that are missing so far are no consequence of the change: the rules are asked once before it.
    """
    with dry_run(), transaction():
        recheck(coming_visits_of(office, now), now)
        before = open_marks(office)
        change()
        after = open_marks(office)
    codes: dict[int, list[str]] = {}
    for (visit, code), sentence in after.items():
        if before.get((visit, code)) != sentence:
            codes.setdefault(visit, []).append(code)
    ids = tuple(sorted(codes))
    return Hits(ids, visits_with_ids(ids, _SHOWN) if ids else (), codes)
