"""Counting recovery codes."""

from sqlalchemy import func, select

from botram.database import session
from botram.staff.models import Account, RecoveryCode


def codes_left(account: Account) -> int:
    """The number of unused recovery codes of an account. One statement."""
    mine = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account.id)
    return session().scalar(mine) or 0
