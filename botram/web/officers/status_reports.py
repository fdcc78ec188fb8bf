"""Reports of the day: departure, opening, closed queue, and the state of a service."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.languages import language
from botram.refusals import NotFound, Refusal
from botram.services.texts import localized
from botram.staff.models import Role
from botram.visit_view import Part
from botram.visit_view.labels import offer_word
from botram.visits.availability import standing_of
from botram.visits.field.actions import take_together
from botram.visits.field.hours import not_before
from botram.visits.field.labels import offer_state_label
from botram.visits.field.reports import AnyReport, ServiceReport, StatusReport, possible_reports
from botram.visits.models import DayReportKind, Offer, OfferReason, OfferState, Visit
from botram.web import access
from botram.web.forms import form_page
from botram.web.officers.blueprint import back_to_day, blueprint, own_visit, view_for_crew
from botram.web.officers.labels import progress_sentence
from botram.web.officers.report_form import ReportForm

STEPS = {
    "berangkat": DayReportKind.CONFIRMED,
    "buka": DayReportKind.OPENED,
    "tutup-antrean": DayReportKind.QUEUE_CLOSED,
    "buka-antrean": DayReportKind.QUEUE_REOPENED,
}
"""The last segment of each step's address."""

_CHOICES: dict[str, tuple[OfferState, OfferReason | None]] = {"OPEN": (OfferState.OPEN, None)} | {
    f"{state}-{reason}": (state, reason) for state in (OfferState.LIMITED, OfferState.CLOSED) for reason in OfferReason
}
"""The states and reasons that the buttons send."""


@dataclass(frozen=True)
class StepWords:
    """The texts on the page of a step."""

    title: str
    follows: tuple[str, ...]
    button: str


def step_words(kind: DayReportKind, place: str) -> StepWords:
    """Return the question, the consequence and the button of a step."""
    match kind:
        case DayReportKind.CONFIRMED:
            return StepWords(
                _("Tim berangkat ke %(place)s?", place=place),
                (_("Warga langsung membaca bahwa tim sudah memastikan berangkat."),),
                _("Konfirmasi berangkat"),
            )
        case DayReportKind.OPENED:
            return StepWords(
                _("Buka layanan di %(place)s?", place=place),
                (_("Warga langsung membaca bahwa layanan sedang berlangsung."),),
                _("Buka layanan"),
            )
        case DayReportKind.QUEUE_CLOSED:
            return StepWords(
                _("Tutup antrean di %(place)s?", place=place),
                (
                    _("Warga langsung membaca bahwa nomor antrean baru tidak dibagikan lagi."),
                    _("Yang sudah memegang nomor tetap dilayani, dan hasilnya tetap dicatat."),
                    _("Antrean dapat dibuka lagi selama kunjungan belum ditutup."),
                ),
                _("Tutup antrean"),
            )
        case DayReportKind.QUEUE_REOPENED:
            return StepWords(
                _("Buka lagi antrean di %(place)s?", place=place),
                (_("Warga langsung membaca bahwa layanan masih menerima antrean."),),
                _("Buka lagi antrean"),
            )
        case DayReportKind.CLOSED | DayReportKind.SERVICE | DayReportKind.CLOSING:
            raise ValueError(f"{kind} has a page of its own")
        case _:
            assert_never(kind)


@blueprint.route("/kunjungan/<public_id>/lapor/<step>", methods=["GET", "POST"])
@access.only(Role.OFFICER, Role.COORDINATOR)
def report(public_id: str, step: str) -> ResponseReturnValue:
    """Show the consequence of the next step, then one button."""
    if step not in STEPS:
        raise NotFound
    visit, kind, now = own_visit(public_id), STEPS[step], clock.now()
    form = ReportForm(visit, now, after=not_before(visit, kind))
    if form.validate_on_submit():
        if _report_taken(visit, form, StatusReport(form.id.data, kind, form.moment()), now):
            return back_to_day(visit, progress_sentence(view_for_crew(visit)))
    elif request.method != "POST" and kind not in possible_reports(visit, now):
        return back_to_day(visit, progress_sentence(view_for_crew(visit)), "warning")
    view = view_for_crew(visit)
    return form_page("officers/report.html", form, visit=view, words=step_words(kind, view.place_name))


def _report_taken(visit: Visit, form: ReportForm, sent: AnyReport, now: datetime) -> bool:
    """Whether the report is stored, now or before. If not, the form shows why and gets a new id."""
    try:
        take_together(visit, [sent], access.me().account, now=now)
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        form.renew()
        return False
    return True


@blueprint.route("/kunjungan/<public_id>/layanan/<slug>", methods=["GET", "POST"])
@access.only(Role.OFFICER, Role.COORDINATOR)
def service_state(public_id: str, slug: str) -> ResponseReturnValue:
    """Set the state of a service: one large button for each state and reason."""
    visit, now = own_visit(public_id), clock.now()
    offer = _offer_with(visit, slug)
    form = ReportForm(visit, now, after=not_before(visit, DayReportKind.SERVICE, offer))
    pressed = request.form.get("keadaan", "")
    if request.method == "POST" and pressed not in _CHOICES:
        form.form_errors.append(_("Tekan salah satu tombol keadaan."))
    elif form.validate_on_submit():
        state, reason = _CHOICES[pressed]
        sent = ServiceReport(form.id.data, offer.service_code, state, reason, form.moment())
        if _report_taken(visit, form, sent, now):
            return back_to_day(visit, _said_about(offer))
    elif request.method != "POST" and DayReportKind.SERVICE not in possible_reports(visit, now):
        return back_to_day(visit, progress_sentence(view_for_crew(visit)), "warning")
    view = view_for_crew(visit, Part.SERVICES)
    return form_page(
        "officers/service_state.html",
        form,
        visit=view,
        service=next(service for service in view.services if service.slug == slug),
        words={name: offer_word(*pair, language()) for name, pair in _CHOICES.items()},
    )


def _said_about(offer: Offer) -> str:
    """Return what was reported about a service, and what residents read all the same once its quota is used up."""
    words = offer_state_label(offer.state, offer.reason)
    said = str(_("%(service)s %(state)s.", service=localized(offer.service, "name"), state=words))
    if standing_of(offer).state is offer.state:
        return said
    more = _("Kuotanya sudah terpakai, jadi warga tetap membaca kuota habis. Koordinator dapat menaikkan kuotanya.")
    return f"{said} {more}"


def _offer_with(visit: Visit, slug: str) -> Offer:
    """Return the visit's offer of the service with this slug. Raises NotFound."""
    for offer in visit.offers:
        if offer.service.slug == slug:
            return offer
    raise NotFound
