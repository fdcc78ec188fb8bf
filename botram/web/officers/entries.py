"""The ledger of a visit for its crew: who recorded what and when, the newest first."""

from collections.abc import Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.refusals import NotFound
from botram.results.chains import correctable_entries
from botram.results.labels import entry_words
from botram.results.queries import entries_of_chains
from botram.results.review_queries import ENTRIES_SIZE, EntryLine, entry_lines, marks_of
from botram.services.queries import names
from botram.staff.models import Role
from botram.visits.models import VisitState
from botram.web import access
from botram.web.forms import page_asked
from botram.web.officers.blueprint import blueprint, own_visit, view_for_crew
from botram.web.officers.record_page import why_not


@blueprint.get("/kunjungan/<public_id>/catatan")
@access.only(Role.OFFICER, Role.COORDINATOR)
def entries(public_id: str) -> ResponseReturnValue:
    """Show a page of entries, each with a link to correct it while something of it is left."""
    visit, number, now = own_visit(public_id), page_asked(), clock.now()
    if visit.state is VisitState.DRAFT:
        raise NotFound
    lines, marks, called = entry_lines(visit, number, newest_first=True), marks_of(visit), names()
    may_record = not why_not(visit, now)
    return render_template(
        "officers/entries.html",
        visit=view_for_crew(visit),
        zone=visit.office.time_zone,
        lines=lines,
        may_record=may_record,
        correctable=_correctable(lines) if may_record else set(),
        words={line.entry.id: entry_words(line.entry, called.documents, called.requirements) for line in lines},
        total=marks.entries,
        number=number,
        total_pages=max(1, -(-marks.entries // ENTRIES_SIZE)),
        url_of=lambda page: url_for(".entries", public_id=public_id, halaman=page),
    )


def _correctable(lines: Sequence[EntryLine]) -> set[str]:
    """Return the ids of the entries that can be corrected, in the chains of these lines."""
    chains = entries_of_chains(line.entry.root for line in lines)
    return {entry.id for chain in chains.values() for entry in correctable_entries(chain)}
