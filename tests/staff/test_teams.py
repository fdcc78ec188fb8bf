"""Putting teams together."""

from collections.abc import Callable

import pytest
from flask import Flask

from botram.audit.models import AuditEntry
from botram.database import session
from botram.refusals import NotFound
from botram.staff.models import Account, Role, Team
from botram.staff.queries import officers_of, team_by_officer, team_of, teams_of
from botram.staff.teams.actions import NotAnOfficer, TeamNameTaken, TeamPlan, save_team
from tests.builders import NOW, a_team, asep, bekasi, budi, dewi, elsewhere, person, ratna, siti


def test_a_team_is_made_with_its_members_and_equipment(app: Flask) -> None:
    plan = TeamPlan("Tim Utara", "Mobil keliling 1", (asep().id,), enrolment_kit=True)
    team = save_team(bekasi(), None, plan, siti(), now=NOW)
    assert [member.name for member in team.members] == ["Asep Saepudin"]
    assert (team.enrolment_kit, team.ktp_printer, team.kia_printer, team.active) == (True, False, False, True)
    assert team_by_officer(bekasi()) == {asep().id: team}


def test_an_officer_is_in_one_team_and_both_trails_say_so(app: Flask) -> None:
    north = save_team(bekasi(), None, TeamPlan("Tim Utara", "", (asep().id,)), siti(), now=NOW)
    south = save_team(bekasi(), None, TeamPlan("Tim Selatan", "", (asep().id,)), siti(), now=NOW)
    assert (north.members, [member.name for member in south.members]) == ([], ["Asep Saepudin"])
    lost = session().query(AuditEntry).filter_by(subject_key="Tim Utara", action="change").one()
    assert (lost.before, lost.after) == ({"members": ["Asep Saepudin"]}, {"members": []})


@pytest.mark.parametrize(
    ("members", "left"),
    [(("ujang", "asep"), ["asep", "ujang"]), (("ujang",), ["ujang"]), ((), [])],
    ids=["the same in another order", "one less", "none"],
)
def test_saving_a_team_again_leaves_the_members_that_are_named(
    app: Flask, members: tuple[str, ...], left: list[str]
) -> None:
    people = {one.sign_in_name: one.id for one in (asep(), person("ujang", "Ujang", Role.OFFICER, bekasi()))}
    team = save_team(bekasi(), None, TeamPlan("Tim Utara", "", tuple(people.values())), siti(), now=NOW)
    save_team(bekasi(), team, TeamPlan("Tim Utara", "", tuple(people[one] for one in members)), siti(), now=NOW)
    assert [member.sign_in_name for member in team.members] == left


def closed_officer() -> Account:
    """An officer of Bekasi whose account is closed."""
    closed = person("cecep", "Cecep", Role.OFFICER, bekasi())
    closed.active = False
    session().commit()
    return closed


def strange_officer() -> Account:
    """An officer of another office."""
    return person("oman", "Oman", Role.OFFICER, elsewhere())


@pytest.mark.parametrize("somebody", [closed_officer, strange_officer, siti, ratna, budi])
def test_only_active_officers_of_the_office_can_be_members(app: Flask, somebody: Callable[[], Account]) -> None:
    account = somebody()
    with pytest.raises(NotAnOfficer):
        save_team(bekasi(), None, TeamPlan("Tim Utara", "", (account.id,)), siti(), now=NOW)
    assert session().query(Team).count() == 0
    assert account not in officers_of(bekasi())
    assert asep() in officers_of(bekasi())


def test_a_team_s_name_is_unique_in_its_office(app: Flask) -> None:
    a_team("Tim Utara")
    with pytest.raises(TeamNameTaken) as refused:
        save_team(bekasi(), None, TeamPlan("Tim Utara", "", ()), siti(), now=NOW)
    assert refused.value.field == "name"
    assert save_team(elsewhere(), None, TeamPlan("Tim Utara", "", ()), dewi(), now=NOW)


def test_a_team_is_found_in_its_own_office_alone(app: Flask) -> None:
    team = a_team()
    assert team_of(bekasi(), team.id) is team
    assert teams_of(elsewhere()) == []
    with pytest.raises(NotFound):
        team_of(elsewhere(), team.id)


@pytest.mark.parametrize(
    ("active", "names"), [(True, ["Tim Utara"]), (False, ["Tim Lama"]), (None, ["Tim Lama", "Tim Utara"])]
)
def test_only_teams_on_duty_can_be_asked_for(app: Flask, active: bool | None, names: list[str]) -> None:
    a_team("Tim Utara")
    idle = a_team("Tim Lama")
    save_team(bekasi(), idle, TeamPlan("Tim Lama", "", (), active=False), siti(), now=NOW)
    assert [team.name for team in teams_of(bekasi(), active=active)] == names
