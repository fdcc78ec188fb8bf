"""Changing several visits of a series at once: a page names what becomes of each, then all are changed or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from botram import clock
from botram.formats import hours, short_day
from botram.refusals import Refusal
from botram.visits.changes.actions import UNSAID, ChangesRefused, make_changes, preview_changes
from botram.visits.changes.change import Change, ChangeKind, Outcome, Stand
from botram.visits.conflicts import Busy, OtherVisit
from botram.visits.models import ANNOUNCED, Visit
from botram.visits.plan_application import plan_of
from botram.visits.plans import VisitPlan
from botram.visits.rules import check_reason
from botram.visits.series.carrying import carried_plan
from botram.web import access
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.visits.blueprint import back_to_visit, reasons_asked, typed_reasons
from botram.web.forms import Form, whole_number
from botram.web.visit.versions import typed_version

SAVE_ALL, BACK = "simpan-semua", "formulir"
_OWN = ("csrf_token", "langkah", "lain", "reason")  # inputs that the page has itself


@dataclass(frozen=True)
class _Member:
    """A visit of the series and what becomes of it."""

    name: str
    before: str
    after: str  # empty: it stays where it is
    refusal: str
    other: OtherVisit | None
    notes: Sequence[str]  # of a draft


def change_series(visit: Visit, others: Sequence[Visit], form: Form, new: VisitPlan) -> ResponseReturnValue:
    """Change a visit and others of its series, or show what would become of them.

    form  of the change, which is valid: it has the reason, and its inputs are sent on
    new   the plan of the visit after the change
    """
    now, me = clock.now(), access.me().account
    announced = any(one.state in ANNOUNCED for one in (visit, *others))
    pressed, reason = request.form.get("langkah") == SAVE_ALL, form["reason"].data or ""
    if pressed:
        try:
            if announced:
                check_reason(reason)
            made = make_changes(visit.office, _changes_of(visit, others, new, reason), me, now=now)
            count = len(made.outcomes)
            return back_to_visit(visit, ngettext("%(num)s kunjungan diubah.", "%(num)s kunjungan diubah.", count))
        except ChangesRefused:
            pass  # said beside each visit below
        except Refusal as refusal:
            form.refuse(refusal)
    outlook = preview_changes(visit.office, _changes_of(visit, others, new, reason or UNSAID), me, now=now)
    return render_template(
        "coordinators/visits/change_series.html",
        visit=office_view(visit),
        form=form,
        inputs=[(name, text) for name, text in request.form.items(multi=True) if not _on_the_page_itself(name)],
        versions=_versions_seen(others),
        rows=[_member(one, visit.office.time_zone) for one in outlook.outcomes],
        warnings=reasons_asked(outlook, insist=pressed),
        announced=announced,
        followers=outlook.followers,
        ready=outlook.possible,
        pressed=pressed,
        save=SAVE_ALL,
        back=BACK,
    ), 422 if pressed else 200


def _on_the_page_itself(name: str) -> bool:
    """Whether the page has an input of this name itself."""
    return name in _OWN or name.startswith("alasan-")


def _versions_seen(others: Sequence[Visit]) -> Mapping[str, int]:
    """Return the versions of the others that the page has shown; the present ones for those that it has not."""
    seen = dict(one.rpartition(".")[::2] for one in request.form.getlist("lain"))
    return {one.public_id: whole_number(seen.get(one.public_id, "")) or one.version for one in others}


def _changes_of(visit: Visit, others: Sequence[Visit], new: VisitPlan, reason: str) -> list[Change]:
    """Return the changes of the visit and of the others: only what differs is carried over to them."""
    old, versions, zone = plan_of(visit), _versions_seen(others), visit.office.time_zone
    carried = {one.public_id: carried_plan(plan_of(one), old, new, zone) for one in others}
    own = Change(ChangeKind.EDIT, visit, lambda: new, version=typed_version(), reason=reason, kept=typed_reasons())
    return [own, *(_carried_change(one, carried[one.public_id], versions[one.public_id], reason) for one in others)]


def _carried_change(visit: Visit, plan: VisitPlan, version: int, reason: str) -> Change:
    """Return the change of another visit."""
    return Change(ChangeKind.EDIT, visit, lambda: plan, version=version, reason=reason, kept=typed_reasons())


def _member(outcome: Outcome, zone: str) -> _Member:
    """Return what becomes of a visit in words."""
    before, after, refusal = outcome.before, outcome.after, outcome.refusal
    old, new = (_stand_words(one, zone) if one else "" for one in (before, after))
    other = refusal.other if isinstance(refusal, Busy) else None
    silent = after is not None and after.announced  # whose warnings stand below, with their reasons
    notes = [one.sentence for one in (*outcome.clashes, *(() if silent else outcome.warnings))]
    return _Member(outcome.name, old, new if new != old else "", str(refusal or ""), other, notes)


def _stand_words(stand: Stand, zone: str) -> str:
    """Day, hours and team in words."""
    times = f"{hours(stand.opens_at, zone)}–{hours(stand.closes_at, zone)}"
    return f"{short_day(stand.opens_at, zone)}, {times}, {stand.team}"
