"""Planning, announcing, moving and cancelling a visit. Each action checks its rules under the write lock."""

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
from botram.visits.conflict_queries import one_writer_per_office
from botram.visits.conflicts import check_clashes
from botram.visits.feed_lists import lists_of, remember_left
from botram.visits.fields import FIELDS
from botram.visits.history import facts
from botram.visits.models import ANNOUNCED, KeptWarning, Visit, VisitState
from botram.visits.plan_application import apply_plan
from botram.visits.plans import VisitPlan
from botram.visits.rules import BadPlan, WrongState, check_reason, may_become, new_public_id
from botram.visits.warnings import SHORT_NOTICE, Notice, warnings_of


class WarningsOpen(Refusal):
    """There are warnings that nobody has given a reason for."""

    def __init__(self, warnings: Sequence[Notice]) -> None:
        super().__init__(_("Tulis alasan untuk setiap peringatan, atau ubah rencananya."), field="warnings")
        self.warnings = tuple(warnings)


constraint_error(
    "uq_visit_public_id", lambda: WrongState(_("Formulir ini baru saja dikirim. Muat ulang halamannya."))
)


def draft_visit(
    office: Office,
    plan: VisitPlan,
    by: Account | None,
    *,
    now: datetime,
    replaces: Visit | None = None,
    public_id: str = "",
) -> Visit:
    """Keep a plan that nobody outside the office sees. ``replaces`` is a cancelled visit it stands in for.

    ``public_id`` may be chosen when the form is shown: sent twice, it gives the same draft.
    Raises BadPlan or IdentityNumber.
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
        if replaces:
            link(replaces, visit, now)
        record_visit("draft", visit, by, now, before={}, after=facts(visit))
    return visit


def _already_drafted(visit: Visit, office: Office) -> Visit:
    """The draft that the same form made before. Raises WrongState for anybody else's number."""
    if visit.office_id != office.id:
        raise WrongState(_("Formulir ini tidak dapat dipakai lagi. Muat ulang halamannya."))
    return visit


def link(cancelled: Visit, replacement: Visit, now: datetime) -> None:
    """Let a cancelled visit's page lead to the one that stands in for it."""
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
    """Raise Changed when somebody else has changed the visit since the caller read it."""
    if version is not None and visit.version != version:
        raise Changed(
            _("Orang lain baru saja mengubah kunjungan ini. Periksa yang terbaru, lalu simpan lagi.")
        )


def _keep_warnings(visit: Visit, kept: Mapping[str, str], by: Account, now: datetime) -> None:
    """Keep the reason for each warning that the visit has now. Raises WarningsOpen for those without one."""
    with indonesian():  # as it is kept: the same warning stays the same, whoever looks in which language
        found = {notice.code: notice for notice in warnings_of(visit, now=now)}
    had = {warning.code: warning for warning in visit.warnings}
    reasons = {code: _reason_for(notice, kept, had.get(code)) for code, notice in found.items()}
    if still_open := [code for code, reason in reasons.items() if not reason]:
        raise WarningsOpen([notice for notice in warnings_of(visit, now=now) if notice.code in still_open])
    for code in had.keys() - found.keys() - {SHORT_NOTICE}:  # that one was about the announcement itself
        visit.warnings.remove(had[code])
    for code, reason in reasons.items():
        if code not in had:
            visit.warnings.append(KeptWarning(code=code, sentence="", reason="", account_id=by.id, at=now))
        row = next(warning for warning in visit.warnings if warning.code == code)
        if (row.sentence, row.reason) != (found[code].sentence, reason):
            row.sentence, row.reason, row.account_id, row.at = found[code].sentence, reason, by.id, now


def _reason_for(notice: Notice, kept: Mapping[str, str], had: KeptWarning | None) -> str:
    """The reason given for a warning now, or before for the very same one; empty when there is none."""
    given = check_free_text(kept.get(notice.code, ""), "warnings")
    return given or (had.reason if had is not None and had.sentence == notice.sentence else "")


def publish_visit(
    visit: Visit,
    by: Account,
    *,
    now: datetime,
    version: int | None = None,
    kept: Mapping[str, str] | None = None,
) -> None:
    """Announce a draft to everyone. ``kept`` gives a reason for each warning by its code.

    Raises WrongState, Changed, TeamBusy, OfficerBusy or WarningsOpen.
    """
    with transaction(visit):
        one_writer_per_office(visit)
        check_version(visit, version)
        if not may_become(visit.state, VisitState.PUBLISHED):
            raise WrongState(_("Hanya rancangan yang dapat diterbitkan."))
        check_ahead(visit, now)
        check_clashes(visit)
        before = facts(visit)
        _keep_warnings(visit, kept or {}, by, now)
        visit.state, visit.published_at = VisitState.PUBLISHED, now
        visit.changed(now)
        _touch_replaced(visit, now)
        record_visit("publish", visit, by, now, before=before, after=facts(visit))


