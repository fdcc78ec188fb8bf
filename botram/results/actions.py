"""Adding entries to the ledger: a batch in one transaction, or entry by entry after the database refused the batch."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from botram.database import consistent_snapshot, session, transaction
from botram.results.batch import Batch
from botram.results.models import ResultEntry, ResultTotal, TotalKind, WaitingEntry
from botram.results.outcomes import SERVED
from botram.results.queries import VisitSums, ledger_of, ledger_sums, stored_sums
from botram.results.rules import EntryPlan, TotalKey
from botram.staff.models import Account
from botram.visits.availability import is_used_up
from botram.visits.field.receipts import Receipt, Stored
from botram.visits.models import Offer, Visit, VisitState

_TRIES = 3  # another process may store the same id at the same moment
_UNSTORABLE = (IntegrityError, DataError)
# The table itself: an ORM insert would be one statement for each group of rows with the same null columns.
_LEDGER = cast(Table, ResultEntry.__table__)
_WAITING = cast(Table, WaitingEntry.__table__)
_TOTALS = cast(Table, ResultTotal.__table__)
_ONE_TOTAL: dict[str, Any] = {
    "visit_id": bindparam("visit"),
    "service_code": bindparam("service"),
    "kind": bindparam("word"),
    "code": bindparam("which"),
}
_FIRST = insert(_TOTALS).values(**_ONE_TOTAL, count=bindparam("more"))
_MORE = (
    update(_TOTALS)
    .where(*(_TOTALS.c[name] == value for name, value in _ONE_TOTAL.items()))
    .values(count=_TOTALS.c.count + bindparam("more"))
)
_OFFERS = cast(Table, Offer.__table__)
_USED = update(_OFFERS).where(_OFFERS.c.id == bindparam("offer")).values(used=bindparam("served"))
log = logging.getLogger("botram.results")


@dataclass(frozen=True)
class Sender:
    """The account and the device that send entries, and the moment of their arrival."""

    account_id: int
    device: str
    now: datetime


def record_results(
    visit: Visit, plans: Sequence[EntryPlan], by: Account, *, device: str, now: datetime
) -> list[Receipt]:
    """Add entries to a visit's ledger and return a receipt for each, in their order. Each id is stored once."""
    sender = Sender(by.id, device, now)
    for _try in range(_TRIES):
        try:
            return record_batch(visit, plans, sender)
        except _UNSTORABLE:
            continue
    return [_record_alone(visit, plan, sender) for plan in plans]


def record_batch(visit: Visit, plans: Sequence[EntryPlan], sender: Sender) -> list[Receipt]:
    """Add a batch in one transaction and return the receipts. Raises what the database raises for it."""
    with transaction(visit) as current:
        batch = Batch(visit, ledger_of(plans), plans)
        receipts = batch.receipts()
        if rows := [_columns_of(visit, plan, root, sender) for plan, root in batch.accepted.values()]:
            current.execute(insert(_LEDGER), rows)
            if rows[0]["waits"]:
                current.execute(
                    insert(_WAITING), [{"entry_id": row["id"], "office_id": visit.office_id} for row in rows]
                )
            else:
                add_to_totals(visit, batch.totals, now=sender.now)
    return receipts


def _record_alone(visit: Visit, plan: EntryPlan, sender: Sender) -> Receipt:
    """Add one entry of a batch that the database refused. If it refuses this one too, the phone sends it again."""
    try:
        return record_batch(visit, [plan], sender)[0]
    except _UNSTORABLE as error:
        log.error("an entry cannot be stored: %s", type(error.orig).__name__)
        return Receipt(plan.id, Stored.LATER, _("Catatan ini belum dapat disimpan. Kirim lagi nanti."))


