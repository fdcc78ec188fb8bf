"""Making, using and ending recovery codes. The table holds only their hashes."""

from datetime import datetime

from sqlalchemy import delete

from botram.database import session, transaction
from botram.staff.actions import record_account
from botram.staff.models import Account, RecoveryCode
from botram.staff.recovery_codes.rules import code_hash, new_code

CODES = 8


def renew_codes(account: Account) -> list[str]:
    """End the codes of an account and return new ones, which are shown once. Inside the caller's transaction."""
    end_codes(account)
    codes = [new_code() for _number in range(CODES)]
    session().add_all(RecoveryCode(code_hash=code_hash(code), account_id=account.id) for code in codes)
    return codes


def end_codes(account: Account) -> None:
    """Delete the codes of an account. Inside the caller's transaction."""
    session().execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def use_code(account: Account, typed: str, *, now: datetime) -> bool:
    """Delete the code that was typed and return whether the account had it. A code works once."""
    mine = delete(RecoveryCode).where(RecoveryCode.account_id == account.id)
    with transaction() as current:
        used = current.execute(mine.where(RecoveryCode.code_hash == code_hash(typed)).returning(RecoveryCode.code_hash))
        if found := used.first() is not None:
            record_account("use_recovery_code", account, account, now)
    return found
