"""The form of a report, with an id of its own, so that a second press of the button reports nothing twice."""

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
    """Return the moment in a hidden input; None for anything else."""
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.astimezone(UTC).replace(microsecond=0) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


class ReportForm(Form):
    """Confirm a report, with its hour: required once the planned hours are over, optional before."""

    id = HiddenField()
    at = HiddenField()  # when the form was shown: it keeps its field for the hour
    hour = HourField(_l("Pukul berapa?"), needed=True, description=_l("Contoh: 08.00"))
    backdated = HourField(_l("Pukul berapa?"), description=_l("Kosong berarti baru saja. Contoh: 08.00"), name="told")

    def __init__(self, visit: Visit, now: datetime, *, after: datetime | None = None, **values: Any) -> None:
        """``after``: the reported time must not be before this moment."""
        super().__init__(**values)
        self.folded = access.me().may(Role.OFFICER)  # who reports on the spot rarely backdates
        self.visit, self.now, self.after = visit, now, after
        if not UUID.fullmatch(self.id.data or "") or _moment_of(self.at.data) is None:
            self.renew()
        if is_afterwards(visit, self.shown_at):
            del self.backdated
        else:
            del self.hour

    def renew(self) -> None:
        """Give the form a new id after a refusal."""
        self.id.data, self.at.data = str(uuid4()), self.now.isoformat()

    @property
    def shown_at(self) -> datetime:
        """When the form was shown; never later than now."""
        return min(_moment_of(self.at.data) or self.now, self.now)

    @property
    def hour_input(self) -> HourField | None:
        """The input for the hour: the required or the optional one, None where there is neither."""
        return self.hour or self.backdated

    def validate_backdated(self, field: Any) -> None:
        """Refuse what is refused for a required hour."""
        self.validate_hour(field)

    def validate_hour(self, field: Any) -> None:
        """Refuse an hour in the future, or one before the preceding report."""
        if field.data and self.moment() > self.now:
            raise ValidationError(_("Jam itu belum lewat."))
        if field.data and self.after and self.moment() < self.after:
            hour = clock_and_zone(self.after, self.visit.office.time_zone)
            if self.after == self.visit.opened_at:
                raise ValidationError(_("Layanan dibuka pukul %(hour)s; isi jam sesudahnya.", hour=hour))
            if self.after == self.visit.confirmed_at:
                raise ValidationError(_("Tim memastikan berangkat pukul %(hour)s; isi jam sesudahnya.", hour=hour))
            raise ValidationError(_("Laporan sebelum ini pukul %(hour)s; isi jam sesudahnya.", hour=hour))

    def moment(self) -> datetime:
        """Return when it happened: the typed hour on the visit's day, or now for an empty input.

        A time in the minute of the previous report is the moment of that report: typed times have no seconds.
        """
        if self.hour_input is None or not self.hour_input.data:
            return self.now
        zone = self.visit.office.time_zone
        day = clock.local_day(self.visit.opens_at, zone)
        typed = clock.at_wall_clock(day, self.hour_input.data.hour, self.hour_input.data.minute, zone)
        return self.after if self.after and to_minute(self.after) == typed else typed
