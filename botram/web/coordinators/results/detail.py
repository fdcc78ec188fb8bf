"""The results of one visit: its totals, and its entries."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from botram.results.anomalies import anomalies_of
from botram.results.labels import entry_words
from botram.results.models import Outcome
from botram.results.outcomes import outcome_word
from botram.results.queries import VisitTotals, totals_of
from botram.results.review_queries import ENTRIES_SIZE, entry_lines, marks_of
from botram.services.queries import Names, names
from botram.staff.models import Role
from botram.visits.models import Visit, VisitState
from botram.web import access
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.results.blueprint import announced_visit, blueprint
from botram.web.forms import page_asked


@dataclass(frozen=True)
class _ServiceLine:
    """The requests for one service by outcome."""

    name: str
    quota: int | None
    requests: int
    outcomes: list[tuple[str, int]]


@blueprint.get("/<public_id>")
@access.only(Role.COORDINATOR, Role.HEAD)
def show(public_id: str) -> ResponseReturnValue:
    """Show requests by service and outcome, documents, missing papers, anomalies, and a page of entries."""
    visit, number = announced_visit(public_id), page_asked()
    totals, marks, called = totals_of(visit), marks_of(visit), names()
    lines = entry_lines(visit, number)
    return render_template(
        "coordinators/results/show.html",
        visit=office_view(visit),
        zone=visit.office.time_zone,
        totals=totals,
        marks=marks,
        anomalies=anomalies_of(visit, totals, marks, called.services) if visit.closed_at else [],
        services=_service_lines(visit, totals, called),
        documents=_documents_of(totals, called),
        missing=_missing_of(totals, called),
        lines=lines,
        words={line.entry.id: entry_words(line.entry, called.documents, called.requirements) for line in lines},
        number=number,
        total_pages=max(1, -(-marks.entries // ENTRIES_SIZE)),
        url_of=lambda page: url_for(".show", public_id=visit.public_id, halaman=page),
        may_decide=access.me().may(Role.HEAD),
        may_correct=access.me().may(Role.COORDINATOR),
        may_verify=access.me().may(Role.HEAD) and visit.state is VisitState.CLOSED,
    )


def _service_lines(visit: Visit, totals: VisitTotals, called: Names) -> list[_ServiceLine]:
    """Return a line for each service that was offered or recorded, in the order of the list, outcomes as usual."""
    quotas = {offer.service_code: offer.quota for offer in visit.offers}
    return [
        _ServiceLine(
            name,
            quotas.get(code),
            totals.of_service(code),
            [(outcome_word(one), count) for one in Outcome if (count := totals.requests[(code, one.value)])],
        )
        for code, name in called.services.items()
        if code in quotas or totals.of_service(code)
    ]


def _documents_of(totals: VisitTotals, called: Names) -> list[tuple[str, int]]:
    """Return the count of each issued document, in the order of the list."""
    counts = {
        code: sum(count for (_service, document), count in totals.issued.items() if document == code)
        for code in called.documents
    }
    return [(name, counts[code]) for code, name in called.documents.items() if counts[code]]


def _missing_of(totals: VisitTotals, called: Names) -> list[tuple[str, str, int]]:
    """Return the missing papers by service, the most frequent first."""
    found = [
        (called.services.get(service, service), called.requirements.get(code, code), count)
        for (service, code), count in totals.missing.items()
        if count
    ]
    return sorted(found, key=lambda one: (-one[2], one[:2]))
