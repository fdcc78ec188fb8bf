"""The calculated schedule: the rhythm, the same for a day whenever it is asked, and never a team twice."""

from collections import Counter
from datetime import date, timedelta

import pytest

from botram.demonstration.facts import OFFICES
from botram.demonstration.schedule import BEKASI, Slot, slots
from botram.places.models import District, Village, VillageKind
from botram.visits.models import VisitLevel

FIRST = date(2026, 8, 3)
HOLIDAY = date(2026, 12, 24)
PLACES = [
    Village(
        code=f"{district.code}.2{number:03}",
        kind=VillageKind.DESA,
        district_code=district.code,
        district=district,
        latitude=-6 - int(district.code[-2:]) / 50,
    )
    for district in (District(code=f"32.16.{number:02}", name=f"Kecamatan {number}") for number in range(1, 24))
    for number in range(1, 9)
]


def plan(office: str = BEKASI, first: date = FIRST, days: int = 400) -> list[Slot]:
    """The schedule of more than a year."""
    return list(slots(office, PLACES, first, first + timedelta(days=days), lambda day: day != HOLIDAY))


def test_saturdays_are_for_a_district_and_tuesdays_and_thursdays_for_villages() -> None:
    levels = Counter((slot.day.strftime("%a"), slot.level) for slot in plan())
    assert levels.keys() == {
        ("Sat", VisitLevel.DISTRICT),
        ("Tue", VisitLevel.VILLAGE),
        ("Thu", VisitLevel.VILLAGE),
        ("Wed", VisitLevel.SCHOOL),
        ("Wed", VisitLevel.INSTITUTION),
    }
    assert levels["Sat", VisitLevel.DISTRICT] == 57


def test_a_day_is_planned_alike_whenever_it_is_asked() -> None:
    later = plan(first=FIRST + timedelta(days=100), days=100)
    assert later == [slot for slot in plan() if later[0].day <= slot.day <= later[-1].day]


def test_every_district_has_its_saturday_before_one_has_two() -> None:
    districts = [slot.village[:8] for slot in plan() if slot.level is VisitLevel.DISTRICT]
    assert len(set(districts[:23])) == 23


def test_nothing_is_planned_moved_or_made_up_for_on_a_holiday() -> None:
    days = [day for slot in plan() for day in (slot.day, slot.moved_to, slot.replaced_on)]
    assert HOLIDAY not in days


@pytest.mark.parametrize("office", OFFICES)
def test_no_team_is_at_two_places_on_a_day(office: str) -> None:
    days = Counter(
        (slot.team, day) for slot in plan(office) for day in {slot.day, slot.moved_to, slot.replaced_on} - {None}
    )
    assert days
    assert max(days.values()) == 1
    assert {team for team, _day in days} == set(OFFICES[office]["teams"])


def test_two_months_ahead_hold_a_move_and_a_cancellation() -> None:
    for start in range(0, 200, 7):
        planned = plan(first=FIRST + timedelta(days=start), days=62)
        assert any(slot.moved_to and slot.reason for slot in planned)
        assert any(slot.replaced_on and slot.reason for slot in planned)


def test_schools_and_homes_say_that_they_are_made_up() -> None:
    titles = {slot.title for slot in plan() if slot.level in (VisitLevel.SCHOOL, VisitLevel.INSTITUTION)}
    assert len(titles) > 10
    assert all("Contoh" in title for title in titles)
