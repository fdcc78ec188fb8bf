"""A visit may have two teams. Rules, conflicts, warnings and history are about both."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import pytest
from flask import Flask

from botram.database import session
from botram.staff.models import Team
from botram.staff.teams.actions import TeamPlan, save_team
from botram.visits.actions import draft_visit, publish_visit
from botram.visits.clashes import clashes_of
from botram.visits.conflict_queries import surroundings_of
from botram.visits.conflicts import TeamBusy
from botram.visits.models import Visit, VisitState
from botram.visits.rules import BadPlan
from botram.visits.warnings import warnings_of
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, asep, bekasi, elsewhere, siti, ujang, with_second
from tests.visits.builders import EveryReason, a_plan, change, told


def publish(visit: Visit) -> None:
    """Publish as a coordinator does, with a reason for whatever warning there is."""
    publish_visit(visit, siti(), now=NOW, kept=EveryReason())


def sentences(visit: Visit) -> dict[str, str]:
    """The sentences of the warnings of a visit, by code."""
    return {notice.code: notice.sentence for notice in warnings_of(visit, now=NOW)}


def with_both(**values: object) -> tuple[Visit, Team]:
    """A draft with Tim Utara and Tim Bantu, and the latter."""
    second = a_team("Tim Bantu", members=(ujang(),))
    first = a_team("Tim Utara", members=(asep(),))
    return draft_visit(bekasi(), a_plan(team=first, more_teams=(second,), **values), siti(), now=NOW), second


def test_the_members_of_both_teams_are_the_crew(app: Flask) -> None:
    visit, second = with_both()
    assert [team.name for team in visit.teams] == ["Tim Utara", "Tim Bantu"]
    assert {member.account_id for member in visit.crew} == {asep().id, ujang().id}
    alone = draft_visit(bekasi(), a_plan(team=second), siti(), now=NOW)
    assert {member.account_id for member in alone.crew} == {ujang().id}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (lambda first: (first,), "Tim kedua harus lain dari tim pertama."),
        (lambda _first: (a_team("B"), a_team("C")), "Satu kunjungan paling banyak dua tim."),
        (lambda _first: (a_team("Lain", elsewhere()),), "Pilih tim yang masih bertugas di kantor ini."),
        (lambda _first: (a_team("Tutup", active=False),), "Pilih tim yang masih bertugas di kantor ini."),
    ],
)
def test_the_second_team_is_another_one_of_the_office(
    app: Flask, more: Callable[[Team], tuple[Team, ...]], sentence: str
) -> None:
    first = a_team()
    plan = a_plan(team=first, more_teams=more(first))
    with pytest.raises(BadPlan, match=sentence) as refused:
        draft_visit(bekasi(), plan, siti(), now=NOW)
    assert refused.value.field == "teams"


@pytest.mark.parametrize("busy_as", ["first", "second"])
@pytest.mark.parametrize("wanted_as", ["first", "second"])
@pytest.mark.parametrize(("opens", "allowed"), [("10:00", False), ("12:00", True)])
def test_no_team_is_at_two_announced_visits_at_once(
    app: Flask, busy_as: str, wanted_as: str, opens: str, allowed: bool
) -> None:
    shared = a_team("Tim Utara")

    def visit(opens: str, closes: str, role: str) -> Visit:
        if role == "first":
            return a_visit(opens, closes, team=shared)
        return with_second(a_visit(opens, closes), team=shared)

    publish(visit("08:00", "12:00", busy_as))
    later = visit(opens, "14:00", wanted_as)
    around = surroundings_of(bekasi(), [later])
    assert [one.code for one in clashes_of(later, around)] == ([] if allowed else ["team-busy"])
    with nullcontext() if allowed else pytest.raises(TeamBusy, match="Tim Utara sudah bertugas di Desa Sumberjaya"):
        publish(later)


def test_an_announced_visit_takes_no_busy_second_team_and_keeps_what_it_had(app: Flask) -> None:
    busy = a_team("Tim Sibuk")
    publish(a_visit("10:00", "12:00", team=busy))
    visit = a_visit("08:00", "14:00", state=VisitState.PUBLISHED)
    with pytest.raises(TeamBusy, match="Tim Sibuk sudah bertugas"):
        change(visit, more_teams=(busy,))
    assert visit.second_team is None


def test_a_second_team_that_leaves_may_be_busy_at_the_new_time(app: Flask) -> None:
    second, day = a_team("Tim Bantu"), timedelta(days=1)
    publish(a_visit(day=DAY + day, team=second))
    visit = with_second(a_visit(), team=second)
    publish(visit)
    change(visit, opens_at=visit.opens_at + day, closes_at=visit.closes_at + day, more_teams=())
    assert (visit.opens_at.date(), visit.second_team) == (DAY + day, None)


def test_two_teams_change_places(app: Flask) -> None:
    first, second = a_team("Tim Satu"), a_team("Tim Dua")
    visit = with_second(a_visit(team=first), team=second)
    publish(visit)
    change(visit, team=second, more_teams=(first,))
    assert [team.name for team in visit.teams] == ["Tim Dua", "Tim Satu"]


def test_a_change_of_the_second_team_is_told_to_the_office_alone(app: Flask) -> None:
    visit = a_visit(team=a_team("Tim Satu"), state=VisitState.PUBLISHED)
    change(visit, more_teams=(a_team("Tim Dua"),))
    change(visit, more_teams=(a_team("Tim Tiga"),))
    change(visit, more_teams=())
    second = [line for line in told(visit) if line.startswith("Tim kedua")]
    assert second == [
        "Tim kedua: Tim Dua, semula -.",
        "Tim kedua: Tim Tiga, semula Tim Dua.",
        "Tim kedua: -, semula Tim Tiga.",
    ]
    assert not told(visit, staff=False)


def test_the_equipment_of_either_team_is_enough(app: Flask) -> None:
    first = a_team("Tim Satu")
    first.enrolment_kit = False
    visit = a_visit(team=first)
    assert sentences(visit)["equipment"].startswith("Tim Satu tidak membawa alat untuk: ")
    second = a_team("Tim Dua")
    assert "equipment" not in sentences(with_second(visit, team=second))
    second.enrolment_kit = False
    session().commit()
    assert sentences(visit)["equipment"].startswith("Tim Satu dan Tim Dua tidak membawa alat untuk: ")


def test_a_vehicle_and_the_way_are_looked_at_for_both_teams(app: Flask) -> None:
    second, driver = a_team("Tim Dua"), a_team("Tim Lain")
    driver.vehicle = second.vehicle
    a_visit("08:00", "10:00", team=driver, venue=a_venue("Balai", "Mangunjaya"), state=VisitState.PUBLISHED)
    a_visit("14:05", "15:00", team=second, venue=a_venue("Far", "Karangharum"), state=VisitState.PUBLISHED)
    visit = a_visit()
    assert not {"vehicle", "travel"} & sentences(visit).keys()
    found = sentences(with_second(visit, team=second))
    assert found["vehicle"] == "Mobil Tim Dua juga dipakai Tim Lain."
    assert found["travel"].startswith("Perjalanan dari Desa Sumberjaya ke Desa Karangharum kira-kira ")


def test_one_vehicle_for_both_teams_of_a_visit_is_right(app: Flask) -> None:
    first, second = a_team("Tim Satu"), a_team("Tim Dua")
    second.vehicle = first.vehicle
    assert "vehicle" not in sentences(with_second(a_visit(team=first), team=second))


def test_a_change_of_the_second_team_marks_its_visits(app: Flask) -> None:
    second = a_team("Tim Dua", members=(ujang(),))
    visit = with_second(a_visit(crew=(ujang(),), state=VisitState.PUBLISHED), team=second)
    save_team(bekasi(), second, TeamPlan("Tim Dua", "", members=()), siti(), now=NOW)
    session().refresh(visit, ["marks"])
    assert [mark.code for mark in visit.marks if mark.code == "member-left"] == ["member-left"]
