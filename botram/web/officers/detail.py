"""One visit as its crew needs it: the way there, the place, the services, who comes along, and the next step."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.results.queries import totals_of
from botram.staff.models import Role, Team
from botram.visits.field.corrections import correctable_hours
from botram.visits.field.labels import obstacle_words
from botram.visits.field.reports import possible_reports
from botram.visits.fields import labelled_texts
from botram.visits.labels import move_sentence, times
from botram.visits.models import HELD, DayReportKind, VisitState
from botram.visits.travel import time_from_depot
from botram.web import access
from botram.web.cards import OFFER_KEYS, state_of
from botram.web.officers.blueprint import blueprint, own_visit
from botram.web.officers.labels import standing
from botram.web.officers.reporting import STEPS
from botram.web.residents.panel import planned_queue_end
from botram.web.residents.visit_page import contact_of, map_links

_STEP_OF = {kind: step for step, kind in STEPS.items()}


@blueprint.get("/kunjungan/<public_id>")
@access.only(Role.OFFICER, Role.COORDINATOR)
def show(public_id: str) -> ResponseReturnValue:
    """Everything about the visit that its crew works with."""
    visit, now = own_visit(public_id), clock.now()
    key, note = state_of(visit, now)
    possible = possible_reports(visit, now)
    return render_template(
        "officers/show.html",
        visit=visit,
        zone=visit.office.time_zone,
        now=now,
        state=key,
        state_note=note,
        standing=standing(visit, now),
        moved=move_sentence(visit),
        times=times(visit),
        queue_end=planned_queue_end(visit, now),
        steps=[(_STEP_OF[kind], _step_button(kind)) for kind in possible if kind in _STEP_OF],
        may_close=DayReportKind.CLOSED in possible,
        may_set_services=DayReportKind.SERVICE in possible,
        over=visit.state in HELD,
        requests=totals_of(visit).all_requests,
        may_correct_hours=access.me().may(Role.COORDINATOR) and bool(correctable_hours(visit)),
        may_correct_closing=visit.state is VisitState.CLOSED,
        on_the_road=time_from_depot(visit),
        maps=map_links(visit),
        contact=contact_of(visit),
        obstacles=obstacle_words(visit.obstacles),
        texts=labelled_texts(visit),
        crew=sorted(member.account.name for member in visit.crew),
        equipment=_equipment_of(visit.team),
        offer_keys=OFFER_KEYS,
    )


def _step_button(kind: DayReportKind) -> str:
    """The words on the button that leads to a step."""
    words: dict[DayReportKind, str] = {
        DayReportKind.CONFIRMED: _("Konfirmasi berangkat"),
        DayReportKind.OPENED: _("Buka layanan"),
        DayReportKind.QUEUE_CLOSED: _("Tutup antrean"),
        DayReportKind.QUEUE_REOPENED: _("Buka lagi antrean"),
    }
    return words[kind]


def _equipment_of(team: Team) -> list[str]:
    """What the team carries."""
    has = (
        (team.enrolment_kit, _("alat perekaman KTP-el")),
        (team.ktp_printer, _("pencetak KTP-el")),
        (team.kia_printer, _("pencetak KIA")),
    )
    return [str(words) for there, words in has if there]
