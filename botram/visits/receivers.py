"""Receivers that count changes of other rows as changes of the visits whose pages show them, in one transaction."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _

from botram.partners.signals import agency_changed
from botram.places.actions import VillageFixed
from botram.places.signals import VillageChanging, places_changed, venue_changed, village_changing, village_succeeded
from botram.services.signals import service_texts_changed
from botram.staff.signals import office_changed
from botram.visits.actions import hand_over
from botram.visits.dependent_queries import (
    announced_visits_at,
    announced_visits_in,
    announced_visits_of,
    announced_visits_offering,
    announced_visits_with,
    has_visits,
)
from botram.visits.models import Visit


def _count_change(visits: Iterable[Visit], now: datetime) -> None:
    """Count a change of each of these visits."""
    for visit in visits:
        visit.changed(now)


agency_changed.connect(lambda event: _count_change(announced_visits_with(event.agency), event.now))
office_changed.connect(lambda event: _count_change(announced_visits_of(event.office), event.now))
places_changed.connect(lambda event: _count_change(announced_visits_in(event.codes), event.now))
service_texts_changed.connect(lambda event: _count_change(announced_visits_offering(event.codes), event.now))
venue_changed.connect(lambda event: _count_change(announced_visits_at(event.venue), event.now))


@village_changing.connect
def _keep_village(event: VillageChanging) -> None:
    """Raise VillageFixed when there is a visit at the venue."""
    if has_visits(event.venue):
        raise VillageFixed(
            _("Titik ini sudah dipakai kunjungan, jadi desanya tetap. Buat titik layanan baru."), field="village"
        )


village_succeeded.connect(lambda event: hand_over(event.old, event.new, event.since, event.now))
