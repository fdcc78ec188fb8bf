"""The scope of a calendar: which visits, in which days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from botram.calendars.event import CREW, OFFICE, RESIDENTS, Reader
from botram.clock import day_bounds, local_day
from botram.visits.models import ListKind

DAYS_BACK, DAYS_AHEAD = 90, 400


@dataclass(frozen=True)
class FeedScope:
    """The visits on one list, in one time zone."""

    kind: ListKind
    key: str  # a code or a row number; empty for all
    name: str  # what the calendar is called
    zone: str

    @property
    def reader(self) -> Reader:
        """The readers of the entries."""
        match self.kind:
            case ListKind.TEAM | ListKind.OFFICER:
                return CREW
            case ListKind.OFFICE:
                return OFFICE
            case ListKind.ALL | ListKind.DISTRICT | ListKind.VILLAGE | ListKind.LEVEL | ListKind.SERVICE:
                return RESIDENTS
            case _:
                assert_never(self.kind)

    @property
    def public(self) -> bool:
        """Whether everybody may read it."""
        return self.reader is RESIDENTS


@dataclass(frozen=True)
class Window:
    """The days that a calendar covers. It moves at midnight in the zone."""

    since: datetime
    today: datetime  # its first moment
    until: datetime


def window_of(zone: str, now: datetime) -> Window:
    """Return the window of a calendar as of now."""
    today = local_day(now, zone)
    since, until = day_bounds(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD), zone)
    return Window(since, day_bounds(today, today, zone)[0], until)
