"""Undoing with one press what was just moved on the board, as long as all of it are drafts."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.refusals import NotFound, Refusal
from botram.staff.models import Role
from botram.visits.changes.actions import make_changes
from botram.visits.changes.change import Change, ChangeKind, Outlook
from botram.visits.former_plans import plan_before, reversible_entries
from botram.visits.models import Visit
from botram.visits.queries import history_of, visits_with_public_ids
from botram.visits.rules import PUBLIC_ID
from botram.web import access
from botram.web.coordinators.board.blueprint import blueprint
from botram.web.coordinators.board.page import MOST_UNDONE, view_asked
from botram.web.forms import whole_number


def undo_values(made: Outlook) -> str | None:
    """Return what the button sends: moved drafts with their new versions; None where a press cannot undo it."""
    moved = [one for one in made.outcomes if one.change.kind is ChangeKind.MOVE and one.after]
    if not moved or len(moved) > MOST_UNDONE or any(one.after and one.after.announced for one in moved):
        return None
    return "~".join(f"{one.after.public_id}.{(one.change.version or 0) + 1}" for one in moved if one.after)


@blueprint.post("/urungkan")
@access.only(Role.COORDINATOR)
def undo() -> ResponseReturnValue:
    """Undo the last change of the drafts that the button names: all or none."""
    office, me = access.me().office, access.me().account
    asked = view_asked(office, request.form)
    seen = dict(one.rpartition(".")[::2] for one in request.form.get("urung", "").split("~")[:MOST_UNDONE])
    found = visits_with_public_ids(office, [one for one in seen if PUBLIC_ID.fullmatch(one)])
    try:
        changes = [_undoing(visit, whole_number(seen[key])) for key, visit in found.items()]
        make_changes(office, changes, me, now=clock.now())
        flash(_("Pemindahan terakhir diurungkan."))
    except (Refusal, NotFound):
        flash(_("Tidak dapat diurungkan dengan satu tekan: sudah ada yang mengubahnya lagi."), "error")
    return redirect(asked.address())


def _undoing(visit: Visit, version: int) -> Change:
    """Return the change of a visit back to the plan before its last one. Raises NotFound or NotReversible."""
    history = [entry for entry, _name in history_of(visit)]
    plan = plan_before(visit, history, next(iter(reversible_entries(history)), 0))
    return Change(ChangeKind.EDIT, visit, lambda: plan, version=version)
