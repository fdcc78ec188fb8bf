"""The entry form of a service: number of requests, documents, missing papers, and a button for each outcome."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from werkzeug.datastructures import MultiDict

from botram.results.entry_form import Chosen, issued_with, outcomes_for
from botram.results.models import Outcome
from botram.results.outcomes import outcome_word
from botram.results.queries import VisitTotals
from botram.results.rules import MOST_REQUESTS
from botram.services.models import Document, Service
from botram.services.texts import localized
from botram.web.officers.report_form import UUID
from botram.web.officers.steppers import Stepper

_DOCUMENT = "doc-"  # followed by its code: the name of a document's number


@dataclass(kw_only=True)
class Typed:
    """The submitted fields of an entry form."""

    requests: Stepper
    documents: dict[str, Stepper]  # by code; those not set by hand follow the requests
    number: str = field(default_factory=lambda: str(uuid4()))  # the next entry's id: pressed twice, counted once
    missing: tuple[str, ...] = ()
    note: str = ""

    def steppers(self) -> Iterator[Stepper]:
        """Yield all numbers of the form."""
        yield self.requests
        yield from self.documents.values()

    def read(self, form: MultiDict[str, str], service: Service, *, stale: bool = False) -> None:
        """Read the submitted form. Raises BadEntry for an invalid number.

        stale  others have corrected since: what is more than is left now becomes what is left
        """
        self.missing, self.note = _missing_in(form, service), form.get("note", "").strip()
        if UUID.fullmatch(form.get("number", "")):
            self.number = form["number"]
        for one in self.steppers():
            one.read(form, clamped=stale)

    def chosen(self) -> Chosen:
        """Return the fields as the ledger's rules take them."""
        by_hand = {code: one.value for code, one in self.documents.items() if one.value is not None}
        return Chosen(self.requests.shown, by_hand, self.missing, self.note)


def fresh(service: Service, papers: Sequence[Document]) -> Typed:
    """Return the form of a service before any input."""
    requests = Stepper("requests", "", 1, MOST_REQUESTS, value=1)
    return Typed(requests=requests, documents=document_steppers(service, papers, requests))


def document_steppers(service: Service, papers: Sequence[Document], requests: Stepper) -> dict[str, Stepper]:
    """Return a number for each document that the service can issue, by code."""
    always = issued_with(service, Outcome.ISSUED_ON_SPOT)
    return {
        paper.code: Stepper(
            _DOCUMENT + paper.code,
            localized(paper, "short"),
            0,
            MOST_REQUESTS,
            leader=requests,
            each=int(paper.code in always),
        )
        for paper in papers
        if paper.code in service.yields
    }


def _missing_in(form: MultiDict[str, str], service: Service) -> tuple[str, ...]:
    """Return the codes of the ticked papers, each once."""
    known = {one.code for one in service.requirements}
    return tuple(dict.fromkeys(code for code in form.getlist("missing") if code in known))


@dataclass(frozen=True)
class OutcomeButton:
    """An outcome, its count so far, and the documents that it issues."""

    code: str
    word: str
    count: int
    issues: str  # documents that leave the desk once for each request, divided by spaces


@dataclass(frozen=True)
class EntryForm:
    """All that the entry form of a service shows."""

    service: Service
    typed: Typed
    usual: Sequence[OutcomeButton]
    unserved: Sequence[OutcomeButton]
    others: Sequence[OutcomeButton]
    needs_reason: bool
    errors: Mapping[str, str]

    @property
    def unfolded(self) -> bool:
        """Whether the documents are unfolded: one is required, one is set, or an input is wrong."""
        numbers = self.typed.documents.values()
        none_follows = bool(numbers) and not any(one.each for one in numbers)
        return none_follows or any(one.value is not None for one in numbers) or "documents" in self.errors


def entry_form_of(
    service: Service,
    typed: Typed,
    totals: VisitTotals,
    papers: Sequence[Document],
    *,
    needs_reason: bool,
    errors: Mapping[str, str] | None = None,
) -> EntryForm:
    """Return the entry form of a service with its counts so far."""
    choices = outcomes_for(service, {paper.code for paper in papers if paper.card_blank})
    usual, unserved, others = (
        [_outcome_button(service, outcome, totals) for outcome in group]
        for group in (choices.usual, choices.unserved, choices.others)
    )
    return EntryForm(service, typed, usual, unserved, others, needs_reason, errors or {})


def _outcome_button(service: Service, outcome: Outcome, totals: VisitTotals) -> OutcomeButton:
    """Return the button of one outcome."""
    count = totals.requests[(service.code, outcome.value)]
    return OutcomeButton(outcome.value, outcome_word(outcome), count, " ".join(issued_with(service, outcome)))
