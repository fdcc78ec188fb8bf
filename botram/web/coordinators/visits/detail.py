"""The page of a visit for its office."""

from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from botram import clock
from botram.refusals import NotFound
from botram.staff.models import Role
from botram.visit_view import Part
from botram.visit_view.labels import labelled_texts, level_word, village_and_district
from botram.visits.conflict_queries import surroundings_of
from botram.visits.former_plans import reversible_entries
from botram.visits.history import sentences
from botram.visits.marks.actions import open_notices
from botram.visits.models import ANNOUNCED, Visit, VisitState
from botram.visits.previews import Preview, preview_publishing
from botram.visits.queries import history_of, replaced_visit, visit_of
from botram.visits.series.labels import series_words
from botram.visits.series.queries import series_of
from botram.visits.travel import time_from_depot
from botram.web import access
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.outlines.page import outline_page
from botram.web.coordinators.visits.blueprint import blueprint, with_other_visits
from botram.web.coordinators.visits.labels import warning_word

_PARTS = Part.SERVICES | Part.BOOTHS | Part.REPLACEMENT | Part.TEAM | Part.CREW


@blueprint.get("/<public_id>")
@access.only(Role.COORDINATOR, Role.HEAD)
def show(public_id: str) -> ResponseReturnValue:
    """Show state, day and place, crew, services, warnings with their reasons, and the history; or the outline."""
    now = clock.now()
    try:
        visit = visit_of(access.me().office, public_id)
    except NotFound:
        return outline_page(public_id)
    view, replaced, draft = office_view(visit, _PARTS), replaced_visit(visit), visit.state is VisitState.DRAFT
    preview = preview_publishing(visit, now=now) if draft else Preview((), ())
    history = history_of(visit)
    reversible = reversible_entries(entry for entry, _name in history)
    return render_template(
        "coordinators/visits/show.html",
        visit=view,
        level=level_word(visit.level),
        market_day=visit.village.has_market_on(clock.local_day(visit.opens_at, visit.office.time_zone)),
        series=series_words(series) if (series := series_of(visit)) else "",
        replaced=office_view(replaced, Part.LINE) if replaced else None,
        draft=draft,
        refusals=with_other_visits(preview.refusals),
        warnings=[warning.sentence for warning in preview.warnings],
        to_come=[(one.sentence, office_view(one.other, Part.LINE)) for one in preview.to_come if one.other],
        undecided=_undecided(visit, now),
        venue_note=", ".join(part for part in (view.venue.address, village_and_district(view.village)) if part),
        on_the_road=time_from_depot(visit),
        kept=[(warning_word(kept.code), kept.reason) for kept in visit.warnings],
        texts=labelled_texts(view),
        history=[(entry, name, sentences(entry, visit.office.time_zone, staff=True)) for entry, name in history],
        reversible=reversible,
        last_change=next(iter(reversible), None),
        may_write=access.me().may(Role.COORDINATOR),
        may_change=draft or visit.state in ANNOUNCED,
        may_cancel=visit.state is VisitState.PUBLISHED,
    )


def _undecided(visit: Visit, now: datetime) -> list[tuple[str, datetime | None]]:
    """Return what has come up since an announced visit was published, and since when it is marked."""
    if visit.state not in ANNOUNCED or visit.closes_at <= now:
        return []
    since = {mark.code: mark.since for mark in visit.marks}
    notices = open_notices(visit, surroundings_of(visit.office, [visit]), now=now)
    return [(notice.sentence, since.get(notice.code)) for notice in notices]
