"""What an officer chooses from: outcomes that make sense first, documents that follow the requests."""

from typing import Any

import pytest

from botram.results.entry_form import Chosen, entry_of_form, issued_with, outcomes_for
from botram.results.models import Outcome
from botram.results.rules import BadEntry
from botram.services.models import Service
from tests.builders import NOW

CARDS = {"KTP", "KIA"}


def a_service(code: str, yields: tuple[str, ...] = (), optional: tuple[str, ...] = (), **more: Any) -> Service:
    """A service in no table."""
    return Service(code=code, yields=list(yields), yields_if_chosen=list(optional), equipment=[], **more)


ENROL = Service(code="KTP_ENROL", yields=[], yields_if_chosen=[], equipment=["ENROLMENT_KIT"])
KTP = a_service("KTP_NEW", ("KTP", "INTERIM_PAPER"), ("INTERIM_PAPER",))
BIRTH = a_service("BIRTH", ("BIRTH_CERT", "KK", "KIA"), ("KIA",))
KK = a_service("KK_NEW", ("KK",))
COPY = a_service("CERT_REISSUE", ("BIRTH_CERT", "DEATH_CERT"), ("BIRTH_CERT", "DEATH_CERT"))
CHECK = a_service("DATA_CHECK")


@pytest.mark.parametrize("service", [ENROL, KTP, BIRTH, KK, COPY, CHECK])
def test_each_outcome_stands_once_and_the_likeliest_first(service: Service) -> None:
    choices = outcomes_for(service, CARDS)
    every = (*choices.usual, *choices.unserved, *choices.others)
    assert sorted(every) == sorted(Outcome)
    assert choices.usual[0] is (Outcome.ENROLLED_PRINT_LATER if service is ENROL else Outcome.ISSUED_ON_SPOT)
    assert (Outcome.NOT_SERVED_NO_BLANK in choices.unserved) is (service in (KTP, BIRTH))


@pytest.mark.parametrize(
    ("service", "outcome", "documents"),
    [
        (KTP, Outcome.ISSUED_ON_SPOT, ("KTP",)),
        (KTP, Outcome.INTERIM_PAPER, ("INTERIM_PAPER",)),
        (BIRTH, Outcome.ISSUED_ON_SPOT, ("BIRTH_CERT", "KK")),
        (BIRTH, Outcome.ISSUED_DIGITAL, ("BIRTH_CERT", "KK")),
        (BIRTH, Outcome.PENDING_VERIFICATION, ()),
        (COPY, Outcome.ISSUED_ON_SPOT, ()),
    ],
)
def test_documents_come_with_what_is_done(service: Service, outcome: Outcome, documents: tuple[str, ...]) -> None:
    assert issued_with(service, outcome) == documents


@pytest.mark.parametrize(
    ("outcome", "chosen", "issued", "missing"),
    [
        (Outcome.ISSUED_ON_SPOT, Chosen(3), {"BIRTH_CERT": 3, "KK": 3}, {}),
        (Outcome.ISSUED_ON_SPOT, Chosen(3, {"KK": 2, "KIA": 1}), {"BIRTH_CERT": 3, "KK": 2, "KIA": 1}, {}),
        (Outcome.ISSUED_ON_SPOT, Chosen(1, {"KK": 0}), {"BIRTH_CERT": 1}, {}),
        (Outcome.ACCEPTED_PROCESSING, Chosen(2), {}, {}),
        (Outcome.ACCEPTED_PROCESSING, Chosen(2, {"KK": 1}), {"KK": 1}, {}),
        (Outcome.RETURNED_INCOMPLETE, Chosen(2, {}, ("KK_COPY",)), {}, {"KK_COPY": 2}),
        (Outcome.REFERRED, Chosen(2, {}, ("KK_COPY",)), {}, {}),
    ],
)
def test_a_press_counts_what_the_sheet_says(
    outcome: Outcome, chosen: Chosen, issued: dict[str, int], missing: dict[str, int]
) -> None:
    plan = entry_of_form("x", BIRTH, outcome, chosen, NOW)
    assert (plan.requests, plan.issued, plan.missing) == (chosen.requests, issued, missing)


@pytest.mark.parametrize(
    ("service", "outcome", "chosen"),
    [(COPY, Outcome.ISSUED_ON_SPOT, Chosen()), (KK, Outcome.ISSUED_DIGITAL, Chosen(1, {"KK": 0}))],
    ids=["no certificate is chosen", "the only document is taken out"],
)
def test_what_is_done_without_a_document_is_refused(service: Service, outcome: Outcome, chosen: Chosen) -> None:
    with pytest.raises(BadEntry, match="dokumen yang terbit"):
        entry_of_form("x", service, outcome, chosen, NOW)


@pytest.mark.parametrize(
    ("service", "chosen", "issued"),
    [(COPY, Chosen(1, {"DEATH_CERT": 1}), {"DEATH_CERT": 1}), (CHECK, Chosen(), {})],
    ids=["the one that is chosen", "a service that yields none"],
)
def test_what_is_done_on_the_spot_names_its_document(service: Service, chosen: Chosen, issued: dict[str, int]) -> None:
    assert entry_of_form("x", service, Outcome.ISSUED_ON_SPOT, chosen, NOW).issued == issued
