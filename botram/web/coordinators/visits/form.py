"""The form for planning a visit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from botram import clock
from botram.places.actions import VenuePlan, make_venue, unsaved_venue
from botram.places.models import Venue, Village
from botram.places.queries import succession_of, venues_of, villages_of
from botram.refusals import Refusal
from botram.staff.models import Account, Office, Team
from botram.visits.fields import DETAILS, TEXTS, TITLE
from botram.visits.models import Visit, VisitLevel
from botram.visits.plans import VisitPlan
from botram.visits.rules import NEEDS_TITLE
from botram.web.coordinators.place_form import Needed, PlaceForm, help_with_point
from botram.web.coordinators.visits import choices
from botram.web.coordinators.visits.booths import BoothsField
from botram.web.coordinators.visits.fields import NEW_PLACE, OffersField, PlaceField, text_input
from botram.web.coordinators.visits.usual_inputs import FollowingForm
from botram.web.forms import DayField, HourField, whole_number

_MOST_VENUES = 200  # of one village in one list
_SEVERAL = 2  # from this many on, none is chosen by default
WHOLE_TEAM, CHOSEN = "tim", "pilih"
_INPUTS = {"villages": "second_village", "teams": "second_team"}
"""The inputs of fields that the rules know by another name."""

LEVELS = (
    SelectChoice(VisitLevel.VILLAGE.value, _l("Desa atau kelurahan")),
    SelectChoice(VisitLevel.DISTRICT.value, _l("Kecamatan")),
    SelectChoice(VisitLevel.SCHOOL.value, _l("Sekolah")),
    SelectChoice(VisitLevel.INSTITUTION.value, _l("Lembaga, misalnya rutan atau panti")),
)


class VisitForm(FollowingForm):
    """A plan of a visit as a person types it. ``plan()`` returns it as rows and moments."""

    units = (("venue", "village"), ("team", "second_team", "crewing", "crew"))

    draft = HiddenField()  # the id of the new visit: submitted twice, the form makes one draft
    version = HiddenField()  # of the visit when the form was shown
    replaces = HiddenField()  # a cancelled visit that this one replaces
    begun = HiddenField()  # the template that the form was filled from

    template = SelectField(_l("Acuan"))
    level = RadioField(_l("Untuk siapa kunjungan ini"), choices=LEVELS, default=VisitLevel.VILLAGE.value)
    title = text_input(TITLE)
    village = SelectField(_l("Desa atau kelurahan"), validate_choice=False, description=_l("ketik huruf awalnya"))
    venue = RadioField(_l("Titik layanan"), validate_choice=False)
    place = PlaceField(PlaceForm)
    day = DayField(_l("Hari"), needed=True, validators=[Needed()], description=_l("Contoh: 8-12-2026"))
    team = SelectField(_l("Tim"), coerce=whole_number, validate_choice=False)
    opens = HourField(_l("Dibuka pukul"), needed=True, validators=[Needed()])
    queue_closes = HourField(_l("Antrean sampai"), description=_l("boleh kosong"))
    closes = HourField(_l("Selesai pukul"), needed=True, validators=[Needed()])
    second_village = SelectField(
        _l("Desa kedua"),
        validate_choice=False,
        description=_l("Desa lain yang juga dilayani di titik layanan ini. Jadwalnya muncul di kedua desa."),
    )
    second_team = SelectField(
        _l("Tim kedua"),
        coerce=whole_number,
        validate_choice=False,
        description=_l("Tim lain yang ikut bertugas. Bentroknya juga diperiksa."),
    )
    crewing = RadioField(
        _l("Petugas yang bertugas"),
        choices=(SelectChoice(WHOLE_TEAM, _l("Semua anggota tim")), SelectChoice(CHOSEN, _l("Pilih sendiri"))),
        default=WHOLE_TEAM,
    )
    crew = SelectMultipleField(_l("Petugas pilihan"), coerce=int, option_widget=CheckboxInput())
    services = OffersField(_l("Layanan yang dibuka"))
    partners = BoothsField(_l("Instansi yang ikut hadir"))

    def __init__(self, office: Office, visit: Visit | None = None, **values: Any) -> None:
        super().__init__(**values)
        self.office, self.visit = office, visit
        self.villages = {village.code: village for village in villages_of(office)}
        self.teams = {team.id: team for team in choices.teams_for(office, visit)}
        self.village.choices = choices.villages(self.villages.values())
        self.second_village.choices = choices.villages(self.villages.values(), none=_("Hanya satu desa"))
        self.team.choices = choices.teams(self.teams.values())
        self.second_team.choices = choices.teams(self.teams.values(), none=_("Hanya satu tim"))
        self.crew.choices = choices.officers(office, visit)
        self.services.services = choices.services_for(visit)
        self.partners.agencies = choices.agencies_for(office, visit)
        self.place.form.point.read_near(self.here)
        self.offer_templates({VisitLevel(one.value): str(one.label) for one in LEVELS})
        if visit is None:
            self.level.data = self.followed.level.value
        self.show_venues()

    def show_venues(self) -> None:
        """List the venues of the chosen village, and the choice of a new one."""
        self.venues = {str(venue.id): venue for venue in self.venues_there()}
        self.lines = choices.venue_lines(self.office, self.venues.values())
        self.venue.choices = [SelectChoice(line.key, line.words) for line in self.lines]
        self.venue.choices.append(SelectChoice(NEW_PLACE, _("Titik layanan baru")))
        if self.here and not self.venue.data and len(self.venues) < _SEVERAL:
            self.venue.data = next(iter(self.venues), NEW_PLACE)

    def venues_there(self) -> Sequence[Venue]:
        """Return the open venues of the chosen village, and the visit's own even when it is closed."""
        if self.here is None:
            return []
        there = list(venues_of(self.office, village_code=self.here.code, active=True, size=_MOST_VENUES).items)
        own = self.visit.venue if self.visit else None
        if own and own.village_code == self.here.code and own not in there:
            there.append(own)
        return there

    @property
    def here(self) -> Village | None:
        """The chosen village."""
        return self.villages.get(self.village.data or "")

    def validate_village(self, field: Any) -> None:
        """Require one of the office's villages."""
        if field.data not in self.villages:
            raise ValidationError(succession_of(field.data or "") or _("Pilih desanya."))

    def validate_venue(self, field: Any) -> None:
        """Require a venue of the village, or a new one."""
        if self.here and field.data not in (*self.venues, NEW_PLACE):
            raise ValidationError(_("Pilih titik layanan di desa ini, atau buat yang baru."))

    def validate_team(self, field: Any) -> None:
        """Require one of the office's teams."""
        if field.data not in self.teams:
            raise ValidationError(_("Pilih timnya."))

    def validate_second_village(self, field: Any) -> None:
        """Allow none, or one of the office's villages."""
        if field.data and field.data not in self.villages:
            raise ValidationError(succession_of(field.data) or _("Pilih desanya."))

    def validate_second_team(self, field: Any) -> None:
        """Allow none, or one of the office's teams."""
        if field.data and field.data not in self.teams:
            raise ValidationError(_("Pilih timnya."))

    def validate_crew(self, field: Any) -> None:
        """Require at least one officer where they are chosen one by one."""
        if self.crewing.data == CHOSEN and not field.data:
            raise ValidationError(_("Pilih sedikitnya satu petugas."))

    def helped(self, pressed: Mapping[str, str]) -> bool:
        """Whether a helper button was pressed and handled: nothing is saved then."""
        if self.helped_with_template(pressed.get("langkah", "")):
            return True
        if not help_with_point(self.place.form, self.here, self.villages.values(), pressed):
            return False
        if pressed.get("langkah") != "muat":
            self.venue.data = NEW_PLACE
        elif self.venue.data not in (*self.venues, NEW_PLACE):  # of the village before
            self.venue.data = None
            self.show_venues()
        return True

    def new_place(self) -> VenuePlan | None:
        """Return the plan of a new venue; None for an existing one."""
        return self.place.form.plan(self.village.data) if self.venue.data == NEW_PLACE else None

    def place_to_be(self) -> Venue:
        """Return the chosen venue, or a new one that is not stored. Raises what ``venue_to_be`` raises."""
        made = self.new_place()
        return unsaved_venue(self.office, made) if made else self.venues[self.venue.data]

    def kept_place(self, by: Account, now: datetime) -> Venue:
        """Return the chosen venue, or the new one once stored, which is then a choice of the list."""
        if made := self.new_place():
            venue = make_venue(self.office, made, by, now=now)
            self.show_venues()
            self.venue.data = str(venue.id)
        return self.venues[self.venue.data]

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at its input, also inside the new venue."""
        if self.venue.data == NEW_PLACE and refusal.field in self.place.form:
            self.place.form.refuse(refusal)
        else:
            refusal.field = _INPUTS.get(refusal.field or "", refusal.field)
            super().refuse(refusal)

    def plan(self, venue: Venue) -> VisitPlan:
        """Return the plan at a venue. Only of a valid form."""
        return VisitPlan(
            level=VisitLevel(self.level.data),
            team=self.teams[self.team.data],
            venue=venue,
            opens_at=self.moment(self.opens.data),
            closes_at=self.moment(self.closes.data),
            queue_closes_at=self.moment(self.queue_closes.data) if self.queue_closes.data else None,
            offers=self.services.plans(),
            booths=self.partners.plans(),
            texts={text.name: self[text.name].data or "" for text in TEXTS},
            crew=None if self.crewing.data == WHOLE_TEAM else tuple(self.crew.data),
            more_teams=tuple(self.chosen_teams()[1:]),
            more_villages=(self.villages[self.second_village.data],) if self.second_village.data else (),
        )

    def crew_names(self) -> list[str]:
        """Return the names of the crew: the members of the chosen teams, or the chosen officers."""
        if self.crewing.data == CHOSEN:
            return [one.label for one in self.crew.choices if int(one.value) in (self.crew.data or ())]
        return [member.name for team in self.chosen_teams() for member in team.members]

    def second_words(self) -> str:
        """Return the second village and the second team in words; empty without either."""
        village = self.villages.get(self.second_village.data or "")
        teams = self.chosen_teams()[1:]
        return ", ".join([*([village.full_name] if village else []), *(team.name for team in teams)])

    def chosen_teams(self) -> list[Team]:
        """Return the chosen teams, the first one first."""
        return [self.teams[one] for one in (self.team.data, self.second_team.data) if one in self.teams]

    def moment(self, hour: Any) -> datetime:
        """Return the moment of a wall-clock time on the chosen day."""
        return clock.at_wall_clock(self.day.data, hour.hour, hour.minute, self.office.time_zone)

    def needs_title(self) -> bool:
        """Whether the visit is called by the name of a school or institution."""
        return self.level.data in NEEDS_TITLE

    def details_wrong(self) -> bool:
        """Whether something is wrong among the inputs for residents."""
        return any(one.errors for one in (self.level, self.title, *self.details()))

    def details(self) -> Sequence[Any]:
        """Return the inputs of the texts that stand together at the end."""
        return [self[text.name] for text in DETAILS]


for _text in DETAILS:  # behind the other inputs, as the list of errors names them
    setattr(VisitForm, _text.name, text_input(_text))
