"""What all pages about results share: the address, the visit, the way back."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from botram.refusals import NotFound
from botram.visits.models import Visit, VisitState
from botram.visits.queries import visit_of
from botram.web import access

blueprint = Blueprint("results", __name__, url_prefix="/hasil")


def announced_visit(public_id: str) -> Visit:
    """The office's visit that results may be of. Raises NotFound for a draft."""
    visit = visit_of(access.me().office, public_id)
    if visit.state is VisitState.DRAFT:
        raise NotFound
    return visit


def back_to_results(visit: Visit, sentence: str, category: str = "message") -> ResponseReturnValue:
    """To the visit's results, with a word on what happened."""
    flash(sentence, category)
    return redirect(url_for(".show", public_id=visit.public_id))
