"""Forms about a row that somebody else may change meanwhile: the two changes are merged, input by input.

The form carries, signed, the values that it was filled from. When it is sent, each input has three sides: that value,
the one that is stored now, and what was typed. Whoever left an input alone keeps the other's change; an input that
both have changed is shown with both values and needs a choice. Lists and services are merged entry by entry.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar

from flask import current_app, request
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeSerializer
from wtforms import Field, HiddenField

from botram.formats import long_day, wall_clock
from botram.web.forms import Form, resumed

_CHOICE = "pilih-"  # followed by the first input of a unit
MINE, THEIRS = "saya", "tersimpan"
_Values = Mapping[str, Any]


@dataclass(frozen=True)
class Conflict:
    """An input, or several that belong together, which two people have changed differently."""

    name: str
    label: str
    mine: str  # in words
    theirs: str

    @property
    def input(self) -> str:
        """The name of the inputs for the choice."""
        return _CHOICE + self.name


class MergingForm(Form):
    """A form that merges what was typed with what others have saved meanwhile."""

    base = HiddenField()  # signed: the values that the form was filled from, and the choices that are still open
    units: ClassVar[tuple[tuple[str, ...], ...]] = ()  # inputs that are decided together
    conflicts: tuple[Conflict, ...] = ()

    def remember(self, stored: _Values) -> None:
        """Note the values that the form is filled from; one that was interrupted keeps those that it began with."""
        if resumed() and self.base.data:
            return
        waiting = [conflict.name for conflict in self.conflicts]
        sides = {name: _canonical(self[name], stored[name]) for name in self._mergeable(stored)}
        self.base.data = _signer().dumps({"stored": sides, "waiting": waiting})

    def settle(self, stored: _Values) -> bool:
        """Merge what was typed with the values that are stored now. After ``validate``.

        False where the page has to be shown again: others have changed something, which is named, or a choice is open.
        """
        known = _read(self.base.data)
        before, waiting = (known["stored"], known["waiting"]) if known else ({}, ())
        found = [self._settle_unit(unit, stored, before, waiting) for unit in self._units(stored)]
        self.conflicts = tuple(one for one in found if isinstance(one, Conflict))
        for conflict in self.conflicts:
            self[conflict.name].errors = [_("Orang lain mengubahnya juga. Pilih yang berlaku.")]
        taken = [one for one in found if isinstance(one, str)]
        self.form_errors += taken
        self.remember(stored)
        return not (self.conflicts or taken)

    def _mergeable(self, stored: _Values) -> list[str]:
        """The names of the inputs that people fill in and that are stored."""
        return [name for name in stored if name in self._fields and not isinstance(self._fields[name], HiddenField)]

    def _units(self, stored: _Values) -> list[tuple[str, ...]]:
        """The inputs in units that are decided together; most stand alone."""
        together = {name for unit in self.units for name in unit}
        return [*self.units, *((name,) for name in self._mergeable(stored) if name not in together)]

    def _settle_unit(
        self, unit: tuple[str, ...], stored: _Values, before: Mapping[str, str], waiting: Iterable[str]
    ) -> Conflict | str | None:
        """Merge the inputs of a unit; returns a conflict that needs a choice, or a sentence on what was taken."""
        first = unit[0]
        choice = request.form.get(_CHOICE + first) if first in waiting else None
        if choice in (MINE, THEIRS):
            self._fill(unit, stored if choice == THEIRS else {})
            return None
        mine, theirs = self._side(unit, self.data), self._side(unit, stored)
        base = [before.get(name) for name in unit]
        if mine == theirs or (theirs == base and first not in waiting):
            return None
        if mine == base and first not in waiting:
            self._fill(unit, stored)
            return self._taken(unit, stored)
        if (
            len(unit) == 1
            and base[0] is not None
            and first not in waiting
            and self._merge_parts(first, stored, base[0])
        ):
            return self._taken(unit, stored)
        return Conflict(first, str(self[first].label.text), self._words(unit, self.data), self._words(unit, stored))

    def _side(self, unit: Iterable[str], values: _Values) -> list[str | None]:
        """The values of a unit, for comparison."""
        return [_canonical(self[name], values[name]) for name in unit]

    def _fill(self, unit: Iterable[str], values: _Values) -> None:
        """Show these values in the inputs of a unit, in place of what was typed; nothing for values that lack them."""
        for name in unit:
            if name in values:
                self[name].process(None, values[name])
                self[name].raw_data, self[name].errors = None, ()

    def _taken(self, unit: tuple[str, ...], stored: _Values) -> str:
        """The sentence on what somebody else has changed, and what stays."""
        label, words = str(self[unit[0]].label.text), self._words(unit, stored)
        sentence: str = _(
            "Orang lain baru saja mengubah %(label)s menjadi: %(now)s. Itu tetap, isian Anda juga; simpan sekali lagi.",
            label=label,
            now=words,
        )
        return sentence

    def _merge_parts(self, name: str, stored: _Values, base: str) -> bool:
        """Merge a list or a table entry by entry; False for other values, and where that suits neither.

        It does not where both changed one entry, and where nothing is left because each removed what the other kept.
        """
        was, mine, theirs = json.loads(base), self[name].data, stored[name]
        merged: Any = None
        if isinstance(theirs, dict) and isinstance(mine, dict) and isinstance(was, dict):
            merged = _merged_table(mine, theirs, was)
        elif isinstance(theirs, list) and isinstance(was, list):
            merged = _merged_list(mine or [], theirs, was)
        if merged is None or (mine and theirs and not merged):
            return False
        self._fill((name,), {name: merged})
        return True

    def _words(self, unit: Iterable[str], values: _Values) -> str:
        """The values of a unit in words."""
        words = (_words_of(self[name], values[name]) for name in unit)
        return ", ".join(filter(None, words)) or _("kosong")


def may_save(form: MergingForm, stored: _Values) -> bool:
    """Whether a form was sent, is valid and has nothing to settle. ``stored``: the row's values; empty for a new row.

    One that is shown for the first time remembers what it was filled from.
    """
    if not form.is_submitted():
        form.remember(stored)
        return False
    valid: bool = form.validate()
    return (not stored or form.settle(stored)) and valid


def _merged_list(mine: list[Any], theirs: list[Any], was: list[str]) -> list[Any]:
    """What both want, and what one has added; what one has removed is left out."""
    sides = {str(one): one for one in (*theirs, *mine)}
    in_mine, in_theirs = {str(one) for one in mine}, {str(one) for one in theirs}
    return [one for key, one in sides.items() if (key in in_mine and key in in_theirs) or key not in was]


def _merged_table(mine: dict[Any, Any], theirs: dict[Any, Any], was: dict[str, Any]) -> dict[Any, Any] | None:
    """The entries of both sides, each as whoever changed it wants it; None where both changed one differently."""
    merged = {}
    for key in dict.fromkeys((*theirs, *mine)):
        sides = [*(json.dumps(_plain(side[key])) if key in side else "" for side in (mine, theirs))]
        sides.append(json.dumps(was[str(key)]) if str(key) in was else "")
        if sides[0] not in (sides[1], sides[2]) and sides[1] != sides[2]:
            return None
        chosen = theirs if sides[0] == sides[2] else mine
        if key in chosen:
            merged[key] = chosen[key]
    return merged


def _plain(value: Any) -> Any:
    """A value as JSON has it: empty ones alike, lists without an order."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, list | set | frozenset):
        return sorted(str(one) for one in value)
    return value if isinstance(value, bool) else str(value).replace("\r\n", "\n").strip()


