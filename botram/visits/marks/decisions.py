"""Deciding about the marks of an announced visit: going on in spite of them, with a reason for each."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _

from botram.database import transaction
from botram.languages import indonesian
from botram.refusals import Refusal
from botram.staff.models import Account
from botram.staff.rules import check_free_text
from botram.visits.actions import check_version, record_visit
from botram.visits.history import visit_snapshot
from botram.visits.marks.actions import recheck_near
from botram.visits.models import ANNOUNCED, KeptWarning, Visit
from botram.visits.rules import ReasonMissing, WrongState
from botram.visits.warnings import warnings_of


class MarkGone(Refusal):
    """The warning does not stand any more, or is a clash, which no reason makes right."""


def keep_marks(
    visit: Visit, reasons: Mapping[str, str], by: Account, *, now: datetime, version: int | None = None
) -> None:
    """Go on with an announced visit in spite of its warnings. ``reasons``: one for each, by their codes.

    Raises WrongState, Changed, MarkGone, ReasonMissing or IdentityNumber. Drafts are asked when they are published.
    """
    with transaction(visit):
        check_version(visit, version)
        if visit.state not in ANNOUNCED:
            raise WrongState(_("Hanya untuk kunjungan yang sudah terbit dan belum selesai."))
        before = visit_snapshot(visit)
        with indonesian():
            found = {notice.code: notice for notice in warnings_of(visit, now=now)}
        if reasons.keys() - found.keys():
            raise MarkGone(_("Peringatan ini sudah tidak ada. Muat ulang halamannya."))
        had = {warning.code: warning for warning in visit.warnings}
        for code, reason in reasons.items():
            row = had.get(code) or KeptWarning(code=code)
            row.sentence, row.reason = found[code].sentence, _checked_reason(reason)
            row.account_id, row.at = by.id, now
            if code not in had:
                visit.warnings.append(row)
        visit.changed(now)
        said = "; ".join(check_free_text(reason, "reason") for reason in reasons.values())
        record_visit("keep", visit, by, now, before=before, after=visit_snapshot(visit), reason=said)
        recheck_near(visit, now)


def _checked_reason(reason: str) -> str:
    """The reason, cleaned. Raises ReasonMissing or IdentityNumber."""
    if len(cleaned := check_free_text(reason, "reason")) < 3:
        raise ReasonMissing(_("Tulis alasan tetap dilanjutkan, atau ubah rencananya."), field="reason")
    return cleaned
