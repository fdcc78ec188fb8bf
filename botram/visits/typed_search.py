"""What people typed into a search of visits, read once for pages, feeds and the API: a place, days, a service."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from botram import clock
from botram.places.finding import find, names_a_place
from botram.places.found import Found
from botram.places.queries import searchable
from botram.services.models import Service
from botram.visits.search_queries import Search
from botram.visits.typed_days import Days, days_in
from botram.visits.typed_services import wanted_services

_SHORTEST_TEXT = 3  # letters; fewer stand in too many names


@dataclass(frozen=True)
class Reading:
    """What a typed search means."""

    typed: str = ""
    text: str = ""  # the words of a place, a title or a venue: without those for days and services
    found: Found | None = None
    days: Days | None = None
    services: tuple[Service, ...] = ()

    @property
    def names_text(self) -> bool:
        """Whether the words can be those of a title or a venue, beyond "desa" or "RT 02"."""
        return bool(self.text) and names_a_place(self.text)

    @property
    def service(self) -> Service | None:
        """The only service that is named where no place is: then the visits that offer it are meant."""
        return self.services[0] if len(self.services) == 1 and not self.text else None

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to search for in what was typed."""
        if not self.typed or (self.found and not self.found.away):
            return False
        return not (self.names_text or (not self.text and (self.days or self.service)))


def read_search(typed: str, services: Sequence[Service], today: date) -> Reading:
    """Return what a search text means. ``services`` are those that are offered."""
    typed = searchable(typed).strip()
    if not typed:
        return Reading()
    days, rest = days_in(typed, today)
    wanted = wanted_services(rest, services)
    text = wanted.rest.strip(" ,.;-")
    if (days or wanted.services) and not names_a_place(text):
        text = ""
    found = find(text) if text else None
    if found and found.away and wanted.is_move:
        text, found = "", None
    return Reading(typed, text, found, days, wanted.services)


def narrowed(search: Search, reading: Reading, now: datetime, zone: str, *, dated: bool) -> Search:
    """Return a search within what was typed. ``dated``: it has days of its own, which count more than typed ones."""
    found, text = reading.found, reading.text if reading.names_text else ""
    if found and (len(text) < _SHORTEST_TEXT or found.region):
        text = ""
    wanted = replace(search, text=text, nothing=reading.nothing)
    if found:
        wanted = replace(wanted, villages=found.villages, districts=found.districts)
    if found and found.away and not text:
        wanted = replace(wanted, nothing=True)
    if reading.service and not search.service:
        wanted = replace(wanted, service=reading.service.code)
    if reading.days and not dated:
        since, until = clock.day_bounds(reading.days.first, reading.days.last, zone)
        wanted = replace(wanted, since=max(since, now), until=until)
    return wanted
