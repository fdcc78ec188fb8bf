"""Who works where."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from botram.database import session
from botram.refusals import existing
from botram.staff.models import Account, Installation, Office, Role, SignIn, Team, TeamMember

LARGEST_ID = 2**31 - 1  # an address may hold any number; PostgreSQL refuses to compare with a larger one


def offices() -> Sequence[Office]:
    """All offices, by code."""
    return session().scalars(select(Office).order_by(Office.code)).all()


def installation() -> Installation | None:
    """What was decided when the database was made; None before that."""
    return session().get(Installation, 1)


def accounts_of(office: Office) -> Sequence[Account]:
    """All accounts of an office, the active ones first."""
    wanted = select(Account).where(Account.office_id == office.id)
    return session().scalars(wanted.order_by(Account.active.desc(), Account.name, Account.id)).all()


def account_of(office: Office, account_id: int) -> Account:
    """One account of the office. Raises NotFound, also for another office's."""
    wanted = select(Account).where(Account.id == account_id, Account.office_id == office.id)
    return existing(session().scalar(wanted) if account_id <= LARGEST_ID else None)


def active_admin_called(sign_in_name: str) -> Account | None:
    """The administrator of any office who signs in under this name."""
    wanted = select(Account).where(Account.sign_in_name == sign_in_name, Account.role == Role.ADMIN)
    return session().scalar(wanted.where(Account.active))


def active_admins(office: Office) -> int:
    """How many administrators of the office can still sign in."""
    counted = select(func.count()).select_from(Account).where(Account.office_id == office.id)
    return session().scalar(counted.where(Account.role == Role.ADMIN, Account.active)) or 0


def sign_ins_of(account: Account, *, now: datetime, idle_minutes: int) -> Sequence[SignIn]:
    """Where the account is signed in now, the latest first."""
    mine = select(SignIn).where(SignIn.account_id == account.id, SignIn.complete)
    alive = mine.where(SignIn.ends_at > now, SignIn.seen_at > now - timedelta(minutes=idle_minutes))
    return session().scalars(alive.order_by(SignIn.made_at.desc(), SignIn.id.desc())).all()


def officers_of(office: Office) -> Sequence[Account]:
    """Everyone of the office who can go out with a team, by name."""
    wanted = select(Account).where(
        Account.office_id == office.id, Account.role == Role.OFFICER, Account.active
    )
    return session().scalars(wanted.order_by(Account.name)).all()


def officers_called(office: Office, ids: Collection[int]) -> Sequence[Account]:
    """The office's field officers with these ids by name, those with closed accounts too."""
    wanted = select(Account).where(Account.office_id == office.id, Account.role == Role.OFFICER)
    return session().scalars(wanted.where(Account.id.in_(ids)).order_by(Account.name)).all()


def teams_of(office: Office, *, active: bool | None = None) -> Sequence[Team]:
    """The office's teams with their members, by name."""
    mine = select(Team).where(Team.office_id == office.id)
    wanted = mine.options(selectinload(Team.members)).order_by(Team.name)
    if active is not None:
        wanted = wanted.where(Team.active == active)
    return session().scalars(wanted).all()


def team_of(office: Office, team_id: int) -> Team:
    """One team of the office with its members. Raises NotFound, also for another office's."""
    mine = select(Team).where(Team.id == team_id, Team.office_id == office.id)
    wanted = mine.options(selectinload(Team.members))
    return existing(session().scalar(wanted) if team_id <= LARGEST_ID else None)


def team_by_officer(office: Office) -> dict[int, Team]:
    """Which team each officer belongs to now, by account id."""
    pairs = select(TeamMember.account_id, Team).join(Team, Team.id == TeamMember.team_id)
    return dict(session().execute(pairs.where(Team.office_id == office.id)).all())
