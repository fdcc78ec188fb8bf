"""The form of an outline."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from botram.formats import month_and_year
from botram.places.models import District, Village
from botram.places.queries import districts_of, villages_of
from botram.staff.models import Office
from botram.staff.queries import teams_of
from botram.visit_view.labels import level_word
from botram.visits.models import VisitLevel
from botram.visits.outlines.models import VisitOutline
from botram.visits.outlines.rules import LEVELS, LONGEST_NOTES, MONTHS_AHEAD, OutlinePlan
from botram.visits.rules import PUBLIC_ID, new_public_id
from botram.web.forms import DayField, FreeTexts, whole_number
from botram.web.merging import MergingForm

TAKE_SLOT, TAKE_VILLAGE = "pakai", "desa"  # names of the buttons for a free day and for a village


class OutlineForm(MergingForm):
    """What is known of a visit so far. A place and a month are needed."""

    draft = HiddenField()  # the id of a new one: submitted twice, the form makes one outline
    level = SelectField(_l("Untuk siapa"), validate_choice=False, default=VisitLevel.VILLAGE.value)
    place = SelectField(_l("Desa atau kecamatan"), validate_choice=False)
    month = SelectField(_l("Bulan"), validate_choice=False)
    day = DayField(_l("Hari"), description=_l("Contoh: 16-2-2027. Hari menentukan bulannya."))
    team = SelectField(_l("Tim"), coerce=whole_number, validate_choice=False, validators=[Optional()])
    notes = FreeTexts(_l("Catatan untuk warga"), longest=LONGEST_NOTES, render_kw={"rows": 3})

    def __init__(self, office: Office, today: date, outline: VisitOutline | None = None, **values: Any) -> None:
        super().__init__(**values)
        self.places = _places_of(office)
        self.teams = {team.id: team for team in teams_of(office, active=True)}
        if outline and outline.team:
            self.teams.setdefault(outline.team.id, outline.team)
        self.months = _months_from(today, outline.month if outline else None)
        self.level.choices = [SelectChoice(one.value, level_word(one)) for one in LEVELS]
        self.place.choices = [SelectChoice("", _("Pilih desa atau kecamatan")), *_place_choices(self.places)]
        self.month.choices = [SelectChoice(key, month_and_year(first)) for key, first in self.months.items()]
        self.team.choices = [SelectChoice("", _("Belum ditentukan"))]
        self.team.choices += [SelectChoice(str(team.id), team.name) for team in self.teams.values()]
        if not PUBLIC_ID.fullmatch(self.draft.data or ""):
            self.draft.data = new_public_id()

    def take(self, pressed: Mapping[str, str]) -> None:
        """Fill in the free day and team, or the village, whose button was pressed."""
        day, _point, team = pressed.get(TAKE_SLOT, "").partition("~")
        chosen: dict[str, Any] = {}
        if team:
            chosen = {"day": _button_day(day), "team": whole_number(team)}
        if village := pressed.get(TAKE_VILLAGE):
            chosen["place"] = village
        for name, value in chosen.items():
            self[name].process(None, value)
            self[name].raw_data = [str(value)]

    def validate_level(self, field: Any) -> None:
        """Require one of the levels."""
        if field.data not in LEVELS:
            raise ValidationError(_("Pilih salah satu dari daftar."))

    def validate_place(self, field: Any) -> None:
        """Require a village or a district of the office."""
        if field.data not in self.places:
            raise ValidationError(_("Pilih desa atau kecamatannya."))

    def validate_month(self, field: Any) -> None:
        """Require a month of the list."""
        if field.data not in self.months:
            raise ValidationError(_("Pilih bulannya."))

    def validate_team(self, field: Any) -> None:
        """Require one of the office's teams, where one is chosen."""
        if field.data and field.data not in self.teams:
            raise ValidationError(_("Pilih timnya."))

    @property
    def chosen_level(self) -> VisitLevel:
        """The chosen level; that of villages while none is."""
        return VisitLevel(self.level.data) if self.level.data in LEVELS else VisitLevel.VILLAGE

    def plan(self) -> OutlinePlan:
        """Return the plan. Only of a valid form."""
        return OutlinePlan(
            level=VisitLevel(self.level.data),
            month=self.months[self.month.data],
            place=self.places[self.place.data],
            team=self.teams.get(self.team.data),
            day=self.day.data,
            notes=self.notes.data or "",
        )


def outline_values(outline: VisitOutline) -> dict[str, Any]:
    """Return the inputs of an outline as it is."""
    return {
        "level": outline.level.value,
        "place": outline.village_code or outline.district_code,
        "month": _month_key(outline.month),
        "day": outline.day,
        "team": outline.team_id or 0,
        "notes": outline.notes,
    }


def _month_key(month: date) -> str:
    """The value of a month in the list."""
    return f"{month:%Y-%m}"


def _button_day(text: str) -> date | None:
    """The day of a button; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _months_from(today: date, own: date | None) -> dict[str, date]:
    """The months to choose from: the present one and those to come, and that of the outline."""
    first = today.year * 12 + today.month - 1
    days = {date(n // 12, n % 12 + 1, 1) for n in range(first, first + MONTHS_AHEAD)}
    return {_month_key(one): one for one in sorted(days | ({own} if own else set()))}


def _places_of(office: Office) -> dict[str, Village | District]:
    """The districts of an office, each before its villages, by code."""
    found: dict[str, Village | District] = {}
    villages = villages_of(office)
    for district in districts_of(office):
        found[district.code] = district
        found |= {one.code: one for one in villages if one.district_code == district.code}
    return found


def _place_choices(places: Mapping[str, Village | District]) -> list[SelectChoice]:
    """The places under the names of their districts; the district itself stands for a village to come."""
    choices, group = [], ""
    for code, place in places.items():
        if isinstance(place, District):
            group = _("Kecamatan %(name)s", name=place.name)
            choices.append(SelectChoice(code, _("Kecamatan %(name)s, desa menyusul", name=place.name), optgroup=group))
        else:
            choices.append(SelectChoice(code, place.full_name, optgroup=group))
    return choices
