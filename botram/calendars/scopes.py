"""Which visits a calendar is about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from botram.calendars.event import CREW, OFFICE, RESIDENTS, Reader
from botram.clock import day_bounds, local_day
from botram.visits.models import ListKind

DAYS_BACK, DAYS_AHEAD = 90, 400


@dataclass(frozen=True)
class FeedScope:
    """The visits on one list, on one office's clock."""

    kind: ListKind
    key: str  # a code or a row number; empty for all
    name: str  # what the calendar is called
    zone: str

    @property
    def reader(self) -> Reader:
        """Whom the entries are for."""
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
    """The days that a calendar covers. It moves at midnight on the clock of the zone."""

    since: datetime
    today: datetime  # its first moment
    until: datetime


def window_of(zone: str, now: datetime) -> Window:
    """The window of a calendar that is asked for now."""
    today = local_day(now, zone)
    since, until = day_bounds(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD), zone)
    return Window(since, day_bounds(today, today, zone)[0], until)
