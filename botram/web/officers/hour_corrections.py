"""Correction of reported hours by coordinators: a wrong press, or an hour misheard on the telephone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from botram import clock
from botram.formats import wall_clock
from botram.refusals import Changed, Refusal
from botram.staff.models import Role
from botram.visits.field.corrections import already_verified, correct_hours, correctable_hours
from botram.visits.models import Visit, VisitState
from botram.web import access
from botram.web.forms import Form, FreeTexts, HourField
from botram.web.officers.blueprint import back_to_day, blueprint, own_visit, view_for_crew
from botram.web.officers.labels import progress_sentence
from botram.web.visit.versions import news_since, typed_version


class _HourCorrectionForm(Form):
    """The reported hours, and the reason for correcting them."""

    version = HiddenField()  # of the visit that the form was filled from
    confirmed_at = HourField(_l("Tim memastikan berangkat"), needed=True)
    opened_at = HourField(_l("Layanan dibuka"), needed=True)
    queue_closed_at = HourField(_l("Antrean ditutup"), needed=True)
    closed_at = HourField(_l("Kunjungan selesai"), needed=True)
    confirmed_at_shown = HiddenField()  # the inputs as shown, to tell typed hours
    opened_at_shown = HiddenField()
    queue_closed_at_shown = HiddenField()
    closed_at_shown = HiddenField()
    reason = FreeTexts(
        _l("Alasan perbaikan jam"),
        needed=True,
        longest=500,
        description=_l("Contoh: tombolnya baru ditekan sejam kemudian. Warga membacanya di riwayat kunjungan."),
    )

    def __init__(self, visit: Visit) -> None:
        self.visit, self.known = visit, correctable_hours(visit)
        hours = {name: self.wall(at).time() for name, at in self.known.items()}
        shown = {f"{name}_shown": wall_clock(hour) for name, hour in hours.items()}
        super().__init__(data={"version": visit.version, **hours, **shown})
        for name in ("confirmed_at", "opened_at", "queue_closed_at", "closed_at"):
            if name not in self.known:
                del self[name], self[f"{name}_shown"]
            elif self.is_submitted() and not self[name].raw_data:  # reported after the form was shown
                self.show_again(name)

    def look_again(self) -> None:
        """Update the form after a conflict: typed hours stay, untouched ones become those stored now."""
        self.version.data = self.visit.version
        for name in self.known:
            typed, shown = self[name].raw_data, self[f"{name}_shown"]
            if typed == shown.raw_data:
                self.show_again(name)
            shown.data = wall_clock(self.wall(self.known[name]))

    def show_again(self, name: str) -> None:
        """Set an input to the stored hour, as if it had been submitted."""
        hour = self.wall(self.known[name]).time()
        self[name].process(None, hour)
        self[name].raw_data = [wall_clock(hour)]

    def wall(self, at: datetime) -> datetime:
        """Return the moment on the wall clock of the office."""
        return at.astimezone(ZoneInfo(self.visit.office.time_zone))

    def hours(self) -> dict[str, datetime]:
        """Return the typed hours on the day of the visit. An untouched hour keeps its seconds and its day."""
        zone = self.visit.office.time_zone
        day = clock.local_day(self.visit.opens_at, zone)
        typed: dict[str, datetime] = {}
        for name, at in self.known.items():
            hour, shown = self[name].data, self.wall(at)
            same = (hour.hour, hour.minute) == (shown.hour, shown.minute)
            typed[name] = at if same else clock.at_wall_clock(day, hour.hour, hour.minute, zone)
        return typed


@blueprint.route("/kunjungan/<public_id>/jam", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def correct_reported_hours(public_id: str) -> ResponseReturnValue:
    """Show the reported hours as inputs, and store the changed ones with one reason."""
    visit, now = own_visit(public_id), clock.now()
    if not correctable_hours(visit):
        over = visit.state is VisitState.VERIFIED
        return back_to_day(visit, already_verified() if over else progress_sentence(view_for_crew(visit)), "warning")
    form = _HourCorrectionForm(visit)
    if not form.validate_on_submit():
        return _hour_correction_page(visit, form)
    try:
        me, reason = access.me().account, form.reason.data or ""
        corrected = correct_hours(visit, form.hours(), me, reason=reason, now=now, version=typed_version())
    except Changed:
        form = _HourCorrectionForm(visit)
        form.look_again()
        return _hour_correction_page(visit, form, news=news_since(visit, typed_version()))
    except Refusal as refusal:
        form.refuse(refusal)
        return _hour_correction_page(visit, form)
    if not corrected:
        return back_to_day(visit, _("Tidak ada yang berbeda dari yang sudah tersimpan."))
    return back_to_day(visit, _("Jam laporan diperbaiki. Warga langsung membacanya."))


def _hour_correction_page(visit: Visit, form: _HourCorrectionForm, **more: Any) -> ResponseReturnValue:
    """Render the form, with the changes that others made meanwhile."""
    fields = [form[name] for name in form.known]
    wrong = form.errors or more
    return render_template(
        "officers/correct_hours.html", visit=view_for_crew(visit), form=form, fields=fields, **more
    ), (422 if wrong else 200)
