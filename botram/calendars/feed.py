"""A calendar feed: the digest of its state, and its entries from a cache.

Writing an entry takes about half a millisecond, nearly all of it in the library, so each is kept in the process
under all that it says: a feed in which one visit changed costs one entry.
"""

import hashlib
import heapq
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import Row

from botram.calendars.event import event_of
from botram.calendars.feed_queries import alternatives, calendar_state, duty_of, lines_of, visits_for_entries
from botram.calendars.labels import Addresses
from botram.calendars.scopes import FeedScope, Window, window_of
from botram.config import ROOT
from botram.services.queries import use_version
from botram.visits.models import ListKind
from botram.visits.search_queries import NEAR_TIME

_Line = Row[*tuple[Any, ...]]
_Others = tuple[tuple[int, int], ...]  # row number and version of the visits that a cancelled one names

KEPT, MOST_KEPT = "botram-calendar-entries", 10_000  # entries; about 2 kB each
_MOST_OTHERS = 2
NO_HOST = "botram.invalid"  # in a database that nobody has prepared


class _Key(NamedTuple):
    """The cache key of an entry: everything that its content depends on."""

    visit: int
    version: int
    changed_at: datetime
    left: ListKind | None
    others: _Others
    texts: tuple[int | None, ...]  # figures of the texts that it repeats
    frame: str  # for all entries of a feed alike: language, readers


@dataclass(frozen=True)
class Feed:
    """A feed before its entries are written."""

    scope: FeedScope
    window: Window
    uid_host: str
    frame: str
    tag: str  # differs once a byte of the file does
    changed_at: datetime


def feed_of(scope: FeedScope, *, now: datetime, language: str, site: str) -> Feed:
    """Return a feed with the digest of its state. One statement; three for people of the office.

    language    that its texts are in
    site        the beginning of all its addresses
    """
    window = window_of(scope.zone, now)
    state = calendar_state(scope, window)
    duty = duty_of(scope, window) if scope.reader.sees_crew else ()
    uid_host = state.uid_host or NO_HOST
    about = (program(), language, site, uid_host, scope.reader, duty, use_version(state))
    frame = hash_of(*about)
    moments = (state.changed_at, state.replacements_changed_at, state.others_changed_at, state.texts_changed_at)
    changed_at = max([window.today, *filter(None, moments)])
    return Feed(scope, window, uid_host, frame, hash_of(*about, scope, window, *state), changed_at)


def hash_of(*parts: object) -> str:
    """Return a short hash of many values."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


@cache
def program() -> str:
    """Return one hash of the program: after an upgrade an entry may read differently."""
    total = hashlib.sha256()
    for file in sorted((ROOT / "botram").rglob("*")):
        if file.suffix in (".py", ".mo") or file.parent.name == "names":
            total.update(file.read_bytes())
    return total.hexdigest()


def entries_of(feed: Feed, address_of: Addresses) -> list[bytes]:
    """Return the entries of a feed in their order. Six statements at most, seven for people of the office."""
    lines = lines_of(feed.scope, feed.window)
    near = alternatives(feed.scope, feed.window) if any(line.needs_others for line in lines) else ()
    keys = [_entry_key(feed, line, near) for line in lines]
    kept: dict[_Key, bytes] = current_app.extensions.setdefault(KEPT, {})
    known = {key: entry for key in keys if (entry := kept.get(key))}
    if missing := [key for key in keys if key not in known]:
        made = dict(_write(feed, missing, address_of))
        _make_room(kept, len(made))
        kept.update(made)
        known |= made
    return [known[key] for key in keys]


def _entry_key(feed: Feed, line: _Line, near: Sequence[_Line]) -> _Key:
    """Return the cache key of a visit's entry."""
    others = _others_for(feed, line, near) if line.needs_others or line.replacement else ()
    left = feed.scope.kind if line.left else None
    texts = (line.texts_of_all, line.texts_of_office, line.texts_of_venue)
    return _Key(line.id, line.version, line.changed_at, left, others, texts, feed.frame)


def _others_for(feed: Feed, line: _Line, near: Sequence[_Line]) -> _Others:
    """Return the alternatives: the replacement, and for a future visit the nearest others."""
    named = [(line.replacement, line.replacement_version)] if line.replacement else []
    if line.needs_others:
        free = [one for one in near if one.id != line.replacement and _helps(feed, line, one)]
        nearest = set(heapq.nsmallest(_MOST_OTHERS, free, key=lambda one: _relative_distance(line, one)))
        named += [(one.id, one.version) for one in free if one in nearest]  # the soonest first
    return tuple(named)


def _helps(feed: Feed, line: _Line, other: _Line) -> bool:
    """Whether a visit is an alternative for another one: not before it, and for a service of it."""
    since = max(feed.window.today, line.opens_at)
    if not (other.closes_at > since and other.opens_at < since + NEAR_TIME):
        return False
    wanted = {feed.scope.key} if feed.scope.kind is ListKind.SERVICE else _codes(line)
    return not wanted.isdisjoint(_codes(other))


def _codes(line: _Line) -> set[str]:
    """Return the codes of a visit's services."""
    return set(line.services.split(",")) if line.services else set()


def _relative_distance(here: _Line, there: _Line) -> float:
    """Return a figure that grows with the distance: on a few degrees the earth is flat."""
    east = (there.longitude - here.longitude) * math.cos(math.radians(here.latitude))
    return float(east * east + (there.latitude - here.latitude) ** 2)


def _write(feed: Feed, keys: Collection[_Key], address_of: Addresses) -> Iterable[tuple[_Key, bytes]]:
    """Yield the entries for these keys."""
    numbers = {key.visit for key in keys} | {number for key in keys for number, _version in key.others}
    reader = feed.scope.reader
    visits = visits_for_entries(numbers, crew=reader.sees_crew)
    for key in keys:
        event = event_of(
            visits[key.visit],
            uid_host=feed.uid_host,
            address_of=address_of,
            alternatives=[visits[number] for number, _version in key.others],
            reader=reader,
            left=key.left,
        )
        yield key, bytes(event.to_ical())


def _make_room(kept: dict[_Key, bytes], more: int) -> None:
    """Remove the oldest entries of the cache to stay within its size."""
    for key in list(islice(kept, max(0, len(kept) + more - MOST_KEPT))):
        kept.pop(key, None)
