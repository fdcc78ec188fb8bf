"""Receivers of changes elsewhere: they count for the visits whose pages show them, and the rules are asked again."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _

from botram.days.signals import DaysChanged, days_changed
from botram.partners.signals import agency_changed
from botram.places.actions import VillageFixed
from botram.places.signals import (
    PlacesChanged,
    VenueChanged,
    VillageChanging,
    VillageSucceeded,
    places_changed,
    venue_changed,
    village_changing,
    village_succeeded,
)
from botram.services.signals import ServicesChanged, service_texts_changed, services_changed
from botram.staff.signals import (
    AccountEnded,
    AccountReturned,
    TeamChanged,
    account_ended,
    account_returned,
    office_changed,
    team_changed,
)
from botram.visits.availability_queries import offers
from botram.visits.dependent_queries import (
    announced_visits_at,
    announced_visits_in,
    announced_visits_of,
    announced_visits_offering,
    announced_visits_with,
    has_visits,
)
from botram.visits.former_places import place_of, place_words, rename_place
from botram.visits.marks.actions import recheck_where
from botram.visits.marks.queries import at_venue, in_village, of_team, on_days, with_officer, with_vehicle
from botram.visits.models import Visit
from botram.visits.outlines.actions import hand_over_outlines
from botram.visits.participation.actions import hand_over


def _count_change(visits: Iterable[Visit], now: datetime) -> None:
    """Count a change of each of these visits."""
    for visit in visits:
        visit.changed(now)


agency_changed.connect(lambda event: _count_change(announced_visits_with(event.agency), event.now))
office_changed.connect(lambda event: _count_change(announced_visits_of(event.office), event.now))
service_texts_changed.connect(lambda event: _count_change(announced_visits_offering(event.codes), event.now))


@venue_changed.connect
def _follow_venue(event: VenueChanged) -> None:
    """Count a change that residents see, and ask about the visits there and about those before and after them."""
    if event.visible:
        for visit in announced_visits_at(event.venue):
            visit.changed(event.now)
            called = event.called or event.venue.name
            rename_place(visit, place_words(called, visit.village.full_name), place_of(visit))
    recheck_where(at_venue(event.venue, event.now), event.now)


@places_changed.connect
def _follow_places(event: PlacesChanged) -> None:
    """Count a change of the visits there, and let their former plans have the new names."""
    for visit in announced_visits_in(event.codes):
        visit.changed(event.now)
        called = event.called.get(visit.village_code, visit.village.full_name)
        rename_place(visit, place_words(visit.venue.name, called), place_of(visit))


@days_changed.connect
def _ask_about_days(event: DaysChanged) -> None:
    """Ask about the visits on these days."""
    recheck_where(on_days(event.office, event.first, event.last), event.now)


@team_changed.connect
def _ask_about_team(event: TeamChanged) -> None:
    """Ask about the visits of the team, and of the teams with which it shares a vehicle or did."""
    recheck_where(of_team(event.team), event.now, left=event.left)
    recheck_where(with_vehicle(event.team, event.vehicles), event.now)


@account_ended.connect
def _ask_without_officer(event: AccountEnded) -> None:
    """Ask about the visits with somebody who is no officer any more."""
    recheck_where(with_officer(event.account), event.now)


@account_returned.connect
def _ask_with_officer(event: AccountReturned) -> None:
    """Ask about the visits with somebody who is an officer again."""
    recheck_where(with_officer(event.account), event.now)


@services_changed.connect
def _ask_about_services(event: ServicesChanged) -> None:
    """Ask about the visits that offer these services."""
    recheck_where(offers(event.codes), event.now)


@village_changing.connect
def _keep_village(event: VillageChanging) -> None:
    """Raise VillageFixed when there is a visit at the venue."""
    if has_visits(event.venue):
        raise VillageFixed(
            _("Titik ini sudah dipakai kunjungan, jadi desanya tetap. Buat titik layanan baru."), field="village"
        )


@village_succeeded.connect
def _follow_village(event: VillageSucceeded) -> None:
    """Hand the visits over, and ask about all in the successor: two of both villages may now be close in time."""
    hand_over(event.old, event.new, event.since, event.now)
    recheck_where(in_village(event.new), event.now)
    hand_over_outlines(event.old, event.new, event.since)
