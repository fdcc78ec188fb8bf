"""Periods of whole calendar months in the time zone of an office."""

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
        """The month as in URLs: 2026-11."""
        return f"{self.year}-{self.number:02d}"

    def plus(self, months: int) -> "Month":
        """The month that is ``months`` later, or earlier when negative."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return self.plus(1).first_day - timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A period from one month to another, both included."""

    first: Month
    last: Month

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the period, in order."""
        count = (self.last.year - self.first.year) * 12 + self.last.number - self.first.number + 1
        return tuple(self.first.plus(number) for number in range(count))

    def moved(self, months: int) -> "Period":
        """The period of the same length that begins ``months`` later."""
        return Period(self.first.plus(months), self.last.plus(months))

    def at_least(self, months: int) -> "Period":
        """The period, extended to earlier months where it has fewer than ``months``."""
        return Period(min(self.first, self.last.plus(1 - months)), self.last)

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """The UTC moments of its start (included) and its end (excluded) in a time zone."""
        return clock.day_bounds(self.first.first_day, self.last.last_day, zone)


def month_of(moment: datetime, zone: str) -> Month:
    """The month of a moment in a time zone."""
    day = clock.local_day(moment, zone)
    return Month(day.year, day.month)


def read_month(text: str) -> Month | None:
    """Parse a month such as 2026-11; None for any other text."""
    found = _MONTH.fullmatch(text)
    return Month(int(found[1]), int(found[2])) if found else None


def read_period(first: str, last: str, now: Month) -> tuple[Period, bool]:
    """Parse the first and the last month of a period, and return whether it was cut to LONGEST months.

    A missing month is that of the other end, or the present one.
    """
    begins = read_month(first) or read_month(last) or now
    ends = read_month(last) or begins
    begins, ends = min(begins, ends), max(begins, ends)
    begun = max(begins, ends.plus(1 - LONGEST))
    return Period(begun, ends), begun != begins
