"""Reading the entries of the audit log, a page at a time."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select, union_all

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
    wanted, order = select(AuditEntry.id), AuditEntry.id.desc()
    if after is not None:
        wanted, order = wanted.where(AuditEntry.id > after), AuditEntry.id.asc()
    elif before is not None:
        wanted = wanted.where(AuditEntry.id < before)
    mine = (AuditEntry.office_id == office_id, AuditEntry.office_id.is_(None))
    whose = mine if account_id is None else (AuditEntry.account_id == account_id,)
    ids = _first_ids(wanted, whose, subjects, size + 1, newest=after is None)
    rows = session().scalars(select(AuditEntry).where(AuditEntry.id.in_(ids), or_(*mine)).order_by(order)).all()
    if after is not None:
        return EntriesPage(rows[:size][::-1], newer=len(rows) > size, older=True)
    return EntriesPage(rows[:size], newer=before is not None, older=len(rows) > size)


def _first_ids(
    wanted: Select[int], whose: Iterable[ColumnElement[bool]], subjects: Collection[str], size: int, *, newest: bool
) -> Select[int]:
    """The first ids about any of the subjects, for each condition of whose the entries are.

    One condition for all of them would go through years of other entries; each of these parts is the end of an index.
    By office first, because PostgreSQL does not take IS NULL for one value when it looks for an order.
    """
    order = [AuditEntry.office_id.desc(), AuditEntry.id.desc()] if newest else [AuditEntry.office_id, AuditEntry.id]
    wanted = wanted.order_by(*order).limit(size)
    parts = (wanted.where(one, AuditEntry.subject == subject).subquery() for one in whose for subject in subjects)
    found = select(union_all(*(select(part.c.id) for part in parts)).subquery().c.id.label("id"))
    by_id = found.selected_columns.id
    return found.order_by(by_id.desc() if newest else by_id).limit(size)
