"""The form of a report of the day, with an id by which a second sending is recognised."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from botram import clock
from botram.formats import clock_and_zone
from botram.staff.models import Role
from botram.visits.field.reports import is_afterwards, to_minute
from botram.visits.models import Visit
from botram.web import access
from botram.web.forms import Form, HourField

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _moment_of(text: str | None) -> datetime | None:
    """The moment in a hidden input; None for any other text."""
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.astimezone(UTC).replace(microsecond=0) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


class ReportForm(Form):
    """A button and a backdated time, which is required after the planned end and optional before."""

    id = HiddenField()
    at = HiddenField()  # when the form was shown, which decides whether the time is required
    hour = HourField(_l("Pukul berapa?"), needed=True, description=_l("Contoh: 08.00"))
    backdated = HourField(
        _l("Pukul berapa?"), description=_l("Kosong berarti baru saja. Contoh: 08.00"), name="told"
    )

    def __init__(self, visit: Visit, now: datetime, *, after: datetime | None = None, **values: Any) -> None:
        """``after``: the reported time must not be before this moment."""
        super().__init__(**values)
        self.folded = access.me().may(Role.OFFICER)  # who mostly reports at once
        self.visit, self.now, self.after = visit, now, after
        if not UUID.fullmatch(self.id.data or "") or _moment_of(self.at.data) is None:
            self.renew()
        if is_afterwards(visit, self.shown_at):
            del self.backdated
        else:
            del self.hour

    def renew(self) -> None:
        """Give the form a new id after its id was used."""
        self.id.data, self.at.data = str(uuid4()), self.now.isoformat()

    @property
    def shown_at(self) -> datetime:
        """When the form was shown."""
        return min(_moment_of(self.at.data) or self.now, self.now)

    @property
    def asked(self) -> HourField | None:
        """The input of the time; None without one."""
        return self.hour if "hour" in self else self.backdated if "backdated" in self else None

    def validate_backdated(self, field: Any) -> None:
        """Check an optional backdated time like a required one."""
        self.validate_hour(field)

    def validate_hour(self, field: Any) -> None:
        """Raise ValidationError for a time in the future, or before the previous report."""
        if field.data and self.moment() > self.now:
            raise ValidationError(_("Jam itu belum lewat."))
        if field.data and self.after and self.moment() < self.after:
            hour = clock_and_zone(self.after, self.visit.office.time_zone)
            if self.after == self.visit.opened_at:
                raise ValidationError(_("Layanan dibuka pukul %(hour)s; isi jam sesudahnya.", hour=hour))
            if self.after == self.visit.confirmed_at:
                raise ValidationError(
                    _("Tim memastikan berangkat pukul %(hour)s; isi jam sesudahnya.", hour=hour)
                )
            raise ValidationError(_("Laporan sebelum ini pukul %(hour)s; isi jam sesudahnya.", hour=hour))

    def moment(self) -> datetime:
        """Return the reported moment: the typed time on the day of the visit, or now.

        A time in the minute of the previous report is the moment of that report: typed times have no seconds.
        """
        if self.asked is None or not self.asked.data:
            return self.now
        zone = self.visit.office.time_zone
        day = clock.local_day(self.visit.opens_at, zone)
        typed = clock.at_wall_clock(day, self.asked.data.hour, self.asked.data.minute, zone)
        return self.after if self.after and to_minute(self.after) == typed else typed
