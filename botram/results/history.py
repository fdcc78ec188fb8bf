"""The sentences in a visit's history about the decisions on its results. For the office alone."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from botram.results.models import Outcome, ResultEntry
from botram.results.outcomes import outcome_word
from botram.services.texts import localized_text
from botram.visits.history import describe_action


def entry_snapshot(entry: ResultEntry) -> dict[str, Any]:
    """The values of an entry that the audit records, as JSON."""
    return {
        "service": entry.service.name,
        "outcome": entry.outcome.value,
        "requests": entry.requests,
        "documents": sum(entry.issued.values()),
    }


def _entry_labels(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """The values of an entry as text for people."""
    return {
        "service": localized_text(snapshot["service"]),
        "outcome": outcome_word(Outcome(snapshot["outcome"])).lower(),
        "requests": ngettext("%(num)s permohonan", "%(num)s permohonan", snapshot["requests"]),
        "documents": ngettext("%(num)s dokumen", "%(num)s dokumen", snapshot["documents"]),
    }


describe_action(
    "take_entry",
    lambda entry: _(
        "Catatan susulan dihitung: %(service)s, %(outcome)s, %(requests)s, %(documents)s.", **_entry_labels(entry.after)
    ),
)
describe_action(
    "decline_entry",
    lambda entry: _(
        "Catatan susulan tidak dihitung: %(service)s, %(outcome)s, %(requests)s, %(documents)s.",
        **_entry_labels(entry.after),
    ),
)
