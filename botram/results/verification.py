"""Verification: the head accepts the results of a closed visit."""

from datetime import datetime

from flask_babel import gettext as _

from botram.database import transaction
from botram.refusals import Changed
from botram.results.queries import last_entry_number
from botram.staff.models import Account
from botram.visits.actions import check_version, record_visit
from botram.visits.history import visit_snapshot
from botram.visits.models import Visit, VisitState
from botram.visits.rules import WrongState, may_become


def verify_visit(
    visit: Visit, by: Account, *, now: datetime, version: int | None = None, seen: int | None = None
) -> None:
    """Verify the results of a closed visit; entries that arrive later wait for a decision of the head.

    seen    the number of the last entry that the head was shown, 0 for none
    raises  WrongState, or Changed when the visit has changed or a newer entry has arrived
    """
    with transaction(visit):
        if not may_become(visit.state, VisitState.VERIFIED):
            raise WrongState(_("Hanya kunjungan yang sudah selesai yang dapat diverifikasi."))
        check_version(visit, version)
        if seen is not None and last_entry_number(visit) != seen:
            raise Changed(_("Catatan baru masuk sejak halaman ini dibuka. Periksa angkanya, lalu verifikasi."))
        before = visit_snapshot(visit)
        visit.state = VisitState.VERIFIED
        visit.changed(now)
        record_visit("verify", visit, by, now, before=before, after=visit_snapshot(visit))
