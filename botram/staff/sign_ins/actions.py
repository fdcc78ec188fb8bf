"""Signing in and out, and the brakes on guessing.

The cookie holds a random id; only its hash is kept. ASVS 5.0 sections 6 and 7.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from botram.audit.actions import record_change
from botram.database import insert_into, session, transaction
from botram.refusals import NotFound
from botram.staff.models import Account, Brake, SignIn
from botram.staff.sign_ins.queries import sign_in_with
from botram.staff.sign_ins.rules import brake_key, needs_second_factor, token_hash

_TRIES_A_MINUTE = 5


def sign_in_of(token: str, *, now: datetime, idle_minutes: int, complete: bool = True) -> SignIn | None:
    """The living sign-in of a cookie with its account and office; notes at most once a minute that it is used."""
    found = sign_in_with(token)
    if found is None or not found.account.active or found.complete is not complete:
        return None
    if now >= found.ends_at or now >= found.seen_at + timedelta(minutes=idle_minutes):
        return None
    if now >= found.seen_at + timedelta(minutes=1):
        _note_use(found.id, now)
        return sign_in_with(token)
    return found


def _note_use(sign_in_id: int, now: datetime) -> None:
    """Keep when a sign-in was last used."""
    with transaction() as current:
        current.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now))


def braked(*what: str, now: datetime, tries: int = _TRIES_A_MINUTE, seconds: int = 60) -> bool:
    """Count a try of something in this window of time; True when there were as many as allowed before it."""
    key = brake_key(what, seconds)
    window = int(now.timestamp()) // seconds
    with transaction() as current:
        counted = update(Brake).where(Brake.key == key, Brake.window == window).values(count=Brake.count + 1)
        if current.execute(counted.returning(Brake.count)).scalar() is None:
            _add_brake(key, window, now + timedelta(seconds=2 * seconds))
        count = current.scalar(select(Brake.count).where(Brake.key == key, Brake.window == window))
    return (count or 0) > tries


def _add_brake(key: str, window: int, ends_at: datetime) -> None:
    """Start counting; somebody else may have done so at the same time."""
    row = insert_into(Brake).values(key=key, window=window, count=1, ends_at=ends_at)
    session().execute(
        row.on_conflict_do_update(index_elements=["key", "window"], set_={"count": Brake.count + 1})
    )


def begin_sign_in(account: Account, *, now: datetime, limit_hours: int) -> str:
    """Make a sign-in and return the random id for the cookie. Incomplete while a second factor is owed."""
    with transaction():
        if needs_second_factor(account):
            return _add_sign_in(account, now, timedelta(minutes=10), complete=False)
        return _add_sign_in(account, now, timedelta(hours=limit_hours), complete=True)


def complete_sign_in(pending: SignIn, *, now: datetime, limit_hours: int) -> str:
    """Turn a sign-in that has shown its second factor into a full one, under a new random id.

    Raises NotFound when it was ended meanwhile, by a new password for instance.
    """
    account, pending_id = pending.account, pending.id
    with transaction() as current:
        if not current.execute(delete(SignIn).where(SignIn.id == pending_id).returning(SignIn.id)).all():
            raise NotFound
        return _add_sign_in(account, now, timedelta(hours=limit_hours), complete=True)


def _add_sign_in(account: Account, now: datetime, lasts: timedelta, *, complete: bool) -> str:
    """Add a sign-in and return its random id; a complete one is noted. Inside the caller's transaction."""
    token = secrets.token_urlsafe(32)
    times = {"made_at": now, "seen_at": now, "ends_at": now + lasts}
    session().add(SignIn(token_hash=token_hash(token), account_id=account.id, complete=complete, **times))
    if complete:
        record_change("sign_in", account, account.sign_in_name, account, now)
    return token


def end_sign_in(token: str) -> None:
    """Make a cookie worthless, also every copy of it."""
    with transaction() as current:
        current.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def end_all_sign_ins(account: Account) -> None:
    """Sign an account out everywhere. Inside the caller's transaction."""
    session().execute(delete(SignIn).where(SignIn.account_id == account.id))


def end_other_sign_ins(account: Account, kept: int) -> str:
    """Sign an account out everywhere but here; returns the new random id for the cookie here.

    Copies of the old cookie end too. Inside the caller's transaction. Raises NotFound for an ended sign-in.
    """
    token = secrets.token_urlsafe(32)
    mine = update(SignIn).where(SignIn.id == kept, SignIn.account_id == account.id)
    if not session().execute(mine.values(token_hash=token_hash(token)).returning(SignIn.id)).all():
        raise NotFound
    session().execute(delete(SignIn).where(SignIn.account_id == account.id, SignIn.id != kept))
    return token


def tidy_sign_ins(*, now: datetime) -> int:
    """Delete sign-ins and brakes that have ended; returns how many. The background worker calls it hourly."""
    with transaction() as current:
        sign_ins = current.scalars(delete(SignIn).where(SignIn.ends_at < now).returning(SignIn.id)).all()
        brakes = current.scalars(delete(Brake).where(Brake.ends_at < now).returning(Brake.key)).all()
    return len(sign_ins) + len(brakes)