def _touch_replaced(visit: Visit, now: datetime) -> None:
    """The page of a cancelled visit now leads to this one: its readers see a change."""
    for cancelled in session().scalars(select(Visit).where(Visit.replaced_by_id == visit.id)):
        cancelled.changed(now)


def check_ahead(visit: Visit, now: datetime) -> None:
    """Raise BadPlan when the visit would be over already."""
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
    """Change a visit to a plan; True when anything differs. What is announced needs a reason, and may move.

    Raises WrongState, Changed, ReasonMissing, BadPlan, TeamBusy, OfficerBusy or WarningsOpen.
    """
    with transaction(visit):
        one_writer_per_office(visit)
        check_version(visit, version)
        if visit.state not in (VisitState.DRAFT, *ANNOUNCED):
            raise WrongState(_("Kunjungan yang sudah selesai atau dibatalkan tidak dapat diubah."))
        before, old, stood = facts(visit), position_of(visit), lists_of(visit)
        with session().no_autoflush:
            apply_plan(visit, plan, visit.office)
            moved = position_of(visit) != old
            if facts(visit) == before and not moved:
                return False
            if visit.state is not VisitState.DRAFT:
                _announce_change(visit, by, now, old if moved else None, check_reason(reason), kept or {})
                remember_left(visit, stood)
        visit.changed(now)
        action = "move" if moved and visit.state is not VisitState.DRAFT else "change"
        record_visit(action, visit, by, now, before=before, after=facts(visit), reason=reason.strip())
    return True


def position_of(visit: Visit) -> Mapping[str, Any]:
    """Time and place by their columns, and the place in words: what a resident would go wrong by."""
    columns = (column for field in FIELDS if field.is_move for column in field.kept_in())
    place = f"{visit.venue.name}, {visit.village.full_name}"
    return {"place": place, **{column: getattr(visit, column) for column in columns}}


def _announce_change(
    visit: Visit,
    by: Account,
    now: datetime,
    moved_from: Mapping[str, Any] | None,
    reason: str,
    kept: Mapping[str, str],
) -> None:
    """Check a change of an announced visit and count a move. Inside the caller's transaction."""
    check_clashes(visit)
    if moved_from:
        check_move(visit, now)
        visit.was_opens_at, visit.was_closes_at = moved_from["opens_at"], moved_from["closes_at"]
        visit.was_place = moved_from["place"]
        visit.reason, visit.confirmed_at = reason, None  # the team has to say again that it comes
        visit.revision += 1
    _keep_warnings(visit, kept, by, now)


def check_move(visit: Visit, now: datetime) -> None:
    """Raise WrongState or BadPlan when the visit cannot be where or when it would be now."""
    if visit.state is VisitState.RUNNING:
        raise WrongState(_("Kunjungan yang sedang berlangsung tidak dapat dipindah."))
    check_ahead(visit, now)


def cancel_visit(
    visit: Visit, by: Account, *, reason: str, now: datetime, version: int | None = None
) -> None:
    """Call an announced visit off for good. Raises WrongState, Changed or ReasonMissing."""
    with transaction(visit):
        check_version(visit, version)
        if not may_become(visit.state, VisitState.CANCELLED):
            raise WrongState(_("Hanya kunjungan yang sudah terbit dan belum dibuka yang dapat dibatalkan."))
        before = facts(visit)
        visit.state, visit.cancelled_at, visit.reason = VisitState.CANCELLED, now, check_reason(reason)
        visit.revision += 1
        visit.changed(now)
        record_visit("cancel", visit, by, now, before=before, after=facts(visit), reason=visit.reason)


def discard_draft(visit: Visit, by: Account, *, now: datetime, version: int | None = None) -> None:
    """Throw a draft away. Raises WrongState for what was announced, or Changed."""
    with transaction(visit) as current:
        check_version(visit, version)
        if visit.state is not VisitState.DRAFT:
            raise WrongState(_("Yang sudah terbit tidak dapat dibuang, hanya dibatalkan."))
        record_visit("discard", visit, by, now, before=facts(visit), after={})
        for cancelled in current.scalars(select(Visit).where(Visit.replaced_by_id == visit.id)):
            cancelled.replaced_by_id = None
        current.flush()
        current.execute(delete(KeptWarning).where(KeptWarning.visit_id == visit.id))
        current.delete(visit)
