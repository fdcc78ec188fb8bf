"""Three programs that know nothing of each other read a calendar file."""

from datetime import UTC, datetime
from typing import NamedTuple

import ics
import vobject
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar, Event

from tests.browser import Browser


class Told(NamedTuple):
    """What a reader takes an entry for."""

    uid: str
    opens_at: datetime
    closes_at: datetime
    summary: str
    location: str
    description: str


def by_vobject(text: str) -> list[Told]:
    """As vobject reads it."""
    calendar = vobject.readOne(text)
    return [
        Told(
            event.uid.value,
            event.dtstart.value.astimezone(UTC),
            event.dtend.value.astimezone(UTC),
            event.summary.value,
            event.location.value,
            event.description.value,
        )
        for event in calendar.contents.get("vevent", [])
    ]


def by_ics(text: str) -> list[Told]:
    """As ics reads it."""
    return [
        Told(
            event.uid,
            event.begin.datetime.astimezone(UTC),
            event.end.datetime.astimezone(UTC),
            event.name,
            event.location,
            event.description,
        )
        for event in ics.Calendar(text).events
    ]


def by_ical(text: str) -> list[Told]:
    """As ical reads it."""
    return [
        Told(
            event.uid,
            event.start_datetime,
            event.end_datetime,
            event.summary or "",
            event.location or "",
            event.description or "",
        )
        for event in IcsCalendarStream.calendar_from_ics(text).events
    ]


READERS = (by_vobject, by_ics, by_ical)


def agreed(file: bytes) -> list[Told]:
    """What all readers take the file for, in the order of the visits. They must agree to the letter."""
    check_lines(file)
    read = [sorted(reader(file.decode()), key=lambda told: (told.opens_at, told.uid)) for reader in READERS]
    assert read[0] == read[1] == read[2]
    return read[0]


def check_lines(file: bytes) -> None:
    """Lines end in CRLF and nowhere else, and hold 75 octets at most and only whole characters."""
    assert file.endswith(b"END:VCALENDAR\r\n")
    lines = file[:-2].split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert file.decode().splitlines() == [line.decode() for line in lines]


def events(browser: Browser, address: str) -> dict[str, Event]:
    """The entries of a feed by the visit's id, once all readers agree on the file."""
    file = browser.get(address).data
    agreed(file)
    return {str(event["UID"]).partition("@")[0]: event for event in Calendar.from_ical(file).events}
