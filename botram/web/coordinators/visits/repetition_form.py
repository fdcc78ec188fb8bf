"""The form for repeating a visit, and the dates of its preview as they were typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from botram import clock
from botram.visits.models import Visit
from botram.visits.rules import PUBLIC_ID, new_public_id
from botram.visits.series.labels import week_name, weekday_name
from botram.visits.series.rules import WEEKS, Repetition
from botram.web.coordinators.place_form import Needed
from botram.web.forms import DayField, Form, FreeText, read_day, whole_number

_SKIP, _KEEP = "lewati", "tetap"
_BETWEEN_DAYS = re.compile(r"[,;\n]")


class RepetitionForm(Form):
    """The days on which a visit is repeated, in plain words."""

    weekdays = SelectMultipleField(_l("Hari apa"), coerce=int, option_widget=CheckboxInput())
    weeks = SelectMultipleField(
        _l("Minggu ke berapa"),
        coerce=int,
        option_widget=CheckboxInput(),
        description=_l("Tidak ada yang dipilih: setiap minggu. Minggu ke-2 dengan hari Rabu: Rabu kedua setiap bulan."),
    )
    first = DayField(_l("Mulai tanggal"), needed=True, validators=[Needed()], description=_l("Contoh: 8-12-2026"))
    last = DayField(_l("Sampai tanggal"), needed=True, validators=[Needed()], description=_l("Contoh: 28-2-2027"))
    exceptions = FreeText(_l("Kecuali tanggal"), longest=500, description=_l("Contoh: 24-12-2026, 31-12-2026"))
    holidays = RadioField(
        _l("Hari libur dan cuti bersama"),
        choices=(SelectChoice(_SKIP, _l("Dilewati")), SelectChoice(_KEEP, _l("Tetap dibuat"))),
        default=_SKIP,
    )

    def __init__(self, today: date, **values: Any) -> None:
        super().__init__(**values)
        self.today, self.left_out = today, frozenset[date]()
        self.weekdays.choices = [SelectChoice(str(number), weekday_name(number)) for number in range(7)]
        self.weeks.choices = [SelectChoice(str(week), week_name(week)) for week in WEEKS]

    def validate_first(self, field: Any) -> None:
        """Require a day that is not over."""
        if field.data and field.data < self.today:
            raise ValidationError(_("Tanggal ini sudah lewat."))

    def validate_exceptions(self, field: Any) -> None:
        """Read the days to leave out."""
        try:
            self.left_out = frozenset(read_day(text) for text in _BETWEEN_DAYS.split(field.data or "") if text.strip())
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def wish(self, visit: Visit) -> Repetition:
        """Return the repetition. Only of a valid form. The visit's own day is left out."""
        own = clock.local_day(visit.opens_at, visit.office.time_zone)
        return Repetition(
            self.first.data,
            self.last.data,
            tuple(self.weekdays.data or ()),
            tuple(self.weeks.data or ()),
            self.left_out | {own},
            self.holidays.data == _SKIP,
        )


@dataclass(frozen=True)
class TypedDay:
    """A date of the preview: the day of the rule, and where its draft is to stand."""

    key: date
    day: date | None  # None: not readable
    team_id: int  # 0: the visit's own team
    public_id: str
    chosen: bool = True
    typed: str = ""  # the other day as it was typed

    @property
    def seen(self) -> str:
        """What the preview showed, to notice whether it was changed since."""
        return f"{self.key}~{self.day}~{self.team_id}"

    def named(self, part: str) -> str:
        """The name of one of its inputs."""
        return f"{part}-{self.key.isoformat()}"


def typed_days(days: Sequence[date]) -> list[TypedDay]:
    """Return the dates of a repetition as the request wants them; those that it did not show stand as they are."""
    shown = set(request.form.getlist("baris"))
    key, _point, way = request.form.get("ke", "").partition("~")
    return [_typed_day(day, shown=day.isoformat() in shown, way=way if key == day.isoformat() else "") for day in days]


def _typed_day(key: date, *, shown: bool, way: str) -> TypedDay:
    """Return one date; ``way``: a day and a team that were pressed."""
    row = TypedDay(key, key, 0, new_public_id(), typed=key.isoformat())
    if not shown:
        return row
    wanted, _point, team = way.partition("~")
    typed = wanted or request.form.get(row.named("hari"), "").strip()
    public_id = request.form.get(row.named("id"), "")
    return TypedDay(
        key,
        _readable_day(typed),
        whole_number(team or request.form.get(row.named("tim"), "")),
        public_id if PUBLIC_ID.fullmatch(public_id) else row.public_id,
        bool(way) or row.named("buat") in request.form,
        typed,
    )


def _readable_day(text: str) -> date | None:
    """The typed day; None for anything else."""
    try:
        return read_day(text)
    except ValueError:
        return None
