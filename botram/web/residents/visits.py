"""One visit: its page, and its entry for a calendar."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.calendars.event import event_of
from botram.calendars.file import calendar
from botram.formats import long_day
from botram.refusals import NotFound
from botram.services.texts import service_notes
from botram.staff.queries import installation
from botram.visits.models import HELD, OfferState, Visit, VisitState
from botram.visits.queries import history_of, linked_visits, next_visits_with, public_visit
from botram.visits.rules import PUBLIC_ID
from botram.visits.search_queries import alternatives_to, next_in_village_of
from botram.web import access
from botram.web.cards import card_of, office_name_of
from botram.web.context import absolute
from botram.web.residents import visit_page
from botram.web.residents.blueprint import blueprint
from botram.web.residents.distances import card_with_distance
from botram.web.residents.panel import panel_of, planned_queue_end

_MISREAD = str.maketrans("oil", "011")  # letters that the alphabet leaves out because they look like numbers


def _canonical_id(typed: str) -> str:
    """The id that somebody read off a poster. Raises NotFound for what can be none."""
    public_id = typed.lower().translate(_MISREAD).replace("-", "")
    if not PUBLIC_ID.fullmatch(public_id):
        raise NotFound
    return public_id


@blueprint.get("/kunjungan/<public_id>")
@access.everyone
def visit(public_id: str) -> ResponseReturnValue:
    """Everything that is announced about one visit, whatever became of it."""
    if (canonical := _canonical_id(public_id)) != public_id:
        return redirect(url_for("residents.visit", public_id=canonical), 301)
    return _page_of(public_visit(public_id))


def _page_of(shown: Visit) -> str:
    """The page of a visit."""
    now, zone = clock.now(), shown.office.time_zone
    panel = panel_of(shown, now)
    later, earlier = linked_visits(shown)
    others = [one for one in alternatives_to(shown, now) if one is not later]
    alternatives = [later, *others] if later else others
    point = (shown.venue.latitude, shown.venue.longitude)
    shut = [offer.service_code for offer in shown.offers if offer.state is OfferState.CLOSED]
    text = visit_page.share_text(shown, alternatives)
    return render_template(
        "residents/visit.html",
        visit=shown,
        zone=zone,
        now=now,
        panel=panel,
        queue_end=planned_queue_end(shown, now),
        title=visit_page.page_title(shown, panel.key, long_day(shown.opens_at, zone)),
        description=visit_page.page_description(shown, alternatives),
        office_name=office_name_of(shown),
        over=shown.state in (*HELD, VisitState.CANCELLED),
        whom=visit_page.for_whom(shown),
        contact=visit_page.contact_of(shown),
        maps=visit_page.map_links(shown),
        share_text=text,
        share_link=visit_page.whatsapp_link(text),
        groups=visit_page.offer_groups(shown, next_visits_with(shut, max(now, shown.closes_at))),
        notes=service_notes(),
        replacement=later and card_with_distance(later, now, point),
        others=[card_with_distance(one, now, point) for one in others],
        replaced=earlier and card_of(earlier, now),
        again=next_in_village_of(shown, now),
        history=visit_page.history_lines(history_of(shown), zone),
    )


@blueprint.get("/kunjungan/<public_id>.ics")
@access.everyone
def visit_ics(public_id: str) -> ResponseReturnValue:
    """The visit's entry for a calendar. It tells a cancellation too."""
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
        address_of=lambda one: absolute(visit_page.address_of(one)),
        alternatives=list(dict.fromkeys(alternatives)),
    )
    file = Response(
        calendar([event.to_ical()], zone=shown.office.time_zone), content_type="text/calendar; charset=utf-8"
    )
    file.headers["Content-Disposition"] = f'inline; filename="botram-{public_id}.ics"'
    file.last_modified = shown.changed_at
    return file
