"""The field for partner agencies in the form of a visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import ValidationError

from botram.partners.models import PartnerAgency
from botram.refusals import Refusal
from botram.visits.booths import checked_booth_texts
from botram.visits.plans import BoothPlan
from botram.web.coordinators.visits.fields import RowsField
from botram.web.forms import whole_number

OFFERED, LABEL = "layani-", "meja-"  # followed by the agency's number: what it offers, and where it sits


@dataclass(frozen=True)
class BoothRow:
    """One agency as a line of the form, with its typed texts."""

    agency: PartnerAgency
    chosen: bool
    offers: str
    label: str
    wrong: bool


class BoothsField(RowsField):
    """The agencies of a visit. ``data`` maps their ids to what they offer and the label of their booth."""

    beside = (OFFERED, LABEL)
    agencies: Sequence[PartnerAgency] = ()

    def process_formdata(self, values: list[str]) -> None:
        """Read the ticked agencies. Texts of one that is not ticked are ignored."""
        self.data = {whole_number(value): self.texts(whole_number(value)) for value in values}

    def texts(self, agency_id: int) -> tuple[str, str]:
        """Return the typed texts for an agency, or those of the visit."""
        if self.typed is None:
            found: tuple[str, str] = (self.data or {}).get(agency_id, ("", ""))
            return found
        return self.typed.get(f"{OFFERED}{agency_id}", ""), self.typed.get(f"{LABEL}{agency_id}", "")

    def words(self, booths: dict[int, tuple[str, str]]) -> str:
        """Return agencies in words, with what they offer."""
        named = ((agency.name, booths[agency.id]) for agency in self.agencies if agency.id in booths)
        return ", ".join(f"{name} ({', '.join(filter(None, texts))})" for name, texts in named)

    def names(self) -> str:
        """Return the names of the agencies that are ticked."""
        return ", ".join(agency.name for agency in self.agencies if agency.id in (self.data or {}))

    def pre_validate(self, _form: Any) -> None:
        """Raise ValidationError with a sentence for each booth that is wrong."""
        if set(self.data) - {agency.id for agency in self.agencies}:
            raise ValidationError(_("Pilih instansi dari daftar."))
        sentences = {plan.agency: refused for plan in self.plans() if (refused := self.refusal_of(plan))}
        self.wrong = set(sentences)
        if sentences:
            raise ValidationError(" ".join(dict.fromkeys(sentences.values())))

    def refusal_of(self, plan: BoothPlan) -> str:
        """Return the error in a booth; empty when there is none."""
        name = next(agency.name for agency in self.agencies if agency.id == plan.agency)
        try:
            checked_booth_texts(plan, name)
        except Refusal as refusal:
            return str(refusal)
        return ""

    def plans(self) -> tuple[BoothPlan, ...]:
        """Return the booths in the order of the list."""
        return tuple(
            BoothPlan(agency.id, *self.data[agency.id]) for agency in self.agencies if agency.id in (self.data or {})
        )

    def rows(self) -> list[BoothRow]:
        """Return the lines of the form, with typed or stored texts."""
        return [
            BoothRow(agency, agency.id in (self.data or {}), *self.texts(agency.id), agency.id in self.wrong)
            for agency in self.agencies
        ]
