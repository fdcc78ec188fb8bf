"""The audit log: who changed what, when and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram.audit.labels import action_sentence, change_sentences, subject_labels
from botram.audit.models import AuditEntry
from botram.audit.queries import EntriesPage, entries_page
from botram.formats import short_day
from botram.refusals import NotFound
from botram.staff.models import Role
from botram.staff.queries import LARGEST_ID, accounts_of
from botram.visit_view import Part, VisitView
from botram.visits.history import sentences
from botram.visits.queries import visits_with_public_ids
from botram.web import access
from botram.web.coordinators.office_view import office_view

blueprint = Blueprint("audit", __name__, url_prefix="/jejak")

_PLANNING = (
    "visit",
    "visit_outline",
    "venue",
    "village",
    "team",
    "partner_agency",
    "office_day",
    "ramadan",
    "visit_template",
    "default_offer",
    "region",
    "services",
    "feed_token",
)
_ADMINISTRATION = ("account", "office", "region", "services")
_SEEN_BY = {
    Role.COORDINATOR: _PLANNING,
    Role.ADMIN: _ADMINISTRATION,
    Role.HEAD: (*_PLANNING, "account", "office"),
    Role.OFFICER: (),
}


@dataclass(frozen=True)
class _Line:
    """One entry of the log, as the page shows it."""

    at: datetime
    who: str
    what: str
    more: list[str]
    reason: str
    url: str | None


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD, Role.ADMIN)
def index() -> ResponseReturnValue:
    """List the entries that this person may read, newest first."""
    me = access.me()
    subjects, kind, who = _SEEN_BY[me.account.role], request.args.get("jenis", ""), _number_asked("siapa")
    people = {account.id: account.name for account in accounts_of(me.office)}
    if (kind and kind not in subjects) or (who is not None and who not in people):
        raise NotFound
    page = entries_page(
        me.office.id,
        [kind] if kind else subjects,
        account_id=who,
        before=_number_asked("sebelum"),
        after=_number_asked("sesudah"),
    )
    words = subject_labels()
    about = {entry.subject_key for entry in page.items if entry.subject == "visit"}
    visits = {key: office_view(visit, Part.LINE) for key, visit in visits_with_public_ids(me.office, about).items()}
    return render_template(
        "coordinators/audit/index.html",
        lines=[_audit_line(entry, people, visits) for entry in page.items],
        kinds=[(subject, words[subject]) for subject in subjects],
        kind=kind,
        people=people,
        who=who,
        zone=me.office.time_zone,
        **_addresses(page),
    )


def _number_asked(name: str) -> int | None:
    """Return a number of the address; None without one. Raises NotFound for one that no row can have."""
    text = request.args.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) > LARGEST_ID:
        raise NotFound
    return int(text)


def _audit_line(entry: AuditEntry, people: dict[int, str], visits: dict[str, VisitView]) -> _Line:
    """Return one entry in words."""
    zone, about_visit = access.me().office.time_zone, entry.subject == "visit"
    visit = visits.get(entry.subject_key) if about_visit else None
    return _Line(
        at=entry.at,
        who=people.get(entry.account_id or 0) or _("Pengelola sistem"),
        what=f"{visit.place_name}, {short_day(visit.opens_at, visit.zone)}" if visit else action_sentence(entry),
        more=sentences(entry, zone, staff=True) if about_visit else change_sentences(entry),
        reason=entry.reason,
        url=url_for("coordinators.visits.show", public_id=visit.public_id) if visit else None,
    )


def _addresses(page: EntriesPage) -> dict[str, str | None]:
    """Return the addresses of newer and older entries, with the same filters."""
    chosen: dict[str, Any] = {name: request.args[name] for name in ("jenis", "siapa") if request.args.get(name)}
    first, last = (page.items[0].id, page.items[-1].id) if page.items else (None, None)
    return {
        "newer_url": url_for(".index", sesudah=first, **chosen) if page.newer and first else None,
        "older_url": url_for(".index", sebelum=last, **chosen) if page.older and last else None,
    }
