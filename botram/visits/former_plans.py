"""The plan of a visit before a change, made again from its history."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from botram.audit.models import AuditEntry
from botram.places.queries import venue_of, village_with_code
from botram.refusals import NotFound, Refusal
from botram.staff.queries import team_of
from botram.visits.fields import TEXTS
from botram.visits.history import ROWS
from botram.visits.models import Visit, VisitLevel
from botram.visits.plan_application import plan_of
from botram.visits.plans import BoothPlan, OfferPlan, VisitPlan

_CHANGES = ("change", "move")
# Fields that are recorded by the names of rows.
_NAMED = {"venue", "village", "villages", "team", "teams", "services", "partners"}
_TIMES = ("opens_at", "closes_at", "queue_closes_at")


class NotReversible(Refusal):
    """The plan before a change cannot be made again."""


def reversible_entries(history: Iterable[AuditEntry]) -> dict[int, bool]:
    """Return the changes of a plan by their ids, the newest first, and whether the plan before each can be made again.

    history  the entries of a visit, the newest first
    """
    found, known = {}, True
    for entry in history:
        if entry.action in _CHANGES:
            known = known and (ROWS in entry.before or not _NAMED & entry.before.keys())
            found[entry.id] = known
    return found


def plan_before(visit: Visit, history: Sequence[AuditEntry], entry_id: int) -> VisitPlan:
    """Return the plan before a change. Raises NotFound for an entry that is none, or NotReversible.

    history  the entries of the visit, the newest first: each has the values that it replaced
    """
    reversible = reversible_entries(history)
    if entry_id not in reversible:
        raise NotFound
    if not reversible[entry_id]:
        raise NotReversible(_("Catatan lama ini tidak cukup lengkap untuk dikembalikan dengan satu tekan."))
    values: dict[str, Any] = {}
    for entry in history:
        if entry.id >= entry_id and entry.action in _CHANGES:
            values |= entry.before
    return _with_values(visit, plan_of(visit), values)


def _with_values(visit: Visit, plan: VisitPlan, values: dict[str, Any]) -> VisitPlan:
    """Return a plan with recorded values in place of its own."""
    found: dict[str, Any] = {name: _recorded_moment(values[name]) for name in _TIMES if name in values}
    if rows := values.get(ROWS):
        found |= _from_rows(visit, rows)
    if "level" in values:
        found["level"] = VisitLevel(values["level"])
    if "crew" in values:
        found["crew"] = tuple(int(account_id) for account_id in values["crew"])
    texts = {text.name: values[text.name] for text in TEXTS if text.name in values}
    return replace(plan, **found, texts={**plan.texts, **texts})


def _from_rows(visit: Visit, rows: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a plan that refer to rows of other tables."""
    return {
        "venue": venue_of(visit.office, rows["venue"]),
        "team": team_of(visit.office, rows["team"]),
        "more_teams": tuple(team_of(visit.office, one) for one in rows["more_teams"]),
        "more_villages": tuple(village_with_code(code) for code in rows["more_villages"]),
        "offers": tuple(OfferPlan(code, quota) for code, quota in rows["services"].items()),
        "booths": tuple(BoothPlan(*booth) for booth in rows["partners"]),
    }


def _recorded_moment(text: str | None) -> datetime | None:
    """A recorded moment."""
    return datetime.fromisoformat(text) if text else None