def _canonical(field: Field, value: Any) -> str:
    """A value as a text that is equal for values which the input shows alike."""
    shown = getattr(field, "shown", None)
    return json.dumps(_plain(shown(value) if shown and value else value), sort_keys=True)


def _signer() -> URLSafeSerializer:
    """The signature for forms of this address: no token fits another row."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"form:{request.path}")


def _read(token: str | None) -> dict[str, Any] | None:
    """What a form was filled from; None for a forged or missing token, so that each difference needs a choice."""
    try:
        known = _signer().loads(token or "")
    except BadData:
        return None
    return known if isinstance(known, dict) else None


def _words_of(field: Field, value: Any) -> str:
    """A value of an input in words."""
    if words := getattr(field, "words", None):
        return str(words(value))
    if choices := getattr(field, "choices", None):
        wanted = {str(one) for one in (value if isinstance(value, list | tuple | set) else [value])}
        pairs = (tuple(choice)[:2] for choice in choices)
        return ", ".join(str(label) for code, label in pairs if str(code) in wanted)
    return _plain_words(value)


def _plain_words(value: Any) -> str:
    """A value without choices in words."""
    shown: dict[type, Callable[[Any], str]] = {date: long_day, time: wall_clock, bool: _yes_or_no}
    return shown.get(type(value), lambda one: str(one or ""))(value)


def _yes_or_no(value: bool) -> str:  # shown by the type of the value
    """A tick in words."""
    return str(_("ya") if value else _("tidak"))
