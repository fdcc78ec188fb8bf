"""Writing down a change, inside the transaction that makes it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botram.audit.models import AuditEntry
from botram.database import session


def record(
    action: str,
    subject: str,
    key: str,
    *,
    at: datetime,
    office_id: int | None,
    account_id: int | None,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> AuditEntry:
    """Add one entry. Only what differs between before and after is kept."""
    old, new = dict(before or {}), dict(after or {})
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    entry = AuditEntry(
        at=at,
        office_id=office_id,
        account_id=account_id,
        action=action,
        subject=subject,
        subject_key=key,
        version=version,
        reason=reason,
        before={name: old[name] for name in changed if name in old},
        after={name: new[name] for name in changed if name in new},
    )
    session().add(entry)
    return entry
