"""One answer with all that an officer's phone needs for a day."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask import Response, jsonify

from botram import clock
from botram.results.entry_form import issued_with, outcomes_for
from botram.results.models import Outcome
from botram.results.outcomes import GROUP_OF, OutcomeGroup, outcome_word
from botram.results.queries import totals_among
from botram.services.models import Service
from botram.services.queries import all_documents
from botram.services.texts import localized
from botram.staff.models import Account, Role
from botram.visits.models import Visit
from botram.visits.officer_queries import officer_visits
from botram.web import access
from botram.web.api.blueprint import blp, may_fail
from botram.web.api.field_types import Body, Day
from botram.web.api.moments import bounds_of
from botram.web.api.results import TOTALS
from botram.web.api.schema_parts import (
    DAY,
    ETAG,
    FLAG,
    OFFICE_WITH_ZONE,
    TEXT,
    Row,
    Table,
    code,
    described,
    enum_of,
    list_of,
    object_with,
    ref,
)
from botram.web.api.visit_facts import own_facts
from botram.web.api.visit_schemas import SERVICE_CODE
from botram.web.headers import unless_known


def _local(name: str) -> Row:
    """Return the row of a text of the service list in the language of the answer."""
    return TEXT, lambda row: localized(row, name)


_OUTCOMES = list_of(enum_of(*Outcome))
_CHOICES = Table(usual=_OUTCOMES, unserved=_OUTCOMES, others=_OUTCOMES)
_LIKELIEST_FIRST = "All outcomes as they make sense for the service, the likeliest first."
_AT_ONCE = "Documents that leave the desk once for each request with an outcome."
_ENTRY_FORM = Table(
    code=code(SERVICE_CODE),
    slug=TEXT,
    name=_local("name"),
    documents=(described(list_of(TEXT), "What can come out of it."), "yields"),
    documents_if_chosen=(described(list_of(TEXT), "Those of them that come only when asked for."), "yields_if_chosen"),
    requirements=Table(code=TEXT, text=_local("text")).list("requirements"),
    outcomes=described(_CHOICES.schema, _LIKELIEST_FIRST),
    issued_with=(
        {"type": "object", "additionalProperties": list_of(TEXT), "description": _AT_ONCE},
        lambda service: {one: documents for one in Outcome if (documents := issued_with(service, one))},
    ),
)
_DOCUMENT = Table(code=TEXT, name=_local("name"), short=_local("short"), card_blank=FLAG)
_OUTCOME = Table(
    code=(enum_of(*Outcome), lambda outcome: outcome),
    name=(TEXT, outcome_word),
    group=(enum_of(*OutcomeGroup), GROUP_OF.__getitem__),
)
MY_DAY = object_with(
    date=DAY,
    office=OFFICE_WITH_ZONE.schema,
    visits=described(
        list_of({"allOf": [ref("Visit"), object_with(totals=ref("Totals"))]}),
        "As the office reads them, each with what has been counted there.",
    ),
    services=list_of(_ENTRY_FORM.schema),
    documents=list_of(_DOCUMENT.schema),
    outcomes=list_of(_OUTCOME.schema),
)


class DayQuery(Body):
    """The requested day."""

    date = Day(metadata={"description": "On the office's wall clock. Without it: today."})


@blp.route("/me/day", methods=["GET"], tags=["people"])
@access.only(Role.OFFICER)
@blp.arguments(DayQuery, location="query")
@blp.response(200, "MyDay", headers={"ETag": ETAG})
@blp.doc(security=[{"signIn": []}])
@may_fail(401, 403)
def my_day(query: dict[str, Any]) -> Response:
    """Read all that an officer's phone needs for a day

    The own visits that open on it or were moved out of it, cancelled ones too, with what has been counted; the
    services they offer with what comes out and what to bring; and the words for documents and outcomes.
    """
    account = access.me().account
    day = query.get("date") or clock.local_day(clock.now(), account.office.time_zone)
    response = jsonify(_my_day_facts(account, day))
    unless_known(response)
    return response


def _my_day_facts(account: Account, day: date) -> dict[str, Any]:
    """Return the answer. The number of statements does not depend on the number of visits."""
    visits, papers = _visits_on(account, day, account.office.time_zone), all_documents()
    totals, blanks = totals_among(visits), {paper.code for paper in papers if paper.card_blank}
    return {
        "date": day.isoformat(),
        "office": OFFICE_WITH_ZONE.read(account.office),
        "visits": [{**own_facts(visit), "totals": TOTALS.read(totals[visit.id])} for visit in visits],
        "services": [
            _ENTRY_FORM.read(service, outcomes=_CHOICES.read(outcomes_for(service, blanks)))
            for service in _offered(visits)
        ],
        "documents": [_DOCUMENT.read(paper) for paper in papers],
        "outcomes": [_OUTCOME.read(outcome) for outcome in Outcome],
    }


def _visits_on(account: Account, day: date, zone: str) -> list[Visit]:
    """Return the officer's visits that open on a day, or opened on it before they were moved."""
    since, until = bounds_of(day, zone)

    def within(moment: datetime | None) -> bool:
        return moment is not None and since <= moment < until

    found = officer_visits(account, since, until)
    return [visit for visit in found if within(visit.opens_at) or within(visit.was_opens_at)]


def _offered(visits: Iterable[Visit]) -> list[Service]:
    """Return every service that one of the visits offers, in the order of the list."""
    services = {offer.service_code: offer.service for visit in visits for offer in visit.offers}
    return sorted(services.values(), key=lambda service: (service.position, service.code))
