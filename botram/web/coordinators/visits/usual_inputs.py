"""The inputs that a visit and a template have in common, and a visit's template: chosen by name, compared, followed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, assert_never

from flask_babel import gettext as _
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from botram.formats import number, wall_clock
from botram.services.texts import localized
from botram.staff.models import Office
from botram.visits.booths import booth_text
from botram.visits.models import VisitLevel
from botram.visits.templates.queries import templates_of
from botram.visits.templates.rules import Difference, Part, Template, Usual, nearest_template, template_differences
from botram.web.coordinators.visits.booths import BoothsField
from botram.web.coordinators.visits.fields import OffersField
from botram.web.forms import HourField
from botram.web.merging import MergingForm

_FOLLOW = "acuan"  # the value of the button that fills in the chosen template; before a colon: of those for one value
_COMPARE = "banding"  # the value of the button that names the differences anew


@dataclass(frozen=True)
class DifferenceLine:
    """A difference from the template in words, and the button that takes the template's value."""

    sentence: str
    remedy: str  # the word on the button
    about: str  # what it is about, for those who do not see the line
    value: str  # of the button


class UsualInputs(MergingForm):
    """A form with the inputs of a template."""

    opens: HourField
    queue_closes: HourField
    closes: HourField
    services: OffersField
    partners: BoothsField

    def usual(self) -> Usual:
        """Return what is typed, as far as it can be read."""
        booths = {agency: tuple(map(_on_one_line, texts)) for agency, texts in (self.partners.data or {}).items()}
        offers = dict(self.services.data or {})
        return Usual(self.opens.data, self.closes.data, self.queue_closes.data, offers, booths)  # type: ignore[arg-type]

    def show_usual(self, usual: Usual) -> None:
        """Fill the inputs with these values, in place of what was typed."""
        values = inputs_of(usual)
        self._fill(values, values)


def inputs_of(usual: Usual) -> dict[str, Any]:
    """Return the values of the inputs that a visit and a template have in common."""
    hours = {name: getattr(usual, name) for name in ("opens", "queue_closes", "closes")}
    return {**hours, "services": dict(usual.offers), "partners": dict(usual.booths)}


def _on_one_line(text: str) -> str:
    """Return a text as it is kept."""
    return " ".join(text.split())


