"""Drafting, publishing, changing and cancelling visits. Each action checks its rules under the write lock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from botram.audit.actions import record_change
from botram.database import constraint_error, session, transaction
from botram.languages import indonesian
from botram.refusals import Changed, Refusal
from botram.staff.models import Account, Office
from botram.staff.rules import check_free_text
from botram.visits.conflict_queries import lock_office
from botram.visits.conflicts import check_conflicts
from botram.visits.feed_lists import lists_of, record_departures
from botram.visits.fields import FIELDS
from botram.visits.former_places import place_of
from botram.visits.history import visit_snapshot
from botram.visits.marks.actions import recheck_near, recheck_where
from botram.visits.marks.queries import near_visit
from botram.visits.models import ANNOUNCED, KeptWarning, Visit, VisitState
from botram.visits.outlines.records import replace_outline
from botram.visits.plan_application import apply_plan
from botram.visits.plans import VisitPlan
from botram.visits.rules import BadPlan, WrongState, check_reason, may_become, new_public_id
from botram.visits.signals import OffersChanged, offers_changed
from botram.visits.warnings import SHORT_NOTICE, Notice, warnings_of


class WarningsOpen(Refusal):
    """There are warnings without a reason."""

    def __init__(self, warnings: Sequence[Notice]) -> None:
        super().__init__(_("Tulis alasan untuk setiap peringatan, atau ubah rencananya."), field="warnings")
        self.warnings = tuple(warnings)


constraint_error("uq_visit_public_id", lambda: WrongState(_("Formulir ini baru saja dikirim. Muat ulang halamannya.")))


def draft_visit(
    office: Office,
    plan: VisitPlan,
    by: Account | None,
    *,
    now: datetime,
    replaces: Visit | None = None,
    public_id: str = "",
) -> Visit:
    """Add a draft, which only its office sees. Raises BadPlan, WrongState or IdentityNumber.

    replaces   the cancelled visit that the draft replaces
    public_id  chosen when the form was shown: a form that is sent twice makes one draft
    """
    with transaction(*([replaces] if replaces else [])) as current:
        if public_id and (same := current.scalar(select(Visit).where(Visit.public_id == public_id))):
            return _already_drafted(same, office)
        chosen = public_id or new_public_id()
        visit = Visit(public_id=chosen, office_id=office.id, state=VisitState.DRAFT, changed_at=now)
        visit.office, visit.version, visit.revision = office, 1, 0
        with current.no_autoflush:
            apply_plan(visit, plan, office)
        current.add(visit)
        current.flush()
        replace_outline(visit, by, now)
        if replaces:
            _link_replacement(replaces, visit, now)
        record_visit("draft", visit, by, now, before={}, after=visit_snapshot(visit))
        recheck_near(visit, now)
    return visit


def _already_drafted(visit: Visit, office: Office) -> Visit:
    """Return the draft that the same form has made. Raises WrongState for a visit of another office."""
    if visit.office_id != office.id:
        raise WrongState(_("Formulir ini tidak dapat dipakai lagi. Muat ulang halamannya."))
    return visit


def _link_replacement(cancelled: Visit, replacement: Visit, now: datetime) -> None:
    """Link a cancelled visit to its replacement. Raises WrongState."""
    if cancelled.state is not VisitState.CANCELLED or cancelled.office_id != replacement.office_id:
        raise WrongState(_("Hanya kunjungan yang dibatalkan yang dapat digantikan."))
    if cancelled.replaced_by_id is not None:
        raise WrongState(_("Kunjungan yang dibatalkan itu sudah mempunyai pengganti."))
    cancelled.replaced_by_id = replacement.id
    cancelled.changed(now)


def record_visit(
    action: str,
    visit: Visit,
    by: Account | None,
    now: datetime,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str = "",
) -> None:
    """Record a change of a visit, for its history and the audit."""
    key, version = visit.public_id, visit.version
    record_change(action, visit, key, by, now, before=before, after=after, reason=reason, version=version)


def check_version(visit: Visit, version: int | None) -> None:
    """Raise Changed when the visit has another version than the caller has read."""
    if version is not None and visit.version != version:
        sentence = _("Orang lain baru saja mengubah kunjungan ini. Periksa yang terbaru, lalu simpan lagi.")
        raise Changed(sentence, version=visit.version)


def _keep_warnings(visit: Visit, kept: Mapping[str, str], by: Account, now: datetime) -> None:
    """Store the reasons for the present warnings of a visit. Raises WarningsOpen for those without one."""
    with indonesian():  # stored sentences must not depend on the language of the page
        found = {notice.code: notice for notice in warnings_of(visit, now=now)}
    had = {warning.code: warning for warning in visit.warnings}
    reasons = {code: _reason_for(notice, kept, had.get(code)) for code, notice in found.items()}
    if still_open := [code for code, reason in reasons.items() if not reason]:
        raise WarningsOpen([notice for notice in warnings_of(visit, now=now) if notice.code in still_open])
    for code in had.keys() - found.keys() - {SHORT_NOTICE}:  # which is about the announcement, not about the plan
        visit.warnings.remove(had[code])
    for code, reason in reasons.items():
        if code not in had:
            visit.warnings.append(KeptWarning(code=code, sentence="", reason="", account_id=by.id, at=now))
        row = next(warning for warning in visit.warnings if warning.code == code)
        if (row.sentence, row.reason) != (found[code].sentence, reason):
            row.sentence, row.reason, row.account_id, row.at = found[code].sentence, reason, by.id, now


def _reason_for(notice: Notice, kept: Mapping[str, str], had: KeptWarning | None) -> str:
    """The reason for a warning: given now, or stored for the same sentence; empty without one."""
    given = check_free_text(kept.get(notice.code, ""), "warnings")
    return given or (had.reason if had is not None and had.sentence == notice.sentence else "")


def publish_visit(
    visit: Visit, by: Account, *, now: datetime, version: int | None = None, kept: Mapping[str, str] | None = None
) -> None:
    """Publish a draft. ``kept``: the reasons for warnings, by their codes.

    Raises WrongState, Changed, TeamBusy, OfficerBusy or WarningsOpen.
    """
    with transaction(visit):
        lock_office(visit)
        check_version(visit, version)
        if not may_become(visit.state, VisitState.PUBLISHED):
            raise WrongState(_("Hanya rancangan yang dapat diterbitkan."))
        check_not_past(visit, now)
        check_conflicts(visit)
        before = visit_snapshot(visit)
        _keep_warnings(visit, kept or {}, by, now)
        visit.state, visit.published_at = VisitState.PUBLISHED, now
        visit.changed(now)
        _touch_replaced(visit, now)
        record_visit("publish", visit, by, now, before=before, after=visit_snapshot(visit))
        recheck_near(visit, now)


def _touch_replaced(visit: Visit, now: datetime) -> None:
    """Count a change of the cancelled visit that this one replaces, since its page now has a link."""
    for cancelled in session().scalars(select(Visit).where(Visit.replaced_by_id == visit.id)):
        cancelled.changed(now)


def check_not_past(visit: Visit, now: datetime) -> None:
    """Raise BadPlan when the visit would have ended already."""
    if visit.closes_at <= now:
        raise BadPlan(_("Waktunya sudah lewat. Pilih hari yang akan datang."), field="day")


def change_visit(
    visit: Visit,
    plan: VisitPlan,
    by: Account,
    *,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    kept: Mapping[str, str] | None = None,
) -> bool:
    """Change a visit to a plan; True when anything differs. An announced visit needs a reason.

    Raises WrongState, Changed, ReasonMissing, BadPlan, TeamBusy, OfficerBusy or WarningsOpen.
    """
    with transaction(visit):
        lock_office(visit)
        check_version(visit, version)
        if visit.state not in (VisitState.DRAFT, *ANNOUNCED):
            raise WrongState(_("Kunjungan yang sudah selesai atau dibatalkan tidak dapat diubah."))
        before, old, stood = visit_snapshot(visit), time_and_place(visit), lists_of(visit)
        former = (visit.opens_at, visit.closes_at, visit.village_codes)
        with session().no_autoflush:
            apply_plan(visit, plan, visit.office)
            moved = time_and_place(visit) != old
            if visit_snapshot(visit) == before and not moved:
                return False
            if visit.state is not VisitState.DRAFT:
                _announce_change(visit, by, now, old if moved else None, check_reason(reason), kept or {})
                record_departures(visit, stood)
            _count_served(visit, now)
        visit.changed(now)
        action = "move" if moved and visit.state is not VisitState.DRAFT else "change"
        record_visit(action, visit, by, now, before=before, after=visit_snapshot(visit), reason=reason.strip())
        recheck_near(visit, now, former)
    return True


def _count_served(visit: Visit, now: datetime) -> None:
    """Have what was served before counted for services that the visit did not offer then."""
    if any(offer.id is None for offer in visit.offers):
        session().flush()
        offers_changed.send(OffersChanged(visit, now))


def time_and_place(visit: Visit) -> Mapping[str, Any]:
    """The columns of time and place, and the label of the place: a change of any of them is a move."""
    columns = (column for field in FIELDS if field.is_move for column in field.stored_columns())
    return {"place": place_of(visit), **{column: getattr(visit, column) for column in columns}}


def _announce_change(
    visit: Visit, by: Account, now: datetime, moved_from: Mapping[str, Any] | None, reason: str, kept: Mapping[str, str]
) -> None:
    """Check a change of an announced visit, and store the old time and place of a move. In the caller's transaction."""
    check_conflicts(visit)
    if moved_from:
        check_move(visit, now)
        _keep_former_plan(visit)
        visit.was_opens_at, visit.was_closes_at = moved_from["opens_at"], moved_from["closes_at"]
        visit.was_place = moved_from["place"]
        visit.reason, visit.confirmed_at = reason, None  # the team has to confirm again
        visit.revision += 1
    _keep_warnings(visit, kept, by, now)


