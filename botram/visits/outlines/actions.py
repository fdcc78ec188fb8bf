"""Making, changing and discarding outlines. One that lacks nothing becomes a draft in the same transaction."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select, update

from botram.clock import local_day
from botram.database import constraint_error, session, transaction
from botram.places.models import Village
from botram.places.queries import village_on
from botram.refusals import Changed
from botram.staff.models import Account, Office
from botram.staff.rules import check_free_text
from botram.visits.actions import draft_visit
from botram.visits.models import Visit
from botram.visits.outlines.models import VisitOutline
from botram.visits.outlines.queries import outline_with
from botram.visits.outlines.records import outline_snapshot, record_outline
from botram.visits.outlines.rules import LONGEST_NOTES, OutlinePlan, check_outline
from botram.visits.plans import VisitPlan
from botram.visits.rules import BadPlan, WrongState, new_public_id
from botram.visits.templates.queries import template_for
from botram.visits.templates.rules import template_plan
from botram.visits.village_queries import usual_venue

constraint_error(
    "uq_visit_outline_public_id", lambda: WrongState(_("Formulir ini baru saja dikirim. Muat ulang halamannya."))
)


def save_outline(
    office: Office,
    outline: VisitOutline | None,
    plan: OutlinePlan,
    by: Account | None,
    *,
    now: datetime,
    public_id: str = "",
    version: int | None = None,
) -> VisitOutline | Visit:
    """Make an outline or change one; return the draft that it becomes where nothing is missing any more.

    Raises BadPlan, Changed, WrongState or IdentityNumber.

    public_id  of a new one: a form that is sent twice makes one outline
    version    that the caller has read
    """
    with transaction(*([outline] if outline else [])) as current:
        if outline is None and (made := _made_before(public_id, office)):
            return made
        if outline is not None:
            _check_outline_version(outline, version)
        check_outline(plan, office, local_day(now, office.time_zone))
        notes = check_free_text(plan.notes, "notes")
        if len(notes) > LONGEST_NOTES:
            raise BadPlan(_("Paling panjang %(longest)s karakter.", longest=LONGEST_NOTES), field="notes")
        before = outline_snapshot(outline) if outline else {}
        if outline is None:
            outline = VisitOutline(public_id=public_id or new_public_id(), office_id=office.id, version=0)
            outline.made_by, outline.changed_at = by.id if by else None, now
        with current.no_autoflush:
            _apply(outline, plan, notes, office)
        current.add(outline)
        if (after := outline_snapshot(outline)) != before:
            outline.version, outline.changed_at = outline.version + 1, now
            current.flush()
            record_outline("change" if before else "make", outline, by, now, before=before, after=after)
        return _completed(outline, office, by, now) or outline


def _made_before(public_id: str, office: Office) -> VisitOutline | Visit | None:
    """Return what the same form has made: an outline, or the draft that it has become. Raises WrongState."""
    if not public_id:
        return None
    made: VisitOutline | Visit | None = outline_with(public_id)
    made = made or session().scalar(select(Visit).where(Visit.public_id == public_id))
    if made is not None and made.office_id != office.id:
        raise WrongState(_("Formulir ini tidak dapat dipakai lagi. Muat ulang halamannya."))
    return made


def _check_outline_version(outline: VisitOutline, version: int | None) -> None:
    """Raise Changed when the outline has another version than the caller has read."""
    if version is not None and outline.version != version:
        sentence = _("Orang lain baru saja mengubah rancangan ini. Periksa yang terbaru, lalu simpan lagi.")
        raise Changed(sentence, version=outline.version)


def _apply(outline: VisitOutline, plan: OutlinePlan, notes: str, office: Office) -> None:
    """Set the values of an outline to a plan. A village that has a successor by then gives way to it."""
    village = district = None
    if isinstance(plan.place, Village):
        village = village_on(plan.place.code, plan.day or plan.first)
    else:
        district = plan.place
    outline.village, outline.village_code = village, village.code if village else None
    outline.district, outline.district_code = district, district.code if district else None
    outline.team, outline.team_id = plan.team, plan.team.id if plan.team else None
    outline.level, outline.month, outline.day, outline.notes = plan.level, plan.first, plan.day, notes
    outline.office = office


def _completed(outline: VisitOutline, office: Office, by: Account | None, now: datetime) -> Visit | None:
    """Make the draft of an outline, which then goes; None while something is missing."""
    plan = _complete_plan(outline, office)
    return draft_visit(office, plan, by, now=now, public_id=outline.public_id) if plan else None


def _complete_plan(outline: VisitOutline, office: Office) -> VisitPlan | None:
    """Return the plan of the draft that an outline becomes; None while something is missing.

    The rest comes from the main template of its level.
    """
    if outline.village is None or outline.day is None or outline.team is None:
        return None
    if (venue := usual_venue(office, outline.village)) is None:
        return None
    return template_plan(template_for(office, outline.level), outline.day, outline.team, venue, outline.notes)


def plan_of_outline(outline: VisitOutline) -> OutlinePlan:
    """Return the present plan of an outline."""
    place = outline.village or outline.district
    if place is None:  # which the database refuses
        raise ValueError("an outline has a place")
    return OutlinePlan(outline.level, outline.month, place, outline.team, outline.day, outline.notes)


def discard_outline(outline: VisitOutline, by: Account, *, now: datetime, version: int | None = None) -> None:
    """Delete an outline. Raises Changed."""
    with transaction(outline) as current:
        _check_outline_version(outline, version)
        record_outline("discard", outline, by, now, before=outline_snapshot(outline))
        current.delete(outline)
        current.flush()


def hand_over_outlines(old: str, new: str, since: datetime | None) -> None:
    """Let the successor of a village have its outlines, once that village is gone. ``since``: it stands until then."""
    if since is None:
        session().execute(update(VisitOutline).where(VisitOutline.village_code == old).values(village_code=new))
