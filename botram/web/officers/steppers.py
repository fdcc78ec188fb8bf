"""Numbers set by large plus and minus buttons. Without script each button submits the form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from botram.results.rules import BadEntry

_STEPS = (-10, -1, 1, 10)
PRESSED = "step"  # the name of all these buttons
_DIGITS = 5  # more cannot be a count


@dataclass
class Stepper:
    """A number between bounds. Until it is set, it may follow another one."""

    name: str
    label: str
    least: int
    most: int
    value: int | None = None  # None: not set by hand
    leader: "Stepper | None" = None
    each: int = 0  # of this number for ``per`` of the leader
    per: int = 1

    @property
    def shown(self) -> int:
        """The present number."""
        if self.value is not None:
            return self.value
        led = self.leader.shown if self.leader else 0
        return min(max(self.each * led // self.per, self.least), self.most)

    def read(self, form: Mapping[str, str], *, clamped: bool = False) -> None:
        """Read the number from a submitted form. Raises BadEntry for an invalid number or one out of bounds.

        clamped  the bounds have moved since the form was made: the number is brought back between them
        """
        text = form.get(self.name, "")
        if text == "":
            return
        value = int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else -1
        if clamped:
            value = min(max(value, self.least), self.most)
        if not self.least <= value <= self.most:
            raise BadEntry(_("Ada jumlah yang tidak dapat dipakai. Atur lagi dengan tombol."), field="form")
        self.value = value


def press(steppers: Iterable[Stepper], pressed: str) -> None:
    """Change the number of the pressed button; an unknown button changes nothing."""
    name, _colon, by = pressed.partition(":")
    for one in steppers:
        if one.name == name and by in {f"{step:+d}" for step in _STEPS}:
            one.value = min(max(one.shown + int(by), one.least), one.most)
