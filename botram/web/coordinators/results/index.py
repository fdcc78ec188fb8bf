"""The list of results to verify and of those that are verified."""

from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from botram.results.labels import entry_words
from botram.results.review_queries import visits_with_sums, waiting_entries
from botram.services.queries import names
from botram.staff.models import Role
from botram.visits.models import VisitState
from botram.web import access
from botram.web.coordinators.office_view import with_view
from botram.web.coordinators.results.blueprint import blueprint
from botram.web.forms import page_asked


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD)
def index() -> ResponseReturnValue:
    """List visits to verify, the oldest first; visits with late entries; verified visits."""
    office, called = access.me().office, names()
    waiting = waiting_entries(office, page_asked("catatan")).shown(with_view)
    verified = visits_with_sums(office, VisitState.VERIFIED, page_asked("lama"), newest_first=True)
    return render_template(
        "coordinators/results/index.html",
        closed=visits_with_sums(office, VisitState.CLOSED, page_asked()).shown(with_view),
        waiting=waiting,
        words={entry.id: entry_words(entry, called.documents, called.requirements) for _visit, entry in waiting.items},
        verified=verified.shown(with_view),
        zone=office.time_zone,
        may_decide=access.me().may(Role.HEAD),
        page_of_closed=partial(_address_with, "halaman"),
        page_of_waiting=partial(_address_with, "catatan"),
        page_of_verified=partial(_address_with, "lama"),
    )


def _address_with(name: str, page_number: int) -> str:
    """Return the address of this page with one of its lists at another page."""
    asked: dict[str, Any] = {key: request.args[key] for key in ("halaman", "catatan", "lama") if key in request.args}
    return url_for(".index", **asked | {name: page_number})
