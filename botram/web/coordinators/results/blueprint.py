"""What all pages about results share: the address, the visit, and how an entry reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram.formats import number as figure
from botram.refusals import NotFound
from botram.results.models import ResultEntry
from botram.results.outcomes import outcome_word
from botram.services.texts import localized
from botram.visits.models import Visit, VisitState
from botram.visits.queries import visit_of
from botram.web import access
from botram.web.coordinators.visits.choices import number

blueprint = Blueprint("results", __name__, url_prefix="/hasil")

_LAST_PAGE = 10_000


@dataclass(frozen=True)
class EntryWords:
    """An entry as people read it."""

    service: str
    outcome: str
    requests: str
    papers: str  # what was issued and what was missing


def announced_visit(public_id: str) -> Visit:
    """The office's visit that results may be of. Raises NotFound for a draft."""
    visit = visit_of(access.me().office, public_id)
    if visit.state is VisitState.DRAFT:
        raise NotFound
    return visit


def page_asked(name: str = "halaman") -> int:
    """The number of the page that the address asks for."""
    return min(number(request.args.get(name)), _LAST_PAGE) or 1


def entry_words(
    entry: ResultEntry, documents: Mapping[str, str], requirements: Mapping[str, str]
) -> EntryWords:
    """An entry in words; ``documents`` and ``requirements`` name their codes."""
    issued = [f"{documents.get(code, code)} {figure(count)}" for code, count in entry.issued.items()]
    missing = [f"{requirements.get(code, code)} {figure(count)}" for code, count in entry.missing.items()]
    papers = [_("Terbit: %(papers)s.", papers=", ".join(issued))] if issued else []
    papers += [_("Kurang: %(papers)s.", papers=", ".join(missing))] if missing else []
    return EntryWords(
        localized(entry.service, "name"),
        outcome_word(entry.outcome),
        figure(entry.requests),
        " ".join(papers),
    )


def back_to(visit: Visit, sentence: str, category: str = "message") -> ResponseReturnValue:
    """To the visit's results, with a word on what happened."""
    flash(sentence, category)
    return redirect(url_for(".show", public_id=visit.public_id))
