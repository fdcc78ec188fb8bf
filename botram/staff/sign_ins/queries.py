"""Reading the account of a cookie or a password, and counts of tries."""

from datetime import datetime

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from botram.database import session
from botram.staff.models import Account, RateCount, SignIn
from botram.staff.sign_ins.rules import hasher, rate_limit_key, second_of, token_hash, unusable_hash


def sign_in_with_token(token: str) -> SignIn | None:
    """The sign-in of a cookie with its account and office, valid or not; None without one. One statement."""
    wanted = select(SignIn).where(SignIn.token_hash == token_hash(token))
    return session().scalar(wanted.options(joinedload(SignIn.account).joinedload(Account.office)))


def language_of_sign_in(token: str) -> str | None:
    """The language of the account of a cookie, also of an expired sign-in; None once its row is deleted."""
    wanted = select(Account.language).join(SignIn, SignIn.account_id == Account.id)
    return session().scalar(wanted.where(SignIn.token_hash == token_hash(token))) if token else None


def tries_so_far(*what: str, now: datetime) -> int:
    """The number of tries in the minute before ``now``, without counting one. One statement."""
    return tries_within(rate_limit_key(what, 60), 60, now)


def tries_within(key: str, seconds: int, now: datetime) -> int:
    """The number of tries of a key in the seconds before ``now``. One statement."""
    since = RateCount.window > second_of(now) - seconds
    return session().scalar(select(func.sum(RateCount.count)).where(RateCount.key == key, since)) or 0


def account_with_password(sign_in_name: str, password: str) -> Account | None:
    """The active account with this name and password. Takes as long for unknown names as for known ones."""
    account = session().scalar(select(Account).where(Account.sign_in_name == sign_in_name.strip().lower()))
    usable = account if account is not None and account.active else None
    try:
        hasher.verify(usable.password_hash if usable else unusable_hash(), password)
    except (VerificationError, InvalidHashError):
        return None
    return usable
