"""The visits that a map shows: from today to 90 days ahead, up to a limit."""

from dataclasses import replace
from datetime import datetime, timedelta

from botram import clock
from botram.visits.search_queries import Search

DAYS, MOST = 90, 1_000


def on_the_map(search: Search, now: datetime, zone: str) -> Search:
    """Return the search within the days that a map shows; visits held earlier today are still on it.

    A search without a beginning, or one that begins now, begins with the day, so that nobody looks for a visit
    that has just ended.
    """
    today = clock.local_day(now, zone)
    first, last = clock.day_bounds(today, today + timedelta(days=DAYS), zone)
    since = first if search.since is None or search.since <= now else search.since
    until = last if search.until is None else min(search.until, last)
    return replace(search, since=since, until=until)
