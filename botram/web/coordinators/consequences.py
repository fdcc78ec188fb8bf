"""The step before a change that marks visits: it lists them once, and the second press saves.

The form carries a seal of what was typed and of the list that was shown. With other input the list is shown again;
with the same input the second press saves, and says so where the list has become another one meanwhile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash
from flask_babel import ngettext
from wtforms import HiddenField

from botram import clock
from botram.staff.models import Office
from botram.visit_view import Part, VisitView
from botram.visits.marks.hits import Hits, hits_of
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.visits.labels import warning_word
from botram.web.forms import Form, row_digest

_NOT_TYPED = ("hits", "csrf_token", "base", "moved")


class ConsequencesForm(Form):
    """A form whose change may mark visits."""

    hits = HiddenField()  # the seal of what was typed and of the list that was shown


@dataclass(frozen=True)
class HitsBox:
    """The visits that a change would mark, for the page before it."""

    total: int
    first: list[tuple[VisitView, list[str]]]  # each with the labels of its marks

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.first)


def hits_to_show(form: ConsequencesForm, office: Office, change: Callable[[], object]) -> HitsBox | None:
    """Return the visits that a change would mark, unless none or already shown for the same input.

    Raises what the change raises; nothing is saved.
    """
    hits = hits_of(office, change, now=clock.now())
    typed, listed = _seal_of_input(form), row_digest({"visits": hits.ids})
    shown_for, _dot, shown = (form.hits.data or "").partition(".")
    if shown_for == typed:
        if shown != listed:
            flash(_list_changed(hits), "warning")
        return None
    form.hits.data = f"{typed}.{listed}"
    if not hits.total:
        return None
    words = {visit.id: [warning_word(code) for code in sorted(hits.codes[visit.id])] for visit in hits.first}
    return HitsBox(hits.total, [(office_view(visit, Part.LINE), words[visit.id]) for visit in hits.first])


def _list_changed(hits: Hits) -> str:
    """The sentence for a list that has become another one since it was shown."""
    sentence: str = ngettext(
        "Sejak daftarnya diperlihatkan, kunjungannya berubah: %(num)s kunjungan kini ditandai.",
        "Sejak daftarnya diperlihatkan, kunjungannya berubah: %(num)s kunjungan kini ditandai.",
        hits.total,
    )
    return sentence


def _seal_of_input(form: Form) -> str:
    """A digest of what was typed."""
    typed: Mapping[str, Any] = {name: str(value) for name, value in form.data.items() if name not in _NOT_TYPED}
    return row_digest(dict(typed))
