"""What the ledger writes into a visit's history, and how it reads there. For the office alone."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from botram.audit.models import AuditEntry
from botram.results.models import Outcome, ResultEntry
from botram.results.outcomes import outcome_word
from botram.services.texts import localized_text
from botram.visits.history import told_by


def entry_facts(entry: ResultEntry) -> dict[str, Any]:
    """What an entry says, as JSON can hold it."""
    return {
        "service": entry.service.name,
        "outcome": entry.outcome.value,
        "requests": entry.requests,
        "documents": sum(entry.issued.values()),
    }


def _taken_sentence(entry: AuditEntry) -> str:
    """What the head has taken: service, outcome and how many."""
    return str(
        _(
            "Catatan susulan dihitung: %(service)s, %(outcome)s, %(requests)s, %(documents)s.",
            **_words_of(entry.after),
        )
    )


def _declined_sentence(entry: AuditEntry) -> str:
    """What the head has declined."""
    return str(
        _(
            "Catatan susulan tidak dihitung: %(service)s, %(outcome)s, %(requests)s, %(documents)s.",
            **_words_of(entry.after),
        )
    )


def _words_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The facts of an entry in words."""
    return {
        "service": localized_text(facts["service"]),
        "outcome": outcome_word(Outcome(facts["outcome"])).lower(),
        "requests": ngettext("%(num)s permohonan", "%(num)s permohonan", facts["requests"]),
        "documents": ngettext("%(num)s dokumen", "%(num)s dokumen", facts["documents"]),
    }


told_by("take_entry", _taken_sentence)
told_by("decline_entry", _declined_sentence)
