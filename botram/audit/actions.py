"""Recording a change, inside the transaction that makes it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from botram.audit.models import REPEATED, AuditEntry, TextVersion
from botram.database import insert_into, session


class Actor(Protocol):
    """The account of the person who makes a change."""

    @property
    def id(self) -> int: ...


class OfficeRow(Protocol):
    """A row of a table whose rows belong to an office."""

    __tablename__: str

    @property
    def office_id(self) -> int: ...


def record_change(
    action: str,
    row: OfficeRow,
    key: str,
    by: Actor | None,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    version: int | None = None,
) -> None:
    """Add the entry for a change of a row of an office. The subject is the row's table.

    key     what people call the row: a visit's public id, an account's sign-in name
    by      the account that makes the change; None for a command of the operator
    """
    record(
        action,
        row.__tablename__,
        key,
        at=now,
        office_id=row.office_id,
        account_id=by.id if by else None,
        reason=reason,
        before=before,
        after=after,
        version=version,
    )


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
    """Add one entry and return it. It holds only the values that differ between ``before`` and ``after``."""
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
    if subject in REPEATED and action != "make":
        _count_rewording(entry)
    return entry


def _count_rewording(entry: AuditEntry) -> None:
    """Add a change to the figure of the row that it is about."""
    session().flush()  # which gives the entry its id
    row = insert_into(TextVersion).values(
        office_id=entry.office_id or 0,
        subject=entry.subject,
        key=entry.subject_key,
        figure=entry.id,
        changed_at=entry.at,
    )
    grown = {"figure": TextVersion.figure + row.excluded.figure, "changed_at": row.excluded.changed_at}
    session().execute(row.on_conflict_do_update(index_elements=["office_id", "subject", "key"], set_=grown))
