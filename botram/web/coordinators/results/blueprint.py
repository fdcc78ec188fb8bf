"""Shared by all pages about results: the blueprint, the visit, the redirect to it."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from botram.refusals import NotFound
from botram.visits.models import Visit, VisitState
from botram.visits.queries import visit_of
from botram.web import access

blueprint = Blueprint("results", __name__, url_prefix="/hasil")


def announced_visit(public_id: str) -> Visit:
    """Return the office's visit. Raises NotFound, also for a draft."""
    visit = visit_of(access.me().office, public_id)
    if visit.state is VisitState.DRAFT:
        raise NotFound
    return visit


def back_to_results(visit: Visit, sentence: str, category: str = "message") -> ResponseReturnValue:
    """Redirect to the visit's results, with a message."""
    flash(sentence, category)
    return redirect(url_for(".show", public_id=visit.public_id))
