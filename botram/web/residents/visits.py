"""The public page of a visit, and its calendar file."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.calendars.event import event_of
from botram.calendars.file import calendar
from botram.refusals import NotFound
from botram.services.texts import service_notes
from botram.staff.queries import installation
from botram.visit_view import Audience, Part, view_of
from botram.visits.models import OfferState, Visit, VisitState
from botram.visits.queries import history_of, linked_visits, next_visits_with, public_visit
from botram.visits.rules import PUBLIC_ID
from botram.visits.search_queries import alternatives_to, next_in_village_of
from botram.web import access
from botram.web.context import canonical_url
from botram.web.residents import visit_page
from botram.web.residents.blueprint import blueprint
from botram.web.residents.state_panel import panel_of
from botram.web.visit.cards import card_of, office_name_of
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
    shut = [offer.service_code for offer in shown.offers if offer.state is OfferState.CLOSED]
    later, earlier = linked_visits(shown)
    elsewhere, changes = next_visits_with(shut, max(now, shown.closes_at)), history_of(shown)
    others = [one for one in alternatives_to(shown, now) if one is not later]
    again = next_in_village_of(shown, now)
    view = view_of(shown, Audience.RESIDENTS, now)
    lines = {code: view_of(one, Audience.RESIDENTS, now, Part.LINE) for code, one in elsewhere.items()}
    replacement, *cards = [card_of(one, now, view.venue.point) if one else None for one in (later, *others)]
    alternatives = [card.visit for card in (replacement, *cards) if card]
    return render_template(
        "residents/visit.html",
        visit=view,
        panel=panel_of(view),
        texts=visit_page.chat_texts(view, alternatives, canonical_url()),
        office_name=office_name_of(view),
        whom=visit_page.for_whom(view),
        groups=visit_page.offer_groups(view, lines),
        notes=service_notes(),
        replacement=replacement,
        others=cards,
        replaced=earlier and card_of(earlier, now),
        again=again and view_of(again, Audience.RESIDENTS, now, Part.LINE),
        history=visit_page.history_lines(changes, view.zone),
    )


@blueprint.get("/kunjungan/<public_id>.ics")
@access.everyone
def visit_ics(public_id: str) -> ResponseReturnValue:
    """Return the visit as a calendar file, also when it is cancelled."""
    if (canonical := _canonical_id(public_id)) != public_id:
        return redirect(url_for("residents.visit_ics", public_id=canonical), 301)
    shown = public_visit(public_id)
    alternatives: list[Visit] = []
    if shown.state is VisitState.CANCELLED:
        later, _earlier = linked_visits(shown)
        alternatives = [one for one in (later, *alternatives_to(shown, clock.now())) if one is not None]
    made = installation()
    event = event_of(
        shown,
        uid_host=made.uid_host if made else "botram.invalid",
        address_of=address_of,
        alternatives=list(dict.fromkeys(alternatives)),
    )
    file = Response(
        calendar([event.to_ical()], zone=shown.office.time_zone), content_type="text/calendar; charset=utf-8"
    )
    file.headers["Content-Disposition"] = f'inline; filename="botram-{public_id}.ics"'
    file.last_modified = shown.changed_at
    return file
