"""The calendar file around its entries: name, refresh interval, source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from icalendar import Calendar, vDuration, vText, vUri

from botram.calendars.labels import one_line

_PRODUCT = "-//Botram//Jadwal layanan keliling//ID"
_ASK_AGAIN = timedelta(hours=1)
_COLOR = "darkgreen"  # a name of CSS: RFC 7986 allows no other
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class About:
    """The properties of a calendar that programs subscribe to."""

    name: str
    source: str  # its own address
    url: str  # the page that says the same


def calendar(entries: Iterable[bytes], *, zone: str, about: About | None = None) -> bytes:
    """Return a calendar file. It has no METHOD, which would make it a message and require an organizer.

    entries    entries of ``event_of`` as they stand in a file, each complete
    """
    file = Calendar()
    file.add("prodid", _PRODUCT)
    file.add("version", "2.0")
    file.add("x-wr-timezone", zone)
    if about:
        _add_feed_properties(file, about)
    head = bytes(file.to_ical()).removesuffix(_END)
    return b"".join((head, *entries, _END))


def _add_feed_properties(file: Calendar, about: About) -> None:
    """Add the properties for subscriptions (RFC 7986 and the older names)."""
    for name in ("name", "x-wr-calname"):
        file.add(name, vText(one_line(about.name)))
    file.add("refresh-interval", vDuration(_ASK_AGAIN), parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", vDuration(_ASK_AGAIN))
    file.add("source", vUri(about.source), parameters={"VALUE": "URI"})
    file.add("url", vUri(about.url))
    file.add("color", _COLOR)
