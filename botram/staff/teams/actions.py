"""Making and changing teams."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from botram.audit.actions import record_change
from botram.database import constraint_error, session, transaction
from botram.refusals import Refusal
from botram.staff.models import Account, Office, Team, TeamMember
from botram.staff.queries import officers_with_ids
from botram.staff.signals import TeamChanged, TeamEnded, team_changed, team_ended


class TeamNameTaken(Refusal):
    """Another team of the office has that name."""


class NotAnOfficer(Refusal):
    """A chosen member is no active officer of this office."""


constraint_error("uq_team_office_id_name", lambda: TeamNameTaken(_("Sudah ada tim dengan nama ini."), field="name"))


@dataclass(frozen=True)
class TeamPlan:
    """The values of a team that a form sets."""

    name: str
    vehicle: str
    members: Sequence[int]  # account ids
    enrolment_kit: bool = False
    ktp_printer: bool = False
    kia_printer: bool = False
    active: bool = True


def _team_snapshot(team: Team) -> dict[str, Any]:
    """The values of a team that the audit records."""
    return {
        "name": team.name,
        "vehicle": team.vehicle,
        "members": sorted(member.name for member in team.members),
        "enrolment_kit": team.enrolment_kit,
        "ktp_printer": team.ktp_printer,
        "kia_printer": team.kia_printer,
        "active": team.active,
    }


def save_team(office: Office, team: Team | None, plan: TeamPlan, by: Account | None, *, now: datetime) -> Team:
    """Make a team or change one. Members leave their previous teams; the crews of announced visits stay.

    Raises TeamNameTaken or NotAnOfficer.
    """
    # The lock on the office: an officer must not be put into two teams at the same time.
    with transaction(office, *([team] if team else [])) as current:
        before = _team_snapshot(team) if team else {}
        had = frozenset(member.id for member in team.members) if team else frozenset[int]()
        if team is None:
            team = Team(office_id=office.id)
            current.add(team)
        _set_values(team, plan)
        members = _chosen_members(office, plan.members)
        current.flush()
        left = [(other, _team_snapshot(other)) for other in _previous_teams(members, team)]
        current.execute(delete(TeamMember).where(TeamMember.account_id.in_([member.id for member in members])))
        current.expire(team, ["members"])
        team.members = members
        current.flush()
        arrived = frozenset(member.id for member in members)
        for other, was in left:
            current.expire(other, ["members"])
            record_change("change", other, other.name, by, now, before=was, after=_team_snapshot(other))
            team_changed.send(TeamChanged(other, arrived, frozenset(), now))
        action = "change" if before else "make"
        record_change(action, team, team.name, by, now, before=before, after=_team_snapshot(team))
        if before.get("active") and not team.active:
            team_ended.send(TeamEnded(team, by, now))
        if before and before != _team_snapshot(team):
            vehicles = frozenset({str(before["vehicle"]), team.vehicle})
            team_changed.send(TeamChanged(team, had - arrived, vehicles, now))
    return team


def _set_values(team: Team, plan: TeamPlan) -> None:
    """Set the values of a team, without its members."""
    team.name, team.vehicle, team.active = plan.name, plan.vehicle, plan.active
    team.enrolment_kit = plan.enrolment_kit
    team.ktp_printer, team.kia_printer = plan.ktp_printer, plan.kia_printer


def _previous_teams(members: Sequence[Account], to: Team) -> Sequence[Team]:
    """The other teams that these officers are in."""
    ids = [member.id for member in members]
    has_one = select(TeamMember.team_id).where(TeamMember.account_id.in_(ids))
    return session().scalars(select(Team).where(Team.id.in_(has_one), Team.id != to.id)).all()


def _chosen_members(office: Office, ids: Sequence[int]) -> list[Account]:
    """The active officers with these ids. Raises NotAnOfficer when the office lacks one of them."""
    wanted = set(ids)
    members = [officer for officer in officers_with_ids(office, wanted) if officer.active]
    if len(members) != len(wanted):
        raise NotAnOfficer(_("Pilih anggota dari petugas lapangan kantor ini."), field="members")
    return members
