"""Counting failed sign-ins, and deleting old ones."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from botram.database import transaction
from botram.staff.failed_sign_ins.rules import KEPT_DAYS
from botram.staff.models import Account, FailedSignIn, FailureKind


def record_failure(account: Account | None, kind: FailureKind, network: str, *, now: datetime) -> None:
    """Count a failed sign-in: in the row of the same kind, account and network of this hour, or in a new one.

    account  None where no account has the typed name, which is not kept: it may be a password
    network  as ``coarse_network`` returns it
    """
    account_id = account.id if account else None
    same = update(FailedSignIn).where(FailedSignIn.kind == kind, FailedSignIn.network == network)
    mine = same.where(
        FailedSignIn.account_id.is_(None) if account_id is None else FailedSignIn.account_id == account_id
    )
    recent = mine.where(FailedSignIn.first_at > now - timedelta(hours=1), FailedSignIn.last_at <= now)
    counted = recent.values(tries=FailedSignIn.tries + 1, last_at=now).returning(FailedSignIn.id)
    with transaction() as current:
        if current.execute(counted.execution_options(synchronize_session=False)).first() is None:
            row = FailedSignIn(account_id=account_id, kind=kind, network=network, tries=1, first_at=now, last_at=now)
            current.add(row)


def tidy_failures(*, now: datetime) -> int:
    """Delete failed sign-ins older than KEPT_DAYS and return how many. The background worker calls it every hour."""
    old = delete(FailedSignIn).where(FailedSignIn.last_at < now - timedelta(days=KEPT_DAYS))
    with transaction() as current:
        return len(current.scalars(old.returning(FailedSignIn.id)).all())
