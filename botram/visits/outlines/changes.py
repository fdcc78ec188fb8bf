"""What the changes of the plan board mean for an outline: it gets a day and a team, is completed or discarded."""

from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from botram.staff.models import Account
from botram.visits.actions import publish_visit
from botram.visits.changes.change import Change, ChangeKind
from botram.visits.models import Visit
from botram.visits.outlines.actions import discard_outline, plan_of_outline, save_outline
from botram.visits.outlines.models import VisitOutline
from botram.visits.outlines.queries import with_venue
from botram.visits.outlines.rules import missing_parts, missing_sentence
from botram.visits.rules import WrongState


def change_outline(outline: VisitOutline, change: Change, by: Account, *, now: datetime) -> Visit | None:
    """Make a change of an outline; return the draft that it becomes. Raises WrongState and what saving raises."""
    match change.kind:
        case ChangeKind.MOVE if change.day or change.team:
            return _with_day_and_team(outline, change, by, now)
        case ChangeKind.MOVE:
            raise WrongState(_("Tidak dapat digeser: belum ada harinya."))
        case ChangeKind.PUBLISH:
            there = outline.village_code and with_venue(outline.office, [outline.village_code])
            if missing := missing_parts(outline, has_venue=bool(there)):
                raise WrongState(missing_sentence(missing))
            if visit := _with_day_and_team(outline, change, by, now):
                publish_visit(visit, by, now=now, kept=change.kept)
            return visit
        case ChangeKind.DISCARD:
            discard_outline(outline, by, now=now, version=change.version)
            return None
        case ChangeKind.CREATE | ChangeKind.EDIT | ChangeKind.COPY | ChangeKind.CANCEL:
            raise WrongState(_("Ini masih rancangan tanpa tanggal: beri hari dan tim, atau buang."))


def _with_day_and_team(outline: VisitOutline, change: Change, by: Account, now: datetime) -> Visit | None:
    """Give an outline the day and the team of a change; return the draft that it becomes, None while it lacks more."""
    plan = plan_of_outline(outline)
    plan = replace(plan, day=change.day or plan.day, team=change.team or plan.team)
    made = save_outline(outline.office, outline, plan, by, now=now, version=change.version)
    return made if isinstance(made, Visit) else None
