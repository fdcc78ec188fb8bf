"""What a coordinator is warned of: each warning just inside its rule and just outside."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.days.actions import add_office_day
from botram.days.models import DayKind
from botram.visits.actions import WarningsOpen, change_visit, publish_visit
from botram.visits.models import VisitState
from botram.visits.warnings import warnings_of
from tests.builders import DAY, FRIDAY, NOW, a_team, a_venue, a_visit, bekasi, moment, siti
from tests.visits.builders import plan_of

RAMADAN = date(2026, 3, 3)  # a Tuesday; 1 Syawal was 21 March 2026
BEFORE_RAMADAN = date(2026, 2, 10)


def codes(visit: Any, now: Any = NOW) -> set[str]:
    """The codes of a visit's warnings."""
    return {notice.code for notice in warnings_of(visit, now=now)}


@pytest.mark.parametrize(
    ("day", "opens", "closes", "expected"),
    [
        (DAY, "08:00", "14:00", set()),
        (date(2026, 12, 25), "08:00", "11:00", {"holiday"}),
        (date(2026, 12, 24), "08:00", "14:00", {"collective"}),
        (FRIDAY, "08:00", "11:30", set()),
        (FRIDAY, "08:00", "11:31", {"friday"}),
        (FRIDAY, "12:59", "15:00", {"friday"}),
        (FRIDAY, "13:00", "15:00", set()),
        (RAMADAN, "08:00", "15:00", set()),
        (RAMADAN, "08:00", "15:01", {"ramadan"}),
        (RAMADAN, "07:30", "14:00", {"ramadan"}),
        (BEFORE_RAMADAN, "07:30", "16:00", set()),
    ],
)
def test_the_calendar_is_told(app: Flask, day: date, opens: str, closes: str, expected: set[str]) -> None:
    visit = a_visit(opens, closes, day=day)
    assert codes(visit, moment("08:00", date(2026, 1, 5))) == expected


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        (DayKind.HOLIDAY, "Hari jadi kabupaten", ["Hari libur kantor: Hari jadi kabupaten."]),
        (DayKind.LEAVE, "Cuti bersama daerah", ["Cuti bersama: Cuti bersama daerah."]),
    ],
)
def test_the_offices_own_days_are_told(app: Flask, kind: DayKind, name: str, told: list[str]) -> None:
    add_office_day(bekasi(), DAY, kind, name, siti(), now=NOW)
    assert [notice.sentence for notice in warnings_of(a_visit(), now=NOW)] == told


@pytest.mark.parametrize(("day", "expected"), [(date(2026, 11, 9), {"same-village"}), (date(2026, 11, 8), set())])
def test_the_same_village_within_thirty_days_is_told(app: Flask, day: date, expected: set[str]) -> None:
    a_visit(day=day, state=VisitState.CLOSED)
    assert codes(a_visit(venue=a_venue("Lapangan"))) == expected


@pytest.mark.parametrize(("opens", "expected"), [("13:59", {"venue"}), ("14:00", set())])
def test_a_venue_used_by_two_teams_at_once_is_told(app: Flask, opens: str, expected: set[str]) -> None:
    venue = a_venue()
    a_visit("08:00", "14:00", venue=venue)
    assert codes(a_visit(opens, "16:00", venue=venue)) == expected


@pytest.mark.parametrize(("vehicle", "expected"), [("Mobil 1", {"vehicle"}), ("Mobil 2", set()), ("", set())])
def test_a_vehicle_used_by_two_teams_at_once_is_told(app: Flask, vehicle: str, expected: set[str]) -> None:
    teams = [a_team("Satu"), a_team("Dua")]
    teams[0].vehicle, teams[1].vehicle = vehicle and "Mobil 1", vehicle
    session().commit()
    a_visit(team=teams[0])
    assert codes(a_visit(team=teams[1], venue=a_venue("Lapangan", "Jejalenjaya"))) == expected


@pytest.mark.parametrize(("opens", "expected"), [("11:30", {"travel"}), ("15:00", set())])
def test_too_little_time_between_two_visits_of_a_team_is_told(app: Flask, opens: str, expected: set[str]) -> None:
    team = a_team()
    a_visit("08:00", "11:00", team=team, state=VisitState.PUBLISHED)
    later = a_visit(opens, "17:00", team=team, venue=a_venue("Balai", "Pantai Mekar"))
    assert codes(later) == expected


@pytest.mark.parametrize(("kit", "expected"), [(False, {"equipment"}), (True, set())])
def test_equipment_that_the_team_lacks_is_told(app: Flask, *, kit: bool, expected: set[str]) -> None:
    team = a_team()
    team.enrolment_kit = kit
    session().commit()
    assert codes(a_visit(team=team, services=("KTP_ENROL",))) == expected


@pytest.mark.parametrize(("hour", "expected"), [("08:00", set()), ("08:01", {"short-notice"})])
def test_less_than_three_days_ahead_is_told(app: Flask, hour: str, expected: set[str]) -> None:
    assert codes(a_visit("08:00"), moment(hour, date(2026, 12, 5))) == expected


def test_a_reason_is_kept_for_the_warning_it_was_given_for_and_no_other(app: Flask) -> None:
    visit = a_visit("08:00", "11:00", day=date(2026, 12, 25))
    publish_visit(visit, siti(), now=NOW, kept={"holiday": "Natal bersama warga"})
    change_visit(visit, plan_of(visit, contact="Loket 2"), siti(), now=NOW, reason="Nomor baru")
    assert [kept.reason for kept in visit.warnings] == ["Natal bersama warga"]
    new_year = {"opens_at": moment("08:00", date(2027, 1, 2)), "closes_at": moment("11:00", date(2027, 1, 2))}
    change_visit(visit, plan_of(visit, **new_year), siti(), now=NOW, reason="Hujan")
    assert visit.warnings == []
    holiday = {"opens_at": moment("08:00", date(2027, 1, 1)), "closes_at": moment("11:00", date(2027, 1, 1))}
    with pytest.raises(WarningsOpen):
        change_visit(visit, plan_of(visit, **holiday), siti(), now=NOW, reason="Hujan")
