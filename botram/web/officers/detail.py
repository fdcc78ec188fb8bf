"""A visit for its crew: directions, venue, services, partner agencies, and the next step."""

from flask import render_template
from flask.typing import ResponseReturnValue

from botram import clock
from botram.results.queries import totals_of
from botram.staff.models import Role
from botram.visit_view import Part
from botram.visit_view.labels import labelled_texts
from botram.visits.field.corrections import correctable_hours
from botram.visits.field.reports import possible_reports
from botram.visits.models import DayReportKind, VisitState
from botram.visits.travel import time_from_depot
from botram.web import access
from botram.web.officers.blueprint import blueprint, own_visit, view_for_crew
from botram.web.officers.labels import progress_sentence
from botram.web.officers.status_reports import STEPS, step_words

_PARTS = Part.SERVICES | Part.BOOTHS | Part.TEAM | Part.CREW


@blueprint.get("/kunjungan/<public_id>")
@access.only(Role.OFFICER, Role.COORDINATOR)
def show(public_id: str) -> ResponseReturnValue:
    """Show everything about the visit that its crew needs."""
    visit, now = own_visit(public_id), clock.now()
    view, possible = view_for_crew(visit, _PARTS), possible_reports(visit, now)
    return render_template(
        "officers/show.html",
        visit=view,
        standing=progress_sentence(view),
        steps=[(step, step_words(kind, view.place_name).button) for step, kind in STEPS.items() if kind in possible],
        may_close=DayReportKind.CLOSED in possible,
        may_set_services=DayReportKind.SERVICE in possible,
        requests=totals_of(visit).all_requests,
        may_correct_hours=access.me().may(Role.COORDINATOR) and bool(correctable_hours(visit)),
        may_correct_closing=visit.state is VisitState.CLOSED,
        on_the_road=time_from_depot(visit),
        texts=labelled_texts(view),
    )
