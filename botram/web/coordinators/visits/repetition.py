"""Repeating a visit: a preview names every date with its clashes and ways out, then all drafts are made or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from botram import clock
from botram.days.queries import days_off
from botram.formats import short_day
from botram.refusals import Refusal
from botram.staff.models import Role, Team
from botram.staff.queries import teams_of
from botram.visits.changes.actions import ChangesRefused, preview_changes
from botram.visits.changes.change import Change, ChangeKind, Outcome
from botram.visits.models import Visit
from botram.visits.queries import visit_of
from botram.visits.series.actions import make_series
from botram.visits.series.rules import Repetition, repeated_days
from botram.web import access
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.visits.blueprint import blueprint
from botram.web.coordinators.visits.repetition_form import RepetitionForm, TypedDay, typed_days

_SAVE = "simpan"


@dataclass(frozen=True)
class _DateRow:
    """A date of the preview."""

    typed: TypedDay
    before: str  # the day of the rule in words
    after: str  # where the draft will stand; empty: nowhere else, or nowhere
    refusal: str
    notes: Sequence[str]
    ways: Sequence[tuple[str, str]]  # value and words of each way out


@blueprint.route("/<public_id>/ulang", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def repeat(public_id: str) -> ResponseReturnValue:
    """Show the form, the preview of its dates, or make the drafts."""
    visit = visit_of(access.me().office, public_id)
    zone = visit.office.time_zone
    today, own = clock.local_day(clock.now(), zone), clock.local_day(visit.opens_at, zone)
    if request.method != "POST":
        first = max(own, today) + timedelta(days=1)
        return _repetition_page(visit, RepetitionForm(today, data={"weekdays": [own.weekday()], "first": first}))
    form = RepetitionForm(today)
    if not form.validate():
        return _repetition_page(visit, form)
    wish = form.wish(visit)
    try:
        rows = typed_days(repeated_days(wish, days_off(visit.office, wish.first, wish.last)))
    except Refusal as refusal:
        form.refuse(refusal)
        return _repetition_page(visit, form)
    if request.form.get("langkah") == _SAVE and _as_seen(rows):
        return _made(visit, form, wish, rows)
    return _repetition_page(visit, form, rows, changed=request.form.get("langkah") == _SAVE)


def _as_seen(rows: Sequence[TypedDay]) -> bool:
    """Whether the dates are among those that the preview has shown, and at least one is wanted."""
    wanted = {row.seen for row in rows if row.chosen}
    return bool(wanted) and wanted <= set(request.form.getlist("dilihat"))


def _changes(visit: Visit, rows: Sequence[TypedDay]) -> dict[date, Change]:
    """Return the copies that can be asked for, by the days of the rule."""
    teams = {team.id: team for team in teams_of(visit.office, active=True)}
    today = clock.local_day(clock.now(), visit.office.time_zone)
    return {
        row.key: _copy(visit, row, teams) for row in rows if row.chosen and row.day is not None and row.day >= today
    }


def _copy(visit: Visit, row: TypedDay, teams: Mapping[int, Team]) -> Change:
    """Return the change that makes the draft of a date."""
    return Change(ChangeKind.COPY, visit, day=row.day, team=teams.get(row.team_id), public_id=row.public_id)


def _made(visit: Visit, form: RepetitionForm, wish: Repetition, rows: Sequence[TypedDay]) -> ResponseReturnValue:
    """Make the drafts and go to the board, or show the preview again."""
    changes = _changes(visit, rows)
    if len(changes) < sum(row.chosen for row in rows):
        return _repetition_page(visit, form, rows, changed=True)
    try:
        outlook = make_series(visit, wish, list(changes.values()), access.me().account, now=clock.now())
    except ChangesRefused:
        return _repetition_page(visit, form, rows, changed=True)
    count, days = len(outlook.outcomes), sorted(one.day for one in changes.values() if one.day)
    flash(ngettext("%(num)s rancangan dibuat.", "%(num)s rancangan dibuat.", count))
    return redirect(url_for("coordinators.board.show", bulan=days[0].isoformat()[:7]))


def _repetition_page(
    visit: Visit, form: RepetitionForm, typed: Sequence[TypedDay] = (), *, changed: bool = False
) -> ResponseReturnValue:
    """Render the form, and the preview of the dates once there are any.

    changed  saving was pressed, and the dates are not what the preview had shown
    """
    view = office_view(visit)
    changes = _changes(visit, typed)
    outcomes: dict[date, Outcome] = {}
    if changes:
        outlook = preview_changes(visit.office, list(changes.values()), access.me().account, now=clock.now())
        outcomes = dict(zip(changes, outlook.outcomes, strict=True))
    rows = [_date_row(one, outcomes.get(one.key), visit.team.name) for one in typed]
    wrong = [row for row in rows if row.refusal]
    context: dict[str, Any] = {
        "visit": view,
        "form": form,
        "rows": rows,
        "count": len(outcomes),
        "troubled": sum(bool(row.refusal or row.notes) for row in rows),
        "ready": bool(outcomes) and not wrong,
        "changed": changed,
        "save": _SAVE,
    }
    return render_template("coordinators/visits/repeat.html", **context), 422 if form.errors or changed else 200


def _date_row(typed: TypedDay, outcome: Outcome | None, own_team: str) -> _DateRow:
    """Return one date with what is said about it."""
    before, after, stand = short_day(typed.key), "", outcome.after if outcome else None
    if typed.chosen and typed.day and (typed.day != typed.key or typed.team_id):
        team = stand.team if stand else own_team
        after = f"{short_day(typed.day)}, {team}"
    refusal, notes, ways = "", [], []
    if typed.chosen and outcome is None:
        refusal = _("Tulis tanggal yang belum lewat, seperti 8-12-2026.")
    elif outcome is not None:
        refusal = str(outcome.refusal) if outcome.refusal else ""
        notes = [one.sentence for one in (*outcome.clashes, *outcome.warnings)]
        ways = [
            (f"{typed.key}~{slot.day}~{slot.team_id}", f"{short_day(slot.day)}, {slot.team}") for slot in outcome.free
        ]
    return _DateRow(typed, before, after, refusal, notes, ways)
