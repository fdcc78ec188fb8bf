"""The head's word on a visit that is over: its results are right as they stand."""

from datetime import datetime

from flask_babel import gettext as _

from botram.database import transaction
from botram.refusals import Changed
from botram.results.queries import last_number
from botram.staff.models import Account
from botram.visits.actions import check_version, record_visit
from botram.visits.history import facts
from botram.visits.models import Visit, VisitState
from botram.visits.rules import WrongState, may_become


def verify_visit(
    visit: Visit, by: Account, *, now: datetime, version: int | None = None, seen: int | None = None
) -> None:
    """Accept the results of a closed visit; entries that come later wait for the head. Raises WrongState or Changed.

    seen  the number of the last entry that the head has looked at, 0 for none: one that came since is looked at first
    """
    with transaction(visit):
        if not may_become(visit.state, VisitState.VERIFIED):
            raise WrongState(_("Hanya kunjungan yang sudah selesai yang dapat diverifikasi."))
        check_version(visit, version)
        if seen is not None and last_number(visit) != seen:
            raise Changed(
                _("Catatan baru masuk sejak halaman ini dibuka. Periksa angkanya, lalu verifikasi.")
            )
        before = facts(visit)
        visit.state = VisitState.VERIFIED
        visit.changed(now)
        record_visit("verify", visit, by, now, before=before, after=facts(visit))
