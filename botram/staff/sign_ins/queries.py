"""Who a cookie or a password belongs to, and how often something was tried."""

from datetime import datetime

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from botram.database import session
from botram.staff.models import Account, Brake, SignIn
from botram.staff.sign_ins.rules import brake_key, hasher, nobodys_hash, token_hash


def sign_in_with(token: str) -> SignIn | None:
    """The sign-in of a cookie with its account and office, also one that has ended. One statement."""
    wanted = select(SignIn).where(SignIn.token_hash == token_hash(token))
    return session().scalar(wanted.options(joinedload(SignIn.account).joinedload(Account.office)))


def language_of_sign_in(token: str) -> str | None:
    """The language of the account of a cookie, also after the sign-in has run out; None when its row is gone."""
    wanted = select(Account.language).join(SignIn, SignIn.account_id == Account.id)
    return session().scalar(wanted.where(SignIn.token_hash == token_hash(token))) if token else None


def tries_so_far(*what: str, now: datetime, seconds: int = 60) -> int:
    """How often something was tried in this window of time. Counts nothing; one statement."""
    key, window = brake_key(what, seconds), int(now.timestamp()) // seconds
    wanted = select(Brake.count).where(Brake.key == key, Brake.window == window)
    return session().scalar(wanted) or 0


def account_with_password(sign_in_name: str, password: str) -> Account | None:
    """The active account that this name and password open. Takes as long for unknown names."""
    account = session().scalar(select(Account).where(Account.sign_in_name == sign_in_name.strip().lower()))
    usable = account if account is not None and account.active else None
    try:
        hasher.verify(usable.password_hash if usable else nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return None
    return usable
