"""A visit as an iCalendar event (RFC 5545 and 7986), the same in every feed, mail and download."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from flask_babel import gettext as _
from icalendar import Alarm, Event

from botram.calendars.labels import Addresses, categories, description, one_line, summary
from botram.places.national_names import region_of
from botram.visit_view import Audience, Part, VisitView, view_of
from botram.visits.models import ListKind, Visit, VisitState

_ALARMS = (timedelta(days=1), timedelta(hours=2))  # before the team opens


@dataclass(frozen=True)
class Reader:
    """The readers of entries, as far as entries differ by them."""

    says_cancelled: bool = True  # false: a large client would silently drop the entry
    sees_crew: bool = False  # team, crew and equipment: people of the office alone
    team_in_title: bool = False
    alarms: bool = False


ONE_FILE = Reader()
RESIDENTS = Reader(says_cancelled=False)
CREW = Reader(sees_crew=True, alarms=True)
OFFICE = Reader(sees_crew=True, team_in_title=True)


def event_of(
    visit: Visit,
    *,
    uid_host: str,
    address_of: Addresses,
    alternatives: Sequence[Visit] = (),
    reader: Reader = ONE_FILE,
    left: ListKind | None = None,
) -> Event:
    """Return the event of a published visit.

    uid_host        right of the @ in the UID, for good the same
    address_of      gives the full web address of a visit's page
    alternatives    where else to go, told first when the visit is cancelled
    left            the kind of list that the visit has left; it is still told there, with where it went

    Times are UTC: Indonesia has no summer time, and zone blocks trip some programs. Nothing hangs on the moment
    of asking, so that an unchanged visit stays the same to the byte.
    """
    view, others = _entry_view(visit, reader), [_entry_view(one, None) for one in alternatives]
    cancelled = view.state is VisitState.CANCELLED
    event = Event()
    event.add("uid", f"{view.public_id}@{uid_host}")
    event.add("dtstamp", view.changed_at.astimezone(UTC))
    event.add("last-modified", view.changed_at.astimezone(UTC))
    event.add("sequence", view.revision)
    event.add("dtstart", view.opens_at.astimezone(UTC))
    event.add("dtend", view.closes_at.astimezone(UTC))
    event.add("summary", one_line(summary(view, left=left, team=reader.team_in_title)))
    event.add("location", one_line(", ".join((view.location, *region_of(view.village.code)))))
    event.add("geo", (round(view.venue.latitude, 6), round(view.venue.longitude, 6)))
    event.add("description", description(view, address_of, others, left=left, crew=reader.sees_crew))
    event.add("url", address_of(view.public_id))
    event.add("categories", [one_line(name) for name in categories(view)])
    if contact := one_line(view.contact.words):
        event.add("contact", contact)
    if status := _status_of(view, reader):
        event.add("status", status)
    event.add("transp", "TRANSPARENT" if cancelled or left else "OPAQUE")
    if reader.alarms and not cancelled and not left:
        _add_alarms(event, view)
    return event


def _status_of(view: VisitView, reader: Reader) -> str:
    """Return CONFIRMED once the crew has said so by going or opening; a plan alone has no status."""
    if view.state is VisitState.CANCELLED:
        return "CANCELLED" if reader.says_cancelled else ""
    return "CONFIRMED" if view.confirmed_at or view.opened_at or view.held else ""


def _entry_view(visit: Visit, reader: Reader | None) -> VisitView:
    """Return the view of a visit, or of an alternative, as of its last change."""
    if reader is None:
        return view_of(visit, Audience.RESIDENTS, visit.changed_at, Part.LINE)
    if reader.sees_crew:
        return view_of(visit, Audience.CREW, visit.changed_at, Part.PAGE | Part.TEAM | Part.CREW)
    return view_of(visit, Audience.RESIDENTS, visit.changed_at, Part.PAGE)


def _add_alarms(event: Event, visit: VisitView) -> None:
    """Add reminders for the crew."""
    for before in _ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -before)
        alarm.add("description", one_line(_("Tugas Botram %(place)s", place=visit.place_name)))
        event.add_component(alarm)
