"""The closing report: obstacles, a remark for the office, and the end of the visit."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from botram import clock
from botram.formats import clock_and_zone
from botram.refusals import Changed, Refusal
from botram.results.queries import totals_of
from botram.staff.models import Role
from botram.visits.field.actions import take_together
from botram.visits.field.hours import not_before
from botram.visits.field.labels import obstacle_labels, obstacle_word
from botram.visits.field.reports import (
    LONGEST_REMARK,
    AnyReport,
    ClosingReport,
    StatusReport,
    closes_early,
    possible_reports,
    remark_is_final,
)
from botram.visits.models import HELD, DayReportKind, Obstacle, Visit, VisitState
from botram.web import access
from botram.web.forms import FreeTexts, form_page, resumed, row_digest
from botram.web.officers.blueprint import back_to_day, blueprint, own_visit, view_for_crew
from botram.web.officers.labels import progress_sentence
from botram.web.officers.report_form import UUID, ReportForm


class _ClosingForm(ReportForm):
    """Obstacles and remark; before the visit is closed also its end."""

    closing = HiddenField()  # the id of the report about obstacles and remark
    ends = HiddenField()  # "1" on a form that also ends the visit, however often it is sent
    seen = HiddenField()  # a digest of the closing when the form was shown
    obstacles = SelectMultipleField(
        _l("Kendala hari ini"), option_widget=CheckboxInput(), description=_l("Warga membacanya.")
    )
    remark = FreeTexts(
        _l("Keterangan untuk kantor"),
        longest=LONGEST_REMARK,
        description=_l("Contoh: jaringan putus pukul 10.00 sampai 11.30. Hanya kantor yang membacanya."),
    )

    def __init__(self, visit: Visit, now: datetime, **values: Any) -> None:
        said = {"obstacles": list(visit.obstacles), "remark": visit.remark}
        super().__init__(visit, now, after=not_before(visit, DayReportKind.CLOSED), data=said, **values)
        words = {one.value: obstacle_word(one) for one in Obstacle}
        self.obstacles.choices = [SelectChoice(code, word[:1].upper() + word[1:]) for code, word in words.items()]
        if not UUID.fullmatch(self.closing.data or ""):
            self.closing.data = str(uuid4())
        if not self.is_submitted() and not resumed():
            self.look_again()
        self.ask_what_is_open()

    def look_again(self) -> None:
        """Store a digest of the present closing in the form; a visit that is closed needs no end any more."""
        self.seen.data = row_digest(_closing_facts(self.visit))
        self.ends.data = "" if self.visit.state in HELD else "1"

    def ask_what_is_open(self) -> None:
        """Ask for the hour only where the form ends the visit."""
        if not self.ends.data:
            del self.hour, self.backdated

    def shows(self, visit: Visit) -> bool:
        """Whether the form was filled in from the present closing; true for a verified visit, which a rule refuses."""
        seen = self.seen.data or row_digest(_NOTHING_SAID)
        return visit.state is VisitState.VERIFIED or seen == row_digest(_closing_facts(visit))

    def tell(self, changed: Changed) -> None:
        """Show the stored closing above the form: sent once more, the form replaces it knowingly."""
        visit, nothing = self.visit, _("tidak ada")
        said = _(
            "Yang tersimpan sekarang: kendala %(obstacles)s; keterangan: %(remark)s",
            obstacles=obstacle_labels(visit.obstacles) or nothing,
            remark=visit.remark or nothing,
        )
        ended = [progress_sentence(view_for_crew(visit))] if visit.state in HELD else []
        again = _("Isian Anda masih ada di bawah. Menyimpannya sekarang menggantikan yang tersimpan.")
        self.form_errors += [str(changed), *ended, said, again]
        self.look_again()
        self.ask_what_is_open()

    def renew(self) -> None:
        """Give both reports new ids."""
        super().renew()
        self.closing.data = str(uuid4())

    def validate(self, extra_validators: Any = None) -> bool:
        """Require a remark from a team that closes early; it is optional otherwise."""
        fits: bool = super().validate(extra_validators)
        ends = self.ends.data and self.visit.state not in HELD
        if fits and ends and not self.remark.data and closes_early(self.visit, self.moment()):
            hour = clock_and_zone(self.visit.closes_at, self.visit.office.time_zone)
            sentence = _("Kunjungan dijadwalkan sampai %(hour)s. Tulis mengapa ditutup lebih awal.", hour=hour)
            self.remark.errors = [sentence]
            return False
        return fits

    def reports(self) -> list[AnyReport]:
        """Return the reports to send: obstacles and remark first, since the remark must precede the end."""
        obstacles = tuple(Obstacle(one) for one in self.obstacles.data or ())
        written = ClosingReport(self.closing.data, obstacles, self.remark.data or "", self.now)
        sent: list[AnyReport] = [written]
        if self.ends.data:
            sent.append(StatusReport(self.id.data, DayReportKind.CLOSED, self.moment()))
        return sent


_NOTHING_SAID = {"closed": False, "obstacles": [], "remark": ""}
"""The closing of a visit without reports."""


def _closing_facts(visit: Visit) -> dict[str, Any]:
    """Return the values that a form about the closing could overwrite."""
    return {"closed": visit.state in HELD, "obstacles": list(visit.obstacles), "remark": visit.remark}


@blueprint.route("/kunjungan/<public_id>/tutup", methods=["GET", "POST"])
@access.only(Role.OFFICER, Role.COORDINATOR)
def close(public_id: str) -> ResponseReturnValue:
    """Show the counts, the obstacles and the button that ends the visit; afterwards only the remark."""
    visit, now = own_visit(public_id), clock.now()
    form = _ClosingForm(visit, now)
    if form.validate_on_submit():
        try:
            take_together(visit, form.reports(), access.me().account, now=now, as_shown=form.shows)
            return back_to_day(visit, progress_sentence(view_for_crew(visit)))
        except Changed as changed:
            form.tell(changed)
        except Refusal as refusal:
            form.refuse(refusal)
            form.renew()
    elif request.method != "POST" and not (
        visit.state is VisitState.CLOSED or DayReportKind.CLOSED in possible_reports(visit, now)
    ):
        return back_to_day(visit, progress_sentence(view_for_crew(visit)), "warning")
    if visit.state is VisitState.VERIFIED:
        return back_to_day(visit, remark_is_final(), "warning")
    totals = totals_of(visit)
    return form_page(
        "officers/close.html",
        form,
        visit=view_for_crew(visit),
        ends=bool(form.ends.data),
        requests=totals.all_requests,
        documents=sum(totals.issued.values()),
    )
