"""Hashes of tokens, passwords and rate-limit keys, and which accounts need a second factor."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import assert_never

from argon2 import PasswordHasher

from botram.staff.models import Account, Role

TEMPORARY = timedelta(days=7)  # how long a password works that somebody else has set
hasher = PasswordHasher()
_YEAR_2020 = 1_577_836_800  # its first second, in Unix time


def token_hash(token: str) -> str:
    """Return the SHA-256 of a token, in hexadecimal, as the table stores it."""
    return hashlib.sha256(token.encode()).hexdigest()


def rate_limit_key(what: tuple[str, ...], seconds: int) -> str:
    """Return the SHA-256 of what is counted and the length of its window, in hexadecimal, as the table stores it."""
    return hashlib.sha256("\0".join((*what, str(seconds))).encode()).hexdigest()


def second_of(moment: datetime) -> int:
    """Return the second of a moment, counted from 2020: the column has 32 bits, which last until 2088."""
    return int(moment.timestamp()) - _YEAR_2020


@cache
def unusable_hash() -> str:
    """Return the hash of a random password, to be checked for unknown names so that they take as long as known ones."""
    return hasher.hash(secrets.token_hex(16))


def password_has_ended(account: Account, now: datetime) -> bool:
    """Whether the account's password was set by somebody else, and too long ago."""
    return account.password_ends_at is not None and now >= account.password_ends_at


def needs_second_factor(account: Account) -> bool:
    """Whether an account signs in with a second factor: whoever must, and whoever has set one up."""
    return account.totp_secret is not None or must_have_second_factor(account)


def must_have_second_factor(account: Account) -> bool:
    """Whether the role of an account must have a second factor in its office."""
    match account.role:
        case Role.ADMIN:
            return True
        case Role.COORDINATOR | Role.HEAD:
            return account.office.desk_needs_code
        case Role.OFFICER:
            return account.office.officers_need_code
        case _:
            assert_never(account.role)
