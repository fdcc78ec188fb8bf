"""A news feed: the digest of its state, and its file."""

from dataclasses import dataclass
from datetime import datetime

from botram.calendars.feed import NO_HOST, hash_of, program
from botram.calendars.labels import Addresses
from botram.news.entry import atom_entry
from botram.news.file import About, feed_file
from botram.news.queries import newest, news_state
from botram.services.queries import use_version
from botram.visits.models import ListKind, Visit
from botram.visits.search_queries import Search


@dataclass(frozen=True)
class News:
    """A feed before its entries are written."""

    search: Search
    about: About
    today: datetime  # its first moment
    uid_host: str
    tag: str  # differs once a byte of the file does
    changed_at: datetime


def news_feed(search: Search, about: About, today: datetime) -> News:
    """Return a feed with the digest of its state. One statement."""
    state = news_state(search, today)
    use_version(state)
    moments = (state.changed_at, state.replacements_changed_at, state.texts_changed_at)
    return News(
        search,
        about,
        today,
        uid_host=state.uid_host or NO_HOST,
        # The visits of the search are in the figures; the search itself is in the address and in the program.
        tag=hash_of(program(), about, today, *state),
        changed_at=max([today, *filter(None, moments)]),
    )


def news_file(feed: News, address_of: Addresses) -> bytes:
    """Return the file with the visits that changed last, the newest first. Three statements."""
    shown = newest(feed.search, feed.today)
    entries = [
        atom_entry(
            visit,
            uid_host=feed.uid_host,
            address_of=address_of,
            follows=follows,
            left=None if follows else _departed_list(visit, feed.search),
        )
        for visit, follows in shown
    ]
    updated = shown[0][0].changed_at if shown else feed.today
    return feed_file(entries, feed.about, uid_host=feed.uid_host, updated=updated)


def _departed_list(visit: Visit, search: Search) -> ListKind | None:
    """Return the kind of list that a visit left with its last change; None where the new plan says it all."""
    if search.service and search.service not in {offer.service_code for offer in visit.offers}:
        return ListKind.SERVICE
    if search.district and search.district not in {village.district_code for village in visit.villages}:
        return ListKind.DISTRICT
    if search.text:
        return None  # typed words may have meant the venue
    if search.villages and not visit.village_codes & search.villages:
        return ListKind.VILLAGE
    return ListKind.DISTRICT if search.districts else None