def _keep_former_plan(visit: Visit) -> None:
    """Keep the plan before the last move, with why it was given up, when the visit moves once more."""
    if visit.was_opens_at is None or visit.was_closes_at is None:
        return
    times = {"opens_at": visit.was_opens_at.isoformat(), "closes_at": visit.was_closes_at.isoformat()}
    plan = {**times, "place": visit.was_place, "reason": visit.reason}
    visit.earlier_plans = [*visit.earlier_plans, plan]


def check_move(visit: Visit, now: datetime) -> None:
    """Raise WrongState for a move of a running visit, or BadPlan for one into the past."""
    if visit.state is VisitState.RUNNING:
        raise WrongState(_("Kunjungan yang sedang berlangsung tidak dapat dipindah."))
    check_not_past(visit, now)


def cancel_visit(visit: Visit, by: Account, *, reason: str, now: datetime, version: int | None = None) -> None:
    """Cancel an announced visit; this is final. Raises WrongState, Changed or ReasonMissing."""
    with transaction(visit):
        check_version(visit, version)
        if not may_become(visit.state, VisitState.CANCELLED):
            raise WrongState(_("Hanya kunjungan yang sudah terbit dan belum dibuka yang dapat dibatalkan."))
        before = visit_snapshot(visit)
        visit.state, visit.cancelled_at, visit.reason = VisitState.CANCELLED, now, check_reason(reason)
        visit.revision += 1
        visit.changed(now)
        record_visit("cancel", visit, by, now, before=before, after=visit_snapshot(visit), reason=visit.reason)
        visit.marks.clear()
        recheck_near(visit, now)


def discard_draft(visit: Visit, by: Account, *, now: datetime, version: int | None = None) -> None:
    """Delete a draft. Raises WrongState for an announced visit, or Changed."""
    with transaction(visit) as current:
        check_version(visit, version)
        if visit.state is not VisitState.DRAFT:
            raise WrongState(_("Yang sudah terbit tidak dapat dibuang, hanya dibatalkan."))
        record_visit("discard", visit, by, now, before=visit_snapshot(visit), after={})
        for cancelled in current.scalars(select(Visit).where(Visit.replaced_by_id == visit.id)):
            cancelled.replaced_by_id = None
        current.flush()
        current.execute(delete(KeptWarning).where(KeptWarning.visit_id == visit.id))
        near = near_visit(visit.office_id, visit.opens_at, visit.closes_at, visit.village_codes)
        current.delete(visit)
        current.flush()
        recheck_where(near, now)
