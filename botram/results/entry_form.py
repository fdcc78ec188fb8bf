"""The choices of the entry form for a service: likely outcomes and issued documents. Pure functions."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _

from botram.results.models import Outcome
from botram.results.outcomes import GROUPS, OutcomeGroup
from botram.results.rules import NOTHING_ISSUED, BadEntry, EntryPlan
from botram.services.models import Service

_ON_THE_SPOT = GROUPS[OutcomeGroup.DONE]
ENROLMENT_KIT, INTERIM_PAPER = "ENROLMENT_KIT", "INTERIM_PAPER"


@dataclass(frozen=True)
class OutcomeChoices:
    """All outcomes in three groups, the most likely of each first."""

    usual: tuple[Outcome, ...]
    unserved: tuple[Outcome, ...]  # the resident was not served
    others: tuple[Outcome, ...]  # unlikely for this service


def outcomes_for(service: Service, cards: Container[str]) -> OutcomeChoices:
    """Return the outcomes grouped for a service. ``cards``: the documents that are printed on card blanks."""
    makes_card = any(document in cards for document in service.yields)
    usual = (*_first_outcomes(service, makes_card), Outcome.RETURNED_INCOMPLETE, Outcome.REFERRED)
    unserved = [Outcome.NOT_SERVED_QUOTA, Outcome.NOT_SERVED_NETWORK]
    if makes_card:
        unserved.append(Outcome.NOT_SERVED_NO_BLANK)
    others = [outcome for outcome in Outcome if outcome not in (*usual, *unserved)]
    return OutcomeChoices(usual, tuple(unserved), tuple(others))


def _first_outcomes(service: Service, makes_card: bool) -> tuple[Outcome, ...]:
    """The usual outcomes of a served request, the most likely first."""
    done, later, checked = (Outcome.ISSUED_ON_SPOT, Outcome.ACCEPTED_PROCESSING, Outcome.PENDING_VERIFICATION)
    if not service.yields:
        if ENROLMENT_KIT in service.equipment:
            return (Outcome.ENROLLED_PRINT_LATER, done, Outcome.ENROLLED_UNDER_17, checked)
        return (done, checked)
    if not makes_card:
        return (done, Outcome.ISSUED_DIGITAL, later, checked)
    return (done, later, *((Outcome.INTERIM_PAPER,) if INTERIM_PAPER in service.yields else ()), checked)


def issued_with(service: Service, outcome: Outcome) -> tuple[str, ...]:
    """The documents that are issued by default, once for each request with this outcome."""
    if outcome in _ON_THE_SPOT:
        return tuple(code for code in service.yields if code not in service.yields_if_chosen)
    return (INTERIM_PAPER,) if outcome is Outcome.INTERIM_PAPER else ()


@dataclass(frozen=True)
class Chosen:
    """The values that an officer has set on the form of a service before choosing an outcome."""

    requests: int = 1
    documents: Mapping[str, int] = field(default_factory=dict)  # only those that the officer has set
    missing: tuple[str, ...] = ()  # requirement codes, each missing for all of these requests
    note: str = ""


def entry_of_form(number: str, service: Service, outcome: Outcome, chosen: Chosen, at: datetime) -> EntryPlan:
    """The entry for an outcome and the chosen values. Raises BadEntry where outcome and documents do not fit."""
    issued = dict.fromkeys(issued_with(service, outcome), chosen.requests) | dict(chosen.documents)
    issued = {code: pieces for code, pieces in issued.items() if pieces}
    if outcome in _ON_THE_SPOT and service.yields and not issued:
        raise BadEntry(_("Isi dahulu dokumen yang terbit."), field="documents")
    if outcome in NOTHING_ISSUED and issued:
        raise BadEntry(
            _("Hasil ini tidak menerbitkan dokumen. Kosongkan jumlah dokumennya, atau tekan hasil lain."),
            field="documents",
        )
    returned = outcome is Outcome.RETURNED_INCOMPLETE
    return EntryPlan(
        id=number,
        service=service.code,
        outcome=outcome,
        requests=chosen.requests,
        recorded_at=at,
        issued=issued,
        missing=dict.fromkeys(chosen.missing, chosen.requests) if returned else {},
        note=chosen.note,
    )
