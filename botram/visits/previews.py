"""Previews of publishing or changing a visit: a dry run on the real tables that is rolled back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask_babel import gettext as _

from botram.database import dry_run, session
from botram.refusals import Refusal
from botram.visits.actions import check_move, check_not_past, time_and_place
from botram.visits.clashes import clashes_to_come
from botram.visits.conflict_queries import surroundings_of
from botram.visits.conflicts import check_conflicts
from botram.visits.history import differences, visit_snapshot
from botram.visits.models import Visit
from botram.visits.plan_application import apply_plan
from botram.visits.plans import VisitPlan
from botram.visits.warnings import Notice, warnings_among, warnings_of

_Read = TypeVar("_Read")
_TIMES = {"opens_at", "closes_at"}


@dataclass(frozen=True)
class Preview:
    """The consequences of a change, for confirmation."""

    refusals: Sequence[Refusal]  # that prevent the change; a Busy has the other visit
    warnings: Sequence[Notice]  # each needs a reason
    sentences: Sequence[str] = ()  # that describe the change
    moved: bool = False  # in time or place
    to_come: Sequence[Notice] = ()  # clashes of a draft with other drafts, of which one only can be published


def preview_publishing(visit: Visit, *, now: datetime) -> Preview:
    """Return the refusals and warnings of publishing a draft, and its clashes with other drafts."""
    checks = (lambda: check_not_past(visit, now), lambda: check_conflicts(visit))
    around = surroundings_of(visit.office, [visit])
    warnings = warnings_among(visit, around, now=now)
    return Preview(_refusals_of(checks), warnings, to_come=clashes_to_come(visit, around))


def preview_change(visit: Visit, plan: VisitPlan, *, now: datetime) -> Preview:
    """Return the consequences of changing an announced visit, in a dry run. Raises BadPlan or IdentityNumber.

    The plan may have a new venue that is not in the table.
    """
    zone = visit.office.time_zone
    with dry_run(), session().no_autoflush:
        before, old = visit_snapshot(visit), time_and_place(visit)
        apply_plan(visit, plan, visit.office)
        moved = time_and_place(visit) != old
        checks = (lambda: check_move(visit, now) if moved else None, lambda: check_conflicts(visit))
        sentences = _difference_sentences(before, visit_snapshot(visit), zone)
        if moved and not sentences:
            sentences = [_("Titik layanan diganti dengan titik lain yang namanya sama.")]
        return Preview(_refusals_of(checks), warnings_of(visit, now=now), sentences, moved)


def read_as_planned(visit: Visit, plan: VisitPlan, read: Callable[[Visit], _Read]) -> _Read:
    """Return what is read from a visit with another plan, in a dry run. Raises BadPlan or IdentityNumber."""
    with dry_run(), session().no_autoflush:
        apply_plan(visit, plan, visit.office)
        return read(visit)


def _refusals_of(checks: Iterable[Callable[[], None]]) -> list[Refusal]:
    """The refusals that the checks raise."""
    found: list[Refusal] = []
    for check in checks:
        try:
            check()
        except Refusal as refusal:
            found.append(refusal)
    return found


def _difference_sentences(before: dict[str, Any], after: dict[str, Any], zone: str) -> Sequence[str]:
    """The sentences for the differences of two snapshots. Day and hours are described together."""
    changed = {name for name in after if before.get(name) != after[name]}
    if changed & _TIMES:
        changed |= _TIMES
    old, new = ({name: side[name] for name in side if name in changed} for side in (before, after))
    return list(differences(old, new, zone, staff=True))
