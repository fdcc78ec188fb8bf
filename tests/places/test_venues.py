"""A coordinator adds and changes venues of the own office, and residents learn of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from botram.audit.models import AuditEntry
from botram.database import session
from botram.places.actions import BadVenue, VenuePlan, VillageFixed, change_venue, make_venue
from botram.places.models import Venue
from botram.places.rules import BadPoint, PointFarAway
from botram.places.signals import VenueChanged, VillageChanging, venue_changed, village_changing
from botram.refusals import Refusal
from botram.staff.rules import IdentityNumber
from tests.builders import NOW, bekasi, dewi, siti, village

Told = list[VenueChanged]


@pytest.fixture
def told() -> Iterator[Told]:
    """What is said of changed venues."""
    heard: Told = []
    with venue_changed.connected_to(heard.append):
        yield heard


def a_plan(in_village: str = "Sumberjaya", **changes: Any) -> VenuePlan:
    """A hall at the village's point."""
    place = village(in_village)
    plan = VenuePlan(place.code, "Aula Kantor Desa", "Jl. Raya No. 1", place.latitude or 0.0, place.longitude or 0.0)
    return replace(plan, **changes)


def test_a_venue_is_made_and_written_down(app: Flask) -> None:
    venue = make_venue(bekasi(), a_plan(name="  Aula   Kantor Desa ", wheelchair=True), siti(), now=NOW)
    assert (venue.name, venue.wheelchair, venue.active) == ("Aula Kantor Desa", True, True)
    assert venue.village.name == "Sumberjaya"
    entry = session().scalars(select(AuditEntry).where(AuditEntry.subject == "venue")).one()
    assert (entry.action, entry.subject_key, entry.account_id, entry.at) == ("make", venue.name, siti().id, NOW)
    assert entry.after["village"] == venue.village_code


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"name": " "}, BadVenue, "name"),
        ({"name": "x" * 121}, BadVenue, "name"),
        ({"address": "x" * 201}, BadVenue, "address"),
        ({"access": "NIK 3216 0655 0898 0001"}, IdentityNumber, "access"),
        ({"village_code": "32.16.06.9999"}, BadVenue, "village"),
        ({"village_code": "32.17.01.2001"}, BadVenue, "village"),
        ({"latitude": 107.0, "longitude": -6.2}, BadPoint, "point"),
        ({"latitude": 52.5, "longitude": 13.4}, BadPoint, "point"),
        ({"longitude": 106.0}, PointFarAway, "point"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_beside_its_input(
    app: Flask, changes: dict[str, Any], refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        make_venue(bekasi(), a_plan(**changes), siti(), now=NOW)
    assert refused.value.field == field
    assert session().scalars(select(Venue)).all() == []


def test_a_far_point_is_taken_from_somebody_who_looked_twice(app: Flask) -> None:
    plan = a_plan(longitude=106.0, far_is_right=True)
    assert make_venue(bekasi(), plan, siti(), now=NOW).longitude == 106.0


def test_a_change_that_residents_see_is_told_inside_the_transaction(app: Flask, told: Told) -> None:
    venue = make_venue(bekasi(), a_plan(), siti(), now=NOW)
    change_venue(venue, a_plan(access="Masuk dari gerbang timur"), siti(), now=NOW)
    assert told == [VenueChanged(venue, NOW)]


def test_the_same_again_changes_nothing_and_tells_nobody(app: Flask, told: Told) -> None:
    venue = make_venue(bekasi(), a_plan(), siti(), now=NOW)
    change_venue(venue, a_plan(), siti(), now=NOW)
    assert told == []
    assert len(session().scalars(select(AuditEntry).where(AuditEntry.subject == "venue")).all()) == 1


def test_closing_a_venue_is_written_down_but_no_news_for_residents(app: Flask, told: Told) -> None:
    venue = make_venue(bekasi(), a_plan(), siti(), now=NOW)
    change_venue(venue, a_plan(active=False), siti(), now=NOW)
    assert (venue.active, [event.visible for event in told]) == (False, [False])
    entry = session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.before, entry.after) == ({"active": True}, {"active": False})


def test_a_venue_that_others_need_there_stays_in_its_village(app: Flask) -> None:
    venue = make_venue(bekasi(), a_plan(), siti(), now=NOW)
    change_venue(venue, a_plan("Sertajaya"), siti(), now=NOW)
    assert venue.village.name == "Sertajaya"

    def keep(event: VillageChanging) -> None:
        assert (event.venue, event.venue.village.name) == (venue, "Sertajaya")
        raise VillageFixed("no")

    with village_changing.connected_to(keep), pytest.raises(VillageFixed):
        change_venue(venue, a_plan("Sumberjaya"), siti(), now=NOW)
    session().expire_all()
    assert venue.village.name == "Sertajaya"


def test_a_far_point_that_was_taken_once_does_not_stand_in_the_way_later(app: Flask, told: Told) -> None:
    venue = make_venue(bekasi(), a_plan(longitude=106.0, far_is_right=True), siti(), now=NOW)
    change_venue(venue, a_plan(longitude=106.0, name="Balai Warga"), siti(), now=NOW)
    assert venue.name == "Balai Warga"


def test_another_offices_village_cannot_be_taken(app: Flask) -> None:
    with pytest.raises(BadVenue):
        make_venue(dewi().office, a_plan(), dewi(), now=NOW)
