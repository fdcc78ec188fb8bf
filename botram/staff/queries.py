"""Who works where."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from botram.database import session
from botram.refusals import NotFound
from botram.staff.models import Account, Installation, Office, Role, Team, TeamMember


def offices() -> Sequence[Office]:
    """All offices, by code."""
    return session().scalars(select(Office).order_by(Office.code)).all()


def office_with_code(code: str) -> Office:
    """The office of a region. Raises NotFound."""
    office = session().scalar(select(Office).where(Office.code == code))
    if office is None:
        raise NotFound
    return office


def installation() -> Installation | None:
    """What was decided when the database was made; None before that."""
    return session().get(Installation, 1)


def accounts_of(office: Office) -> Sequence[Account]:
    """All accounts of an office, the active ones first."""
    return session().scalars(
        select(Account).where(Account.office_id == office.id).order_by(Account.active.desc(), Account.name, Account.id)
    ).all()


def account_of(office: Office, account_id: int) -> Account:
    """One account of the office. Raises NotFound, also for another office's."""
    found = session().scalar(select(Account).where(Account.id == account_id, Account.office_id == office.id))
    if found is None:
        raise NotFound
    return found


def active_admins(office: Office) -> int:
    """How many administrators of the office can still sign in."""
    counted = select(func.count()).select_from(Account).where(Account.office_id == office.id)
    return session().scalar(counted.where(Account.role == Role.ADMIN, Account.active)) or 0


def officers_of(office: Office) -> Sequence[Account]:
    """Everyone of the office who can go out with a team, by name."""
    wanted = select(Account).where(Account.office_id == office.id, Account.role == Role.OFFICER, Account.active)
    return session().scalars(wanted.order_by(Account.name)).all()


def teams_of(office: Office, *, active: bool | None = None) -> Sequence[Team]:
    """The office's teams with their members, by name."""
    wanted = select(Team).where(Team.office_id == office.id).options(selectinload(Team.members)).order_by(Team.name)
    if active is not None:
        wanted = wanted.where(Team.active == active)
    return session().scalars(wanted).all()


def team_of(office: Office, team_id: int) -> Team:
    """One team of the office with its members. Raises NotFound, also for another office's."""
    wanted = select(Team).where(Team.id == team_id, Team.office_id == office.id).options(selectinload(Team.members))
    if (found := session().scalar(wanted)) is None:
        raise NotFound
    return found


def team_by_officer(office: Office) -> dict[int, Team]:
    """Which team each officer belongs to now, by account id."""
    rows = session().execute(
        select(TeamMember.account_id, Team).join(Team, Team.id == TeamMember.team_id).where(Team.office_id == office.id)
    )
    return {account_id: team for account_id, team in rows}
