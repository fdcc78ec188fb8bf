"""Beginning and ending sign-ins, and counting tries for rate limits.

The cookie holds a random token; the table holds only its hash. ASVS 5.0, sections 6 and 7.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Insert, delete, select, update

from botram.audit.actions import record_change
from botram.database import insert_into, note, one_by_one, session, transaction
from botram.refusals import NotFound
from botram.staff.models import Account, RateCount, SignIn
from botram.staff.sign_ins.queries import sign_in_with_token, tries_within
from botram.staff.sign_ins.rules import needs_second_factor, rate_limit_key, second_of, token_hash

_TRIES_A_MINUTE = 5
MOST_SIGN_INS = 10  # of one account at once


def sign_in_of(token: str, *, now: datetime, idle_minutes: int, complete: bool = True) -> SignIn | None:
    """The valid sign-in of a cookie with its account and office; records its use at most once a minute, if it can."""
    found = sign_in_with_token(token)
    if found is None or not found.account.active or found.complete is not complete:
        return None
    if now >= found.ends_at or now >= found.seen_at + timedelta(minutes=idle_minutes):
        return None
    if now >= found.seen_at + timedelta(minutes=1):
        used = update(SignIn).where(SignIn.id == found.id).values(seen_at=now)
        note(used)
        return sign_in_with_token(token)
    return found


def over_limit(*what: str, now: datetime, tries: int = _TRIES_A_MINUTE, seconds: int = 60) -> bool:
    """Count a try and return False; True, and nothing is counted, after ``tries`` in the ``seconds`` before it.

    what     what is tried, and by whom or from where
    tries    allowed in any span of so many seconds, wherever it begins
    seconds  the length of the span
    """
    key = rate_limit_key(what, seconds)
    with transaction() as current:
        one_by_one(key)
        if tries_within(key, seconds, now) >= tries:
            return True
        current.execute(_count_of(key, seconds, now))
        return False


def note_try(*what: str, now: datetime, seconds: int = 60) -> None:
    """Count a try that somebody made by reading, if that is possible right now."""
    note(_count_of(rate_limit_key(what, seconds), seconds, now))


def _count_of(key: str, seconds: int, now: datetime) -> Insert:
    """Return the statement that counts a try in the present second."""
    ends_at = now + timedelta(seconds=seconds)
    row = insert_into(RateCount).values(key=key, window=second_of(now), count=1, ends_at=ends_at)
    counted: Insert = row.on_conflict_do_update(index_elements=["key", "window"], set_={"count": RateCount.count + 1})
    return counted


def claim_hour(task: str, *, now: datetime) -> bool:
    """Whether nobody else has claimed a task for this hour: of several machines, one does it."""
    hour = {"key": rate_limit_key((task,), 3600), "window": second_of(now) // 3600}
    row = insert_into(RateCount).values(**hour, count=1, ends_at=now + timedelta(hours=1))
    with transaction() as current:
        return current.scalar(row.on_conflict_do_nothing().returning(RateCount.count)) is not None


def begin_sign_in(account: Account, *, now: datetime, limit_hours: int, device: str = "") -> str:
    """Add a sign-in and return the token for its cookie. It is incomplete where a second factor is needed.

    device  browser and system in words, such as "Chrome, Android"
    """
    with transaction():
        if needs_second_factor(account):
            return _add_sign_in(account, now, timedelta(minutes=10), device, complete=False)
        return _add_sign_in(account, now, timedelta(hours=limit_hours), device, complete=True)


def complete_sign_in(pending: SignIn, *, now: datetime, limit_hours: int) -> str:
    """Replace an incomplete sign-in by a complete one and return its token. Raises NotFound when it has ended since."""
    account, pending_id, device = pending.account, pending.id, pending.device
    with transaction() as current:
        if not current.execute(delete(SignIn).where(SignIn.id == pending_id).returning(SignIn.id)).all():
            raise NotFound
        return _add_sign_in(account, now, timedelta(hours=limit_hours), device, complete=True)


def _add_sign_in(account: Account, now: datetime, lasts: timedelta, device: str, *, complete: bool) -> str:
    """Add a sign-in and return its token; the audit records a complete one. Inside the caller's transaction."""
    token = secrets.token_urlsafe(32)
    times = {"made_at": now, "seen_at": now, "ends_at": now + lasts}
    about = {"account_id": account.id, "complete": complete, "device": device}
    session().add(SignIn(token_hash=token_hash(token), **about, **times))
    if complete:
        _end_surplus(account)
        record_change("sign_in", account, account.sign_in_name, account, now)
    return token


def _end_surplus(account: Account) -> None:
    """End the sign-ins of an account that were unused for longest, beyond MOST_SIGN_INS. Inside the caller's."""
    mine = select(SignIn.id).where(SignIn.account_id == account.id, SignIn.complete)
    latest_first = mine.order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    if surplus := session().scalars(latest_first.offset(MOST_SIGN_INS)).all():
        session().execute(delete(SignIn).where(SignIn.id.in_(surplus)))


def end_one_sign_in(account: Account, sign_in_id: int) -> None:
    """End one sign-in of an account. Inside the caller's transaction. Raises NotFound for one that has ended."""
    mine = delete(SignIn).where(SignIn.id == sign_in_id, SignIn.account_id == account.id)
    if not session().execute(mine.returning(SignIn.id)).all():
        raise NotFound


def end_sign_in(token: str) -> None:
    """End the sign-in of a cookie, and so of every copy of it."""
    with transaction() as current:
        current.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def end_all_sign_ins(account: Account) -> None:
    """End all sign-ins of an account. Inside the caller's transaction."""
    session().execute(delete(SignIn).where(SignIn.account_id == account.id))


def end_other_sign_ins(account: Account, kept: int) -> str:
    """End all sign-ins of an account but ``kept``, give that one a new token and return the token.

    Copies of its old cookie become invalid too. Inside the caller's transaction. Raises NotFound for an ended sign-in.
    """
    token = renew_token(account, kept)
    session().execute(delete(SignIn).where(SignIn.account_id == account.id, SignIn.id != kept))
    return token


def renew_token(account: Account, kept: int) -> str:
    """Give a sign-in a new token after its person has proved who it is, and return the token.

    Copies of its old cookie become invalid. Inside the caller's transaction. Raises NotFound for an ended sign-in.
    """
    token = secrets.token_urlsafe(32)
    mine = update(SignIn).where(SignIn.id == kept, SignIn.account_id == account.id)
    if not session().execute(mine.values(token_hash=token_hash(token)).returning(SignIn.id)).all():
        raise NotFound
    return token


def tidy_sign_ins(*, now: datetime) -> int:
    """Delete ended sign-ins and counts of tries, and return how many. The background worker calls it every hour."""
    with transaction() as current:
        sign_ins = current.scalars(delete(SignIn).where(SignIn.ends_at < now).returning(SignIn.id)).all()
        counts = current.scalars(delete(RateCount).where(RateCount.ends_at < now).returning(RateCount.key)).all()
    return len(sign_ins) + len(counts)
