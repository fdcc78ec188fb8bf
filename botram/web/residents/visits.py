"""The public page of a visit, and its calendar file."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.calendars.event import event_of
from botram.calendars.file import calendar
from botram.refusals import NotFound
from botram.services.texts import service_notes
from botram.staff.queries import installation
from botram.visit_view import Audience, Part, card_views, view_of
from botram.visits.models import Visit, VisitState
from botram.visits.queries import alternatives_to, history_of, linked_visits, public_visit, related_visits
from botram.visits.rules import PUBLIC_ID
from botram.web import access
from botram.web.context import canonical_url
from botram.web.feed_query import check_query
from botram.web.residents import visit_page
from botram.web.residents.blueprint import blueprint
from botram.web.residents.visit_sheet import sheet_of
from botram.web.visit.links import address_of

_MISREAD = str.maketrans("oil", "011")  # letters that the alphabet leaves out because they look like numbers


def _canonical_id(typed: str) -> str:
    """Return the id meant by what somebody read off a poster. Raises NotFound for an impossible one."""
    public_id = typed.lower().translate(_MISREAD).replace("-", "")
    if not PUBLIC_ID.fullmatch(public_id):
        raise NotFound
    return public_id


@blueprint.get("/kunjungan/<public_id>")
@access.everyone
def visit(public_id: str) -> ResponseReturnValue:
    """Show everything public about one visit, in any state."""
    if (canonical := _canonical_id(public_id)) != public_id:
        return redirect(url_for("residents.visit", public_id=canonical), 301)
    return _page_of(public_visit(public_id))


def _page_of(shown: Visit) -> str:
    """Render the page of a visit."""
    now = clock.now()
    related, changes = related_visits(shown, now), history_of(shown)
    view, alternatives = view_of(shown, Audience.RESIDENTS, now), card_views(related.alternatives, now)
    replacement = next((one for one in alternatives if one.id == view.replaced_by_id), None)
    lines = {code: view_of(one, Audience.RESIDENTS, now, Part.LINE) for code, one in related.elsewhere.items()}
    again, replaced = (
        one and view_of(one, Audience.RESIDENTS, now, Part.LINE) for one in (related.again, related.replaced)
    )
    panel, groups = visit_page.panel_of(view), visit_page.offer_groups(view, lines)
    return render_template(
        "residents/visit.html",
        visit=view,
        panel=panel,
        sheet=sheet_of(view, panel, groups, canonical_url()),
        texts=visit_page.chat_texts(view, alternatives, canonical_url()),
        whom=visit_page.for_whom(view),
        groups=groups,
        notes=service_notes(),
        replacement=replacement,
        others=[one for one in alternatives if one is not replacement],
        replaced=replaced,
        again=again,
        history=visit_page.history_lines(changes, view.zone),
    )


@blueprint.get("/kunjungan/<public_id>.ics")
@access.everyone
def visit_ics(public_id: str) -> ResponseReturnValue:
    """Return the visit as a calendar file, also when it is cancelled."""
    if (canonical := _canonical_id(public_id)) != public_id:
        return redirect(url_for("residents.visit_ics", public_id=canonical), 301)
    check_query()
    shown = public_visit(public_id)
    alternatives: list[Visit] = []
    if shown.state is VisitState.CANCELLED:
        replacement, _replaced = linked_visits(shown)
        alternatives = alternatives_to(shown, replacement, clock.now())
    made = installation()
    event = event_of(
        shown, uid_host=made.uid_host if made else "botram.invalid", address_of=address_of, alternatives=alternatives
    )
    file = Response(
        calendar([event.to_ical()], zone=shown.office.time_zone), content_type="text/calendar; charset=utf-8"
    )
    file.headers["Content-Disposition"] = f'inline; filename="botram-{public_id}.ics"'
    file.last_modified = shown.changed_at
    return file
