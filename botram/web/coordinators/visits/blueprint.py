"""Shared by all pages about visits: the blueprint, the redirect to a visit, the reasons for accepting warnings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram.refusals import Refusal
from botram.staff.rules import IdentityNumber
from botram.visits.changes.change import Outlook
from botram.visits.conflicts import Busy, OtherVisit
from botram.visits.models import Visit
from botram.visits.rules import check_reason
from botram.visits.warnings import Notice

blueprint = Blueprint("visits", __name__, url_prefix="/kunjungan")

_REASON = "alasan-"  # followed by a warning's code: the name of its reason's input


@dataclass(frozen=True)
class OpenWarning:
    """A warning with its typed or stored reason, and the error in that."""

    code: str
    sentence: str
    reason: str
    error: str

    @property
    def input(self) -> str:
        """The name of its input."""
        return _REASON + self.code


def typed_reasons() -> dict[str, str]:
    """Return the reasons in this request, by the code of their warning."""
    return {name[len(_REASON) :]: text.strip() for name, text in request.form.items() if name.startswith(_REASON)}


def with_reasons(visit: Visit, notices: Sequence[Notice], *, insist: bool) -> list[OpenWarning]:
    """Return warnings with their typed or stored reasons; ``insist`` adds errors for missing ones."""
    reasons = {warning.code: warning.reason for warning in visit.warnings} | typed_reasons()
    return [
        OpenWarning(one.code, one.sentence, reason, error_of(reason) if insist else "")
        for one in notices
        for reason in [reasons.get(one.code, "")]
    ]


def reasons_asked(outlook: Outlook, *, insist: bool) -> list[OpenWarning]:
    """Return the warnings that need a reason: one input for each kind, with the sentences of all visits."""
    sentences: dict[str, list[str]] = {}
    for outcome in outlook.outcomes:
        if outcome.after and outcome.after.announced:
            for notice in outcome.warnings:
                sentences.setdefault(notice.code, []).append(f"{outcome.name}: {notice.sentence}")
    typed = typed_reasons()
    return [
        OpenWarning(code, " ".join(said), typed.get(code, ""), error_of(typed.get(code, "")) if insist else "")
        for code, said in sentences.items()
    ]


def with_other_visits(refusals: Iterable[Refusal]) -> list[tuple[str, OtherVisit | None]]:
    """Return the sentences of refusals, each with the other visit of a conflict."""
    return [(str(one), one.other if isinstance(one, Busy) else None) for one in refusals]


def error_of(reason: str) -> str:
    """Return the error in a reason; empty when there is none."""
    try:
        check_reason(reason)
    except IdentityNumber as refusal:
        return str(refusal)
    except Refusal:
        sentence: str = _("Tulis alasan tetap dilanjutkan, atau ubah rencananya.")
        return sentence
    return ""


def back_to_visit(visit: Visit, sentence: str, category: str = "message") -> ResponseReturnValue:
    """Redirect to the visit's own page, with a message."""
    flash(sentence, category)
    return redirect(url_for("coordinators.visits.show", public_id=visit.public_id))