class FollowingForm(UsualInputs):
    """A plan of a visit that follows a template, and names where it does not."""

    office: Office
    template: SelectField
    level: RadioField
    begun: HiddenField  # the template that the inputs were filled from

    def offer_templates(self, levels: Mapping[VisitLevel, str]) -> None:
        """List the templates of all levels, and choose the nearest one where none is chosen."""
        found = templates_of(self.office)
        self.templates = {one.key: one for level in levels for one in found[level]}
        self.template.choices = [
            SelectChoice(one.key, _template_words(one), optgroup=levels[one.level]) for one in self.templates.values()
        ]
        if not self.template.data:
            self.template.data = self.begun.data = self.followed.key

    @property
    def followed(self) -> Template:
        """The chosen template; where none is, the nearest one of the level."""
        if found := self.templates.get(self.template.data or ""):
            return found
        same_level = [one for one in self.templates.values() if one.level.value == self.level.data]
        return nearest_template(same_level or self.templates.values(), self.usual())

    def follow(self) -> None:
        """Fill in the values and the level of the chosen template."""
        self.show_usual(self.followed)
        self.begun.data, self.level.data = self.followed.key, self.followed.level.value

    def follows_another(self) -> bool:
        """Whether the inputs are still those of another template than the chosen one; the form then gets its own.

        So it is where somebody chooses a template and saves at once, without its button.
        """
        before = self.templates.get(self.begun.data or "")
        if before is None or before == self.followed or template_differences(before, self.usual()):
            return False
        if not template_differences(self.followed, before):
            return False
        self.follow()
        self.template.errors = [
            _(
                "Isian masih menurut acuan %(before)s; kini diisi menurut %(name)s. Periksa, lalu simpan.",
                before=before.name,
                name=self.followed.name,
            )
        ]
        return True

    def helped_with_template(self, step: str) -> bool:
        """Whether a helper button about the template was pressed and handled."""
        if step == _FOLLOW:
            self.follow()
        elif step.startswith(f"{_FOLLOW}:"):
            self._take_back(step.partition(":")[2])
        return step == _COMPARE or step.partition(":")[0] == _FOLLOW

    def _take_back(self, value: str) -> None:
        """Take the template's value where it was deviated from. Nothing for an unknown place."""
        place = next((one for one in self.differences() if _value_of(one) == value), None)
        if place is None:
            return
        theirs, mine = (inputs_of(usual)[place.part] for usual in (self.followed, self.usual()))
        if place.key:
            key = int(place.key) if place.part is Part.AGENCY else place.key
            kept = {one: mine[one] for one in mine if one != key}
            theirs = kept | {key: theirs[key]} if key in theirs else kept
        self._fill((place.part,), {place.part: theirs})

    def differences(self) -> list[Difference]:
        """Return where the inputs differ from the chosen template."""
        return template_differences(self.followed, self.usual())

    def difference_lines(self) -> list[DifferenceLine]:
        """Return where the inputs differ from the chosen template, in words."""
        return [self._line(one) for one in self.differences()]

    def _line(self, difference: Difference) -> DifferenceLine:
        """Return a difference in words."""
        match difference.part:
            case Part.OPENS | Part.QUEUE_CLOSES | Part.CLOSES:
                about, words = self._hour_words(difference.part)
            case Part.SERVICE:
                about, words = self._service_words(difference.key)
            case Part.AGENCY:
                about, words = self._agency_words(int(difference.key))
            case _:
                assert_never(difference.part)
        return DifferenceLine(*words, about, _value_of(difference))

    def _hour_words(self, part: Part) -> tuple[str, tuple[str, str]]:
        """Return which hour differs, and how."""
        mine, theirs = (getattr(usual, part) for usual in (self.usual(), self.followed))
        label = str(self[part].label.text)
        sentence = _(
            "%(what)s: %(mine)s, acuan %(theirs)s", what=label, mine=_hour_words(mine), theirs=_hour_words(theirs)
        )
        return label, (sentence, _("Pakai %(value)s", value=_hour_words(theirs)) if theirs else _("Kosongkan"))

    def _service_words(self, code: str) -> tuple[str, tuple[str, str]]:
        """Return which service differs, and how."""
        mine, theirs = self.usual().offers, self.followed.offers
        name = next((str(localized(one, "name")) for one in self.services.services if one.code == code), code)
        if code not in theirs:
            return name, (_("%(what)s: dibuka, acuan tidak", what=name), _("Tutup lagi"))
        if code not in mine:
            return name, (_("%(what)s: tidak dibuka, acuan ya", what=name), _("Buka lagi"))
        quotas = {"mine": _quota(mine[code]), "theirs": _quota(theirs[code])}
        sentence = _("%(what)s: kuota %(mine)s, acuan %(theirs)s", what=name, **quotas)
        return name, (sentence, _("Pakai %(value)s", value=quotas["theirs"]))

    def _agency_words(self, agency: int) -> tuple[str, tuple[str, str]]:
        """Return which agency differs, and how."""
        mine, theirs = self.usual().booths, self.followed.booths
        name = next((one.name for one in self.partners.agencies if one.id == agency), str(agency))
        if agency not in theirs:
            return name, (_("%(what)s: ikut hadir, acuan tidak", what=name), _("Tidak ikut"))
        if agency not in mine:
            return name, (_("%(what)s: tidak ikut, acuan ya", what=name), _("Ikut lagi"))
        texts = {"mine": booth_text(*mine[agency]), "theirs": booth_text(*theirs[agency])}
        return name, (_("%(what)s: %(mine)s, acuan %(theirs)s", what=name, **texts), _("Pakai acuan"))


def _template_words(template: Template) -> str:
    """Return a template as one line of a list."""
    return f"{template.name}, {wall_clock(template.opens)}–{wall_clock(template.closes)}"


def _value_of(difference: Difference) -> str:
    """Return what the button of a difference sends."""
    return f"{difference.part}-{difference.key}" if difference.key else difference.part.value


def _hour_words(hour: time | None) -> str:
    """Return an hour in words."""
    return wall_clock(hour) if hour else _("kosong")


def _quota(quota: int | None) -> str:
    """Return a quota in words."""
    return number(quota) if quota else _("tanpa batas")
