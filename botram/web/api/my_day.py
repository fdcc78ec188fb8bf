"""One answer with all that an officer's phone needs for a day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from flask import Response, jsonify

from botram import clock
from botram.results.entry_form import issued_with, outcomes_for
from botram.results.models import Outcome
from botram.results.outcomes import GROUP_OF, outcome_word
from botram.results.queries import totals_among
from botram.services.models import Document, Service
from botram.services.queries import all_documents
from botram.services.texts import localized
from botram.staff.models import Account, Role
from botram.visits.models import Visit
from botram.visits.officer_queries import officer_visits
from botram.web import access
from botram.web.api.blueprint import blp, may_fail
from botram.web.api.field_types import Body, Day
from botram.web.api.moments import begin_of, end_of
from botram.web.api.results import totals_facts
from botram.web.api.schema_parts import ETAG
from botram.web.api.visit_facts import office_facts, own_facts
from botram.web.headers import unless_known


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
    zone = account.office.time_zone
    visits, papers = _visits_on(account, day, zone), all_documents()
    totals = totals_among(visits)
    return {
        "date": day.isoformat(),
        "office": {**office_facts(account.office), "time_zone": zone},
        "visits": [{**own_facts(visit), "totals": totals_facts(totals[visit.id])} for visit in visits],
        "services": [_sheet_facts(service, papers) for service in _offered(visits)],
        "documents": [_document_names(paper) for paper in papers],
        "outcomes": [_outcome_facts(outcome) for outcome in Outcome],
    }


def _visits_on(account: Account, day: date, zone: str) -> list[Visit]:
    """Return the officer's visits that open on a day, or opened on it before they were moved."""
    since, until = begin_of(day, zone), end_of(day, zone)

    def within(moment: datetime | None) -> bool:
        return moment is not None and since <= moment < until

    found = officer_visits(account, since, until)
    return [visit for visit in found if within(visit.opens_at) or within(visit.was_opens_at)]


def _offered(visits: Iterable[Visit]) -> list[Service]:
    """Return every service that one of the visits offers, in the order of the list."""
    services = {offer.service_code: offer.service for visit in visits for offer in visit.offers}
    return sorted(services.values(), key=lambda service: (service.position, service.code))


def _sheet_facts(service: Service, papers: Sequence[Document]) -> dict[str, Any]:
    """Return a service with what its sheet needs."""
    choices = outcomes_for(service, {paper.code for paper in papers if paper.card_blank})
    return {
        "code": service.code,
        "slug": service.slug,
        "name": localized(service, "name"),
        "documents": service.yields,
        "documents_if_chosen": service.yields_if_chosen,
        "requirements": [{"code": one.code, "text": localized(one, "text")} for one in service.requirements],
        "outcomes": {
            "usual": [outcome.value for outcome in choices.usual],
            "unserved": [outcome.value for outcome in choices.unserved],
            "others": [outcome.value for outcome in choices.others],
        },
        "issued_with": {
            outcome.value: documents for outcome in Outcome if (documents := issued_with(service, outcome))
        },
    }


def _document_names(paper: Document) -> dict[str, Any]:
    """Return a document with its names."""
    return {
        "code": paper.code,
        "name": localized(paper, "name"),
        "short": localized(paper, "short"),
        "card_blank": paper.card_blank,
    }


def _outcome_facts(outcome: Outcome) -> dict[str, str]:
    """Return an outcome with its label and group."""
    return {"code": outcome.value, "name": outcome_word(outcome), "group": GROUP_OF[outcome].value}
