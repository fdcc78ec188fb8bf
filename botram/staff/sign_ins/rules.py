"""What the tables keep of a cookie, of a password and of what is counted, and who owes a second factor."""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher

from botram.staff.models import Account, Role

hasher = PasswordHasher()


def token_hash(token: str) -> str:
    """What the table keeps of the random id in a cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def brake_key(what: tuple[str, ...], seconds: int) -> str:
    """What the table keeps of something that is counted."""
    return hashlib.sha256("\0".join((*what, str(seconds))).encode()).hexdigest()


@cache
def nobodys_hash() -> str:
    """A hash that no password opens: unknown names take as long as known ones."""
    return hasher.hash(secrets.token_hex(16))


def needs_second_factor(account: Account) -> bool:
    """Whether a password alone is not enough: administrators, and those who have set a second factor up."""
    return account.role is Role.ADMIN or account.totp_secret is not None
