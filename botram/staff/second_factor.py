"""The second factor: a phone that shows a new code every half minute (TOTP, RFC 6238)."""

import base64
import hashlib
import hmac
from datetime import datetime

import pyotp
from flask_babel import gettext as _

from botram.database import transaction
from botram.refusals import Refusal
from botram.staff.actions import check_own_password, record_account
from botram.staff.models import Account, Role
from botram.staff.sign_ins.actions import end_all_sign_ins, end_other_sign_ins

_SECONDS = 30
_SECRET_BYTES = 20  # RFC 4226, section 4


class SecondFactorOwed(Refusal):
    """This role cannot do without a second factor."""


class SecondFactorThere(Refusal):
    """A second factor is set up already."""


def proposed_secret(token: str, key: str) -> str:
    """The secret offered to one sign-in, the same on every look at the page, so that nothing need be kept.

    ``token`` is the sign-in's random id, ``key`` the installation's own: neither alone gives the secret.
    """
    digest = hmac.new(key.encode(), f"second factor {token}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:_SECRET_BYTES]).decode()


def address_for_phone(account: Account, secret: str, issuer: str) -> str:
    """What the QR code holds: an otpauth address, as all authenticator apps read it."""
    return pyotp.TOTP(secret, interval=_SECONDS).provisioning_uri(
        name=account.sign_in_name, issuer_name=issuer
    )


def fresh_codes(account: Account, secret: str, now: datetime) -> dict[str, int]:
    """The codes that open the account now, with their time steps. Each code works once (RFC 6238, 5.2)."""
    totp = pyotp.TOTP(secret, interval=_SECONDS)
    step = int(now.timestamp()) // _SECONDS
    return {totp.generate_otp(near): near for near in (step, step - 1, step + 1) if near > account.totp_step}


def code_is_right(account: Account, secret: str, code: str, *, now: datetime) -> bool:
    """Whether a six-digit code fits now or half a minute around it; it is used up then."""
    digits = "".join(code.split())
    for right, step in fresh_codes(account, secret, now).items():
        if pyotp.utils.strings_equal(right, digits):
            with transaction(account):
                if step <= account.totp_step:
                    return False
                account.totp_step = step
            return True
    return False


def set_second_factor(account: Account, secret: str, *, keep: int, now: datetime) -> str:
    """Keep the secret that the person's phone now has, and end all sign-ins but one; returns its new random id."""
    with transaction(account):
        if account.totp_secret is not None:
            raise SecondFactorThere(_("Kode masuk sudah dipasang."))
        account.totp_secret = secret
        record_account("set_second_factor", account, account, now)
        return end_other_sign_ins(account, keep)


def drop_second_factor(account: Account, password: str, *, keep: int, now: datetime) -> str:
    """Do without a second factor again; returns the new random id of the sign-in that stays.

    Raises SecondFactorOwed for administrators, WrongPassword and TooOften.
    """
    check_own_password(account, password, now=now)
    with transaction(account):
        if account.role is Role.ADMIN:
            raise SecondFactorOwed(_("Administrator wajib memakai kode masuk."))
        account.totp_secret, account.totp_step = None, 0
        record_account("drop_second_factor", account, account, now)
        return end_other_sign_ins(account, keep)


def forget_second_factor(account: Account, by: Account, *, now: datetime) -> None:
    """Let a person who lost the phone set the second factor up again; signs the person out."""
    office = account.office
    with transaction(office, account):
        account.totp_secret, account.totp_step = None, 0
        end_all_sign_ins(account)
        record_account("forget_second_factor", account, by, now)
