"""What the rules of visits ask about around a visit, read at once for any number of visits."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from botram.days.models import OfficeDay, Ramadan
from botram.visits.models import Visit

NEAR_HOURS = timedelta(hours=24)
SAME_VILLAGE = timedelta(days=30)


def overlaps(visit: Visit, other: Visit) -> bool:
    """Whether two visits overlap in time. Touching ends do not overlap."""
    return other.opens_at < visit.closes_at and visit.opens_at < other.closes_at


@dataclass(frozen=True)
class Surroundings:
    """Own days and Ramadan of an office, and the visits that others are compared with."""

    days: Mapping[date, OfficeDay] = field(default_factory=dict)
    ramadans: Sequence[Ramadan] = ()
    visits: Sequence[Visit] = ()  # drafts and announced ones of the office, by opening time
    in_villages: Mapping[str, Sequence[Visit]] = field(default_factory=dict)  # announced or held, by village code

    def own_days(self, day: date) -> list[OfficeDay]:
        """The office's own row of a day, if there is one."""
        return [self.days[day]] if day in self.days else []

    def near(self, visit: Visit) -> list[Visit]:
        """The other visits of the office that open less than a day before it opens or after it closes."""
        first = bisect_left(self.visits, visit.opens_at - NEAR_HOURS, key=lambda one: one.opens_at)
        last = bisect_left(self.visits, visit.closes_at + NEAR_HOURS, key=lambda one: one.opens_at)
        return [one for one in self.visits[first:last] if one is not visit and one.id != visit.id]

    def nearest_in_village(self, visit: Visit, village_code: str) -> Visit | None:
        """The nearest other visit in time to one of its villages, less than 30 days away; None without one."""
        there = (
            one
            for one in self.in_villages.get(village_code, ())
            if one is not visit and one.id != visit.id and abs(one.opens_at - visit.opens_at) < SAME_VILLAGE
        )
        return min(there, key=lambda one: (abs(one.opens_at - visit.opens_at), one.id), default=None)
