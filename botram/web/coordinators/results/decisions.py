"""Decisions of the head on entries that arrived after verification."""

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from botram import clock
from botram.results.chains import sum_of
from botram.results.decisions import AlreadyDecided, decide_chain
from botram.results.labels import entry_words
from botram.results.models import Outcome, TotalKind
from botram.results.outcomes import outcome_word
from botram.results.review_queries import EntryLine, chain_lines, entry_line
from botram.services.queries import names
from botram.staff.models import Role
from botram.visits.models import Visit
from botram.web import access
from botram.web.coordinators.office_view import office_view
from botram.web.coordinators.results.blueprint import announced_visit, back_to_results, blueprint
from botram.web.forms import Form, FreeTexts, form_page, whole_number

_COUNTS = {"hitung": True, "tidak-dihitung": False}
"""The values of the two buttons."""


class _DecisionForm(Form):
    """The reason for a decision."""

    reason = FreeTexts(
        _l("Alasan keputusan"),
        needed=True,
        longest=500,
        description=_l("Contoh: ponsel petugas rusak dan baru terkirim setelah diperbaiki."),
    )


@blueprint.route("/<public_id>/catatan/<entry_id>", methods=["GET", "POST"])
@access.only(Role.HEAD)
def decide(public_id: str, entry_id: str) -> ResponseReturnValue:
    """Show a waiting entry with its chain; let it and what waits with it count, or never count."""
    visit, form = announced_visit(public_id), _DecisionForm()
    root, counts = entry_line(visit, entry_id).entry.root, _COUNTS.get(request.form.get("keputusan", ""))
    if request.method != "POST":
        return _decision_page(visit, root, form)
    if counts is None:
        form.form_errors.append(_("Tekan Hitung atau Tidak dihitung."))
    elif form.validate():
        with form.showing_refusals():
            seen, reason = whole_number(request.form.get("seen")), form.reason.data or ""
            me, now = access.me().account, clock.now()
            count = decide_chain(visit, root, me, counts=counts, reason=reason, now=now, seen=seen)
            return back_to_results(visit, _decided_sentence(count, counts=counts))
    return _decision_page(visit, root, form)


def _decided_sentence(count: int, *, counts: bool) -> str:
    """Return the message after a decision on so many entries."""
    if counts:
        said = ngettext(
            "%(num)s catatan dihitung. Alasannya ada di riwayat kunjungan.",
            "%(num)s catatan dihitung. Alasannya ada di riwayat kunjungan.",
            count,
        )
    else:
        said = ngettext(
            "%(num)s catatan tidak dihitung. Alasannya ada di riwayat kunjungan.",
            "%(num)s catatan tidak dihitung. Alasannya ada di riwayat kunjungan.",
            count,
        )
    return str(said)


def _decision_page(visit: Visit, root: str, form: Form) -> ResponseReturnValue:
    """Render the page before a decision, or redirect to the results when it was made already."""
    lines, called = chain_lines(visit, root), names()
    waiting = [line for line in lines if line.waiting]
    if not waiting:
        return back_to_results(visit, str(AlreadyDecided()), "warning")
    return form_page(
        "coordinators/results/decide.html",
        form,
        visit=office_view(visit),
        lines=lines,
        seen=waiting[-1].entry.number,
        effect=_decision_effects(waiting),
        words={line.entry.id: entry_words(line.entry, called.documents, called.requirements) for line in lines},
        zone=visit.office.time_zone,
    )


def _decision_effects(waiting: Sequence[EntryLine]) -> list[str]:
    """Return the changes if these entries counted: requests by outcome, and documents."""
    sums = sum_of(line.entry for line in waiting)
    requests = [
        f"{outcome_word(Outcome(code))} {count:+d}"
        for (_service, kind, code), count in sums.items()
        if kind is TotalKind.REQUESTS and count
    ]
    documents = sum(count for (_service, kind, _code), count in sums.items() if kind is TotalKind.ISSUED)
    return [*requests, *([_("dokumen terbit %(count)s", count=f"{documents:+d}")] if documents else [])]
