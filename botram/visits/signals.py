"""What changes elsewhere and is seen on a visit's page: it counts as a change of the visit, in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botram.partners.actions import on_agency_change
from botram.partners.models import PartnerAgency
from botram.places.actions import on_venue_change, venue_in_use
from botram.places.models import Venue
from botram.places.regions.actions import on_place_change
from botram.services.actions import on_text_change
from botram.staff.models import Office
from botram.staff.offices import on_office_change
from botram.visits.models import Visit
from botram.visits.queries import (
    announced_visits,
    announced_visits_at,
    announced_visits_offering,
    announced_visits_with,
    has_visits,
    villages_among,
)


def _venue_changed(venue: Venue, before: Mapping[str, Any], now: datetime) -> None:
    """Count a change of the venue for every visit that readers may still come to. In the venue's transaction."""
    del before
    for visit in announced_visits_at(venue):
        visit.changed(now)


def _office_changed(office: Office, now: datetime) -> None:
    """Count a new name or line of the office for its visits that readers may still come to. In its transaction."""
    for visit in announced_visits(Visit.office_id == office.id):
        visit.changed(now)


def places_changed(codes: set[str], now: datetime) -> None:
    """Count changed villages and districts for the visits there. In the loader's transaction."""
    for visit in announced_visits(Visit.village_code.in_(villages_among(codes))):
        visit.changed(now)


def _service_texts_changed(codes: set[str], now: datetime) -> None:
    """Count a change of services' texts for every visit that offers them. In the loader's transaction."""
    for visit in announced_visits_offering(codes):
        visit.changed(now)


def _agency_changed(agency: PartnerAgency, now: datetime) -> None:
    """Count a renamed agency for the visits where it has a booth. In the agency's transaction."""
    for visit in announced_visits_with(agency):
        visit.changed(now)


def listen() -> None:
    """Hear of the changes. Twice is as good as once."""
    heard: tuple[tuple[list[Any], Any], ...] = (
        (on_agency_change, _agency_changed),
        (on_office_change, _office_changed),
        (on_place_change, places_changed),
        (on_venue_change, _venue_changed),
        (venue_in_use, has_visits),
        (on_text_change, _service_texts_changed),
    )
    for hooks, hook in heard:
        if hook not in hooks:
            hooks.append(hook)
