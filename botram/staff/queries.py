"""Reading offices, accounts and teams."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from botram.database import session
from botram.refusals import existing
from botram.staff.models import Account, Installation, Office, Role, SignIn, Team, TeamMember

LARGEST_ID = 2**31 - 1
"""PostgreSQL refuses to compare an INTEGER column with a larger number, which a URL may hold."""


def offices() -> Sequence[Office]:
    """All offices, by code."""
    return session().scalars(select(Office).order_by(Office.code)).all()


def installation() -> Installation | None:
    """The row of the installation; None before the database is prepared."""
    return session().get(Installation, 1)


def is_demonstration() -> bool:
    """Whether the database is a demonstration, whose passwords are public. One statement."""
    row = installation()
    return row is not None and row.demonstration


def accounts_of(office: Office) -> Sequence[Account]:
    """All accounts of an office, the active ones first."""
    wanted = select(Account).where(Account.office_id == office.id)
    return session().scalars(wanted.order_by(Account.active.desc(), Account.name, Account.id)).all()


def account_of(office: Office, account_id: int) -> Account:
    """The account of the office with this id. Raises NotFound, also for an account of another office."""
    wanted = select(Account).where(Account.id == account_id, Account.office_id == office.id)
    return existing(session().scalar(wanted) if account_id <= LARGEST_ID else None)


def active_admin_with_name(sign_in_name: str) -> Account | None:
    """The active administrator of any office with this sign-in name; None where there is none."""
    wanted = select(Account).where(Account.sign_in_name == sign_in_name, Account.role == Role.ADMIN)
    return session().scalar(wanted.where(Account.active))


def active_admins(office: Office) -> int:
    """The number of active administrators of the office."""
    counted = select(func.count()).select_from(Account).where(Account.office_id == office.id)
    return session().scalar(counted.where(Account.role == Role.ADMIN, Account.active)) or 0


def sign_ins_of(account: Account, *, now: datetime, idle_minutes: int) -> Sequence[SignIn]:
    """The valid sign-ins of an account, the latest first."""
    mine = select(SignIn).where(SignIn.account_id == account.id, SignIn.complete)
    alive = mine.where(SignIn.ends_at > now, SignIn.seen_at > now - timedelta(minutes=idle_minutes))
    return session().scalars(alive.order_by(SignIn.made_at.desc(), SignIn.id.desc())).all()


def sign_in_in(found: Sequence[SignIn], sign_in_id: int) -> SignIn:
    """The sign-in with this id among those of an account. Raises NotFound."""
    return existing(next((one for one in found if one.id == sign_in_id), None))


def officers_of(office: Office) -> Sequence[Account]:
    """The active officers of the office, by name."""
    wanted = select(Account).where(Account.office_id == office.id, Account.role == Role.OFFICER, Account.active)
    return session().scalars(wanted.order_by(Account.name)).all()


def officers_with_ids(office: Office, ids: Collection[int]) -> Sequence[Account]:
    """The officers of the office with these ids, by name, with an active account or not."""
    wanted = select(Account).where(Account.office_id == office.id, Account.role == Role.OFFICER)
    return session().scalars(wanted.where(Account.id.in_(ids)).order_by(Account.name)).all()


def teams_of(office: Office, *, active: bool | None = None) -> Sequence[Team]:
    """The teams of the office with their members, by name. ``active``: only those that are, or are not."""
    mine = select(Team).where(Team.office_id == office.id)
    wanted = mine.options(selectinload(Team.members)).order_by(Team.name)
    if active is not None:
        wanted = wanted.where(Team.active == active)
    return session().scalars(wanted).all()


def team_of(office: Office, team_id: int) -> Team:
    """The team of the office with this id and its members. Raises NotFound, also for a team of another office."""
    mine = select(Team).where(Team.id == team_id, Team.office_id == office.id)
    wanted = mine.options(selectinload(Team.members))
    return existing(session().scalar(wanted) if team_id <= LARGEST_ID else None)


def team_by_officer(office: Office) -> dict[int, Team]:
    """The present team of each officer, by account id."""
    pairs = select(TeamMember.account_id, Team).join(Team, Team.id == TeamMember.team_id)
    return dict(session().execute(pairs.where(Team.office_id == office.id)).all())
