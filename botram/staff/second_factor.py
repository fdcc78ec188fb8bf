"""The second factor: time-based one-time codes of an authenticator app (TOTP, RFC 6238)."""

import base64
import hashlib
import hmac
from datetime import datetime

import pyotp
from flask_babel import gettext as _

from botram.database import transaction
from botram.refusals import Refusal
from botram.staff.actions import record_account
from botram.staff.models import Account
from botram.staff.recovery_codes.actions import end_codes, renew_codes, use_code
from botram.staff.sign_ins.actions import end_all_sign_ins, end_other_sign_ins, renew_token
from botram.staff.sign_ins.rules import must_have_second_factor

_SECONDS = 30  # of one time step
_SECRET_BYTES = 20  # RFC 4226, section 4


class WrongCode(Refusal):
    """The code is not the one of the phone, or was used before."""


class SecondFactorThere(Refusal):
    """A second factor is set up already."""


def proposed_secret(token: str, key: str) -> str:
    """Return the secret that is proposed to one sign-in. It is derived, so that it need not be stored.

    token    the token of the sign-in
    key      the secret key of the installation
    returns  160 bits in base32: the first 20 bytes of an HMAC-SHA-256
    """
    digest = hmac.new(key.encode(), f"second factor {token}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:_SECRET_BYTES]).decode()


def address_for_phone(account: Account, secret: str, issuer: str) -> str:
    """Return the otpauth URI for the QR code that an authenticator app reads."""
    return pyotp.TOTP(secret, interval=_SECONDS).provisioning_uri(name=account.sign_in_name, issuer_name=issuer)


def fresh_codes(account: Account, secret: str, now: datetime) -> dict[str, int]:
    """The unused codes of this time step, the one before and the one after, with their steps (RFC 6238, 5.2)."""
    totp = pyotp.TOTP(secret, interval=_SECONDS)
    step = int(now.timestamp()) // _SECONDS
    return {totp.generate_otp(near): near for near in (step, step - 1, step + 1) if near > account.totp_step}


def code_is_right(account: Account, secret: str, code: str, *, now: datetime) -> bool:
    """Check a six-digit code against the present time step and its neighbours, and mark it as used when it is right."""
    digits = "".join(code.split())
    for right, step in fresh_codes(account, secret, now).items():
        if pyotp.utils.strings_equal(right, digits):
            with transaction(account):
                if step <= account.totp_step:
                    return False
                account.totp_step = step
            return True
    return False


def factor_is_right(account: Account, typed: str, *, now: datetime) -> bool:
    """Check a code of the phone, or a recovery code, of an account with a second factor. Either is then used up."""
    secret = account.totp_secret or ""
    return code_is_right(account, secret, typed, now=now) or use_code(account, typed, now=now)


def set_second_factor(account: Account, secret: str, *, keep: int, now: datetime) -> tuple[str, list[str]]:
    """Store the secret of a new second factor and end all sign-ins but ``keep``.

    returns  the new token of ``keep``, and recovery codes that are shown once
    raises   SecondFactorThere
    """
    with transaction(account):
        if account.totp_secret is not None:
            raise SecondFactorThere(_("Kode masuk sudah dipasang."))
        account.totp_secret = secret
        record_account("set_second_factor", account, account, now)
        return end_other_sign_ins(account, keep), renew_codes(account)


def drop_second_factor(account: Account, *, keep: int, now: datetime) -> str | None:
    """Remove the second factor, end all sign-ins but ``keep`` and return its new token.

    None for a role that must have one: all sign-ins end, and the next one sets it up anew. The caller has checked
    password and code.
    """
    with transaction(account):
        _remove(account)
        record_account("drop_second_factor", account, account, now)
        if must_have_second_factor(account):
            end_all_sign_ins(account)
            return None
        return end_other_sign_ins(account, keep)


def forget_second_factor(account: Account, by: Account, *, now: datetime) -> None:
    """Remove the second factor of a person who lost the phone, and end the account's sign-ins."""
    with transaction(account.office, account):
        _remove(account)
        end_all_sign_ins(account)
        record_account("forget_second_factor", account, by, now)


def _remove(account: Account) -> None:
    """Remove secret and recovery codes. Inside the caller's transaction."""
    account.totp_secret, account.totp_step = None, 0
    end_codes(account)


def make_recovery_codes(account: Account, *, keep: int, now: datetime) -> tuple[str, list[str]]:
    """Replace the recovery codes of an account; return the new token of ``keep`` and the codes, shown once.

    The caller has checked password and code.
    """
    with transaction(account):
        record_account("make_recovery_codes", account, account, now)
        return renew_token(account, keep), renew_codes(account)
