"""Reading failed sign-ins, and the account that a typed name belongs to."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from botram.database import session
from botram.staff.models import Account, FailedSignIn, Office


def account_named(sign_in_name: str) -> Account | None:
    """The account of this name, also a closed one; None without one."""
    return session().scalar(select(Account).where(Account.sign_in_name == sign_in_name.strip().lower()))


def failures_of(account: Account, *, most: int = 20) -> Sequence[FailedSignIn]:
    """The failed sign-ins at an account, the latest first."""
    wanted = select(FailedSignIn).where(FailedSignIn.account_id == account.id)
    return session().scalars(wanted.order_by(FailedSignIn.last_at.desc(), FailedSignIn.id.desc()).limit(most)).all()


def failures_in(office: Office, *, most: int = 100) -> Sequence[FailedSignIn]:
    """The failed sign-ins at the accounts of an office with their accounts, the latest first."""
    mine = select(FailedSignIn).join(FailedSignIn.account).where(Account.office_id == office.id)
    wanted = mine.options(joinedload(FailedSignIn.account))
    return session().scalars(wanted.order_by(FailedSignIn.last_at.desc(), FailedSignIn.id.desc()).limit(most)).all()


def failures_at_no_account(*, most: int = 100) -> Sequence[FailedSignIn]:
    """The failed sign-ins with names that no account has, the latest first. They belong to no office."""
    wanted = select(FailedSignIn).where(FailedSignIn.account_id.is_(None))
    return session().scalars(wanted.order_by(FailedSignIn.last_at.desc(), FailedSignIn.id.desc()).limit(most)).all()
