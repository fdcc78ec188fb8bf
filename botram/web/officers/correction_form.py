"""The form that corrects an entry: its fields, and the entries that it adds to the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from botram.results.by_hand import correction_of
from botram.results.chains import correctable_entries, remaining_requests, sum_of
from botram.results.entry_form import entry_of_form
from botram.results.models import Outcome, ResultEntry, TotalKind
from botram.results.rules import BadEntry, EntryPlan
from botram.services.models import Document, Service
from botram.services.queries import Names
from botram.web.officers.entry_form import Typed, document_steppers
from botram.web.officers.report_form import UUID
from botram.web.officers.steppers import Stepper

_TAKE = "take-"


@dataclass(kw_only=True)
class Correction(Typed):
    """The fields of the form about one entry. Documents, missing papers and note are those of its replacement."""

    seen: int  # the number of its chain's last entry
    issued: dict[str, Stepper]  # documents of the entry, by code
    lacked: dict[str, Stepper]  # missing papers of the entry, by code
    outcome: str = ""  # of its replacement; empty for none
    again: str = field(default_factory=lambda: str(uuid4()))  # the id of the replacement

    def steppers(self) -> Iterator[Stepper]:
        """Yield all numbers of the form."""
        yield from (self.requests, *self.issued.values(), *self.lacked.values(), *self.documents.values())

    def read(self, form: MultiDict[str, str], service: Service, *, stale: bool = False) -> None:
        """Read the submitted form. Raises BadEntry for an invalid number."""
        self.outcome = form.get("outcome", "")
        if UUID.fullmatch(form.get("again", "")):
            self.again = form["again"]
        super().read(form, service, stale=stale)

    def plans(self, entry: ResultEntry, service: Service, now: datetime) -> list[EntryPlan]:
        """Return the correcting entry, and its replacement if there is one, of the same chain. Raises BadEntry."""
        requests = self.requests.shown
        issued, missing = ({code: one.shown for code, one in some.items()} for some in (self.issued, self.lacked))
        back = correction_of(entry, self.number, now, requests=requests, issued=issued, missing=missing, note=self.note)
        if not self.outcome:
            return [back]
        if self.outcome not in set(Outcome) or not requests:
            raise BadEntry(_("Isi berapa permohonan yang dicatat ulang."), field="form")
        instead = entry_of_form(self.again, service, Outcome(self.outcome), self.chosen(), now)
        return [back, replace(instead, corrects=entry.id)]

    def renew(self) -> None:
        """Give both entries new ids."""
        self.number, self.again = str(uuid4()), str(uuid4())


def correction_form(
    entry: ResultEntry, chain: Sequence[ResultEntry], service: Service, papers: Sequence[Document], called: Names
) -> Correction:
    """Return the form before any input: it takes back all that is left of the entry's outcome.

    Papers follow the requests. Where requests of another outcome are left too, those that the entry itself brought.
    """
    held, alone = sum_of(chain), len(correctable_entries(chain)) == 1
    most = remaining_requests(entry, held)
    requests = Stepper(f"{_TAKE}requests", "", 0, most, value=most)

    def parts(kind: TotalKind, words: Mapping[str, str], own: Mapping[str, int]) -> dict[str, Stepper]:
        return {
            code: Stepper(
                f"{_TAKE}{code}",
                words.get(code, code),
                0,
                count,
                leader=requests,
                each=count if alone else own.get(code, 0),
                per=max(most if alone else entry.requests, 1),
            )
            for (_service, one, code), count in sorted(held.items())
            if one is kind and count
        }

    return Correction(
        seen=chain[-1].number,
        requests=requests,
        issued=parts(TotalKind.ISSUED, called.documents, entry.issued),
        lacked=parts(TotalKind.MISSING, called.requirements, entry.missing),
        documents=document_steppers(service, papers, requests),
    )
