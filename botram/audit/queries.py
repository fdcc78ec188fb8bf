"""Reading the entries of the audit log, a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from botram.audit.models import AuditEntry
from botram.database import session

_PAGE_SIZE = 50


@dataclass(frozen=True)
class EntriesPage:
    """One page of entries, newest first, and whether there are newer and older ones."""

    items: Sequence[AuditEntry]
    newer: bool
    older: bool


def entries_page(
    office_id: int,
    subjects: Collection[str],
    *,
    account_id: int | None = None,
    before: int | None = None,
    after: int | None = None,
    size: int = _PAGE_SIZE,
) -> EntriesPage:
    """One page of an office's entries about some subjects, and of those that concern all offices. One statement.

    account_id  only entries of this account
    before      only entries older than this id; or ``after``: newer than this one
    """
    mine = or_(AuditEntry.office_id == office_id, AuditEntry.office_id.is_(None))
    wanted = select(AuditEntry).where(mine, AuditEntry.subject.in_(subjects))
    if account_id is not None:
        wanted = wanted.where(AuditEntry.account_id == account_id)
    if after is not None:
        newer = wanted.where(AuditEntry.id > after).order_by(AuditEntry.id).limit(size + 1)
        rows = session().scalars(newer).all()
        return EntriesPage(rows[:size][::-1], newer=len(rows) > size, older=True)
    if before is not None:
        wanted = wanted.where(AuditEntry.id < before)
    rows = session().scalars(wanted.order_by(AuditEntry.id.desc()).limit(size + 1)).all()
    return EntriesPage(rows[:size], newer=before is not None, older=len(rows) > size)