def _columns_of(visit: Visit, plan: EntryPlan, root: str, sender: Sender) -> dict[str, Any]:
    """The columns of a new entry, by name."""
    return {
        "id": plan.id,
        "visit_id": visit.id,
        "service_code": plan.service,
        "outcome": plan.outcome,
        "requests": plan.requests,
        "issued": dict(plan.issued),
        "missing": dict(plan.missing),
        "note": plan.note,
        "recorded_by": sender.account_id,
        "recorded_at": plan.recorded_at,
        "received_at": sender.now,
        "device": sender.device,
        "corrects": plan.corrects,
        "root": root,
        "late": visit.closed_at is not None and sender.now > visit.closed_at,
        "early": visit.opened_at is None or plan.recorded_at < visit.opened_at,
        "waits": visit.state is VisitState.VERIFIED,
    }


def add_to_totals(visit: Visit, parts: Mapping[TotalKey, int], *, now: datetime) -> None:
    """Add to the stored totals and to what its quotas have used.

    Inside the transaction that adds the entries, which has locked the visit's row.
    """
    visit_id = visit.id
    kept = select(_TOTALS.c.service_code, _TOTALS.c.kind, _TOTALS.c.code).where(_TOTALS.c.visit_id == visit_id)
    have = {(service, kind, code) for service, kind, code in session().execute(kept)}
    rows = [
        {"visit": visit_id, "service": service, "word": kind, "which": code, "more": count}
        for (service, kind, code), count in parts.items()
        if count
    ]
    for statement, there in ((_MORE, True), (_FIRST, False)):
        if wanted := [row for row in rows if ((row["service"], row["word"], row["which"]) in have) is there]:
            session().execute(statement, wanted)
    keep_used(visit, now=now)


def keep_used(visit: Visit, *, now: datetime) -> None:
    """Store what the quotas of a visit have used, from the totals. Inside a transaction that has locked its row.

    A quota that is used up now, or free again, is a change of the visit that readers see.
    """
    counted = (ResultTotal.kind == TotalKind.REQUESTS) & ResultTotal.code.in_(SERVED)
    theirs = (ResultTotal.visit_id == Offer.visit_id) & (ResultTotal.service_code == Offer.service_code)
    total = func.coalesce(func.sum(ResultTotal.count), 0)
    rows = select(Offer.id, Offer.quota, Offer.used, total.label("served")).outerjoin(ResultTotal, theirs & counted)
    found = session().execute(rows.where(Offer.visit_id == visit.id).group_by(Offer.id, Offer.quota, Offer.used))
    if wrong := [row for row in found if row.used != row.served]:
        session().execute(_USED, [{"offer": row.id, "served": row.served} for row in wrong])
        if any(is_used_up(row.quota, row.used) is not is_used_up(row.quota, row.served) for row in wrong):
            visit.changed(now)


def check_totals() -> list[tuple[int, str, str, str, int, int]]:
    """The stored totals that differ from the ledger: visit, service, kind, code, stored sum, sum of the ledger."""
    with consistent_snapshot():
        return _unequal_sums(stored_sums(), ledger_sums())


def _unequal_sums(stored: VisitSums, ledger: VisitSums) -> list[tuple[int, str, str, str, int, int]]:
    """The keys of the sums that are not equal, with both sums."""
    return [
        (*key[:2], key[2].value, key[3], stored[key], ledger[key])
        for key in sorted(set(ledger) | set(stored))
        if stored[key] != ledger[key]
    ]


def rebuild_totals() -> int:
    """Correct the stored totals that differ from the ledger; returns how many."""
    return sum(_rebuild_totals_of(visit_id) for visit_id in sorted({wrong[0] for wrong in check_totals()}))


def _rebuild_totals_of(visit_id: int) -> int:
    """Correct the totals of one visit while its row is locked; returns how many."""
    with transaction(visit := session().get_one(Visit, visit_id)) as current:
        wrong = _unequal_sums(stored_sums(visit_id), ledger_sums(visit_id))
        for _visit, service, kind, code, _stored, count in wrong:
            current.merge(ResultTotal(visit_id=visit_id, service_code=service, kind=kind, code=code, count=count))
        current.flush()
        keep_used(visit, now=visit.changed_at)
    return len(wrong)
