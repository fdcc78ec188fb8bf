"""Whole months on an office's wall calendar."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from botram import clock

LONGEST = 24  # months of one report
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    """One month of a year."""

    year: int
    number: int  # from 1

    def __str__(self) -> str:
        """As addresses write it: 2026-11."""
        return f"{self.year}-{self.number:02d}"

    def plus(self, months: int) -> "Month":
        """The month so many months later, or earlier when negative."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)

    def until(self, later: "Month") -> int:
        """How many months later another one is."""
        return (later.year - self.year) * 12 + later.number - self.number

    @property
    def first_day(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.plus(1).first_day - timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From one month to another, both included."""

    first: Month
    last: Month

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months in order."""
        return tuple(self.first.plus(number) for number in range(self.first.until(self.last) + 1))

    def moved(self, months: int) -> "Period":
        """A period of the same length, so many months later."""
        return Period(self.first.plus(months), self.last.plus(months))

    def at_least(self, months: int) -> "Period":
        """The period, begun earlier when it has fewer months than that."""
        return Period(min(self.first, self.last.plus(1 - months)), self.last)

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """The UTC moments between which it lies in a zone: start included, end not."""
        return clock.day_bounds(self.first.first_day, self.last.last_day, zone)


def month_of(moment: datetime, zone: str) -> Month:
    """The month of a moment on the wall calendar of a zone."""
    day = clock.local_day(moment, zone)
    return Month(day.year, day.month)


def _read_month(text: str) -> Month | None:
    """The month that an address names; None for anything else."""
    found = _MONTH.fullmatch(text)
    return Month(int(found[1]), int(found[2])) if found else None


def read_period(first: str, last: str, now: Month) -> tuple[Period, bool]:
    """The period that an address names, the present month where it names none; and whether it had to be cut short."""
    begins = _read_month(first) or _read_month(last) or now
    ends = _read_month(last) or begins
    begins, ends = min(begins, ends), max(begins, ends)
    begun = max(begins, ends.plus(1 - LONGEST))
    return Period(begun, ends), begun != begins
