"""What the audit records of outlines, and the draft that takes the place of one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from botram.audit.actions import record_change
from botram.database import session
from botram.formats import month_and_year
from botram.languages import indonesian
from botram.staff.models import Account
from botram.visits.models import Visit
from botram.visits.outlines.models import VisitOutline
from botram.visits.outlines.queries import outline_with
from botram.visits.outlines.rules import outline_name
from botram.visits.rules import WrongState


def outline_snapshot(outline: VisitOutline) -> dict[str, Any]:
    """Return the values of an outline that the audit records, in Indonesian."""
    with indonesian():
        return {
            "place": outline_name(outline),
            "village": outline.village.full_name if outline.village else "",
            "level": outline.level.value,
            "month": month_and_year(outline.month),
            "day": outline.day.isoformat() if outline.day else "",
            "team": outline.team.name if outline.team else "",
            "notes": outline.notes,
        }


def record_outline(
    action: str,
    outline: VisitOutline,
    by: Account | None,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Record a change of an outline for the audit, which calls it by its place and month."""
    with indonesian():
        key = f"{outline_name(outline)}, {month_and_year(outline.month)}"
    record_change(action, outline, key, by, now, before=before, after=after, version=outline.version)


def replace_outline(visit: Visit, by: Account | None, now: datetime) -> None:
    """Remove the outline with the public id of a new draft. In the caller's transaction. Raises WrongState."""
    outline = outline_with(visit.public_id)
    if outline is None:
        return
    if outline.office_id != visit.office_id:
        raise WrongState(_("Formulir ini tidak dapat dipakai lagi. Muat ulang halamannya."))
    record_outline("complete", outline, by, now, before=outline_snapshot(outline))
    session().delete(outline)
    session().flush()
