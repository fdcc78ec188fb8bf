"""The page of a visit for its office."""

from flask import render_template
from flask.typing import ResponseReturnValue

from botram import clock
from botram.staff.models import Role
from botram.visit_view import Audience, Part, view_of
from botram.visit_view.labels import labelled_texts, level_word, village_and_district
from botram.visits.history import sentences
from botram.visits.models import ANNOUNCED, Visit, VisitState
from botram.visits.previews import preview_publishing
from botram.visits.queries import history_of, replaced_visit, visit_of
from botram.visits.travel import time_from_depot
from botram.web import access
from botram.web.coordinators.visits.blueprint import blueprint
from botram.web.coordinators.visits.labels import warning_word

_PARTS = Part.SERVICES | Part.BOOTHS | Part.REPLACEMENT | Part.TEAM | Part.CREW


@blueprint.get("/<public_id>")
@access.only(Role.COORDINATOR, Role.HEAD)
def show(public_id: str) -> ResponseReturnValue:
    """Show state, day and place, crew, services, warnings with their reasons, and the history."""
    visit, now = visit_of(access.me().office, public_id), clock.now()
    view = view_of(visit, Audience.OFFICE, now, _PARTS)
    draft = visit.state is VisitState.DRAFT
    return render_template(
        "coordinators/visits/show.html",
        visit=view,
        level=level_word(visit.level),
        replaced=replaced_visit(visit),
        preview=preview_publishing(visit, now=now) if draft else None,
        venue_note=", ".join(part for part in (view.venue.address, village_and_district(view.village)) if part),
        on_the_road=time_from_depot(visit),
        kept=_kept_warnings(visit),
        texts=labelled_texts(view),
        history=[
            (entry, name, sentences(entry, visit.office.time_zone, staff=True)) for entry, name in history_of(visit)
        ],
        may_write=access.me().may(Role.COORDINATOR),
        may_change=draft or visit.state in ANNOUNCED,
        may_cancel=visit.state is VisitState.PUBLISHED,
    )


def _kept_warnings(visit: Visit) -> list[tuple[str, str]]:
    """Return the accepted warnings in a few words, each with its reason."""
    return [(warning_word(kept.code), kept.reason) for kept in visit.warnings]
