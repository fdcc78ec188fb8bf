"""The labels of an entry of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from botram.formats import number as figure
from botram.results.models import ResultEntry
from botram.results.outcomes import outcome_word
from botram.services.texts import localized


@dataclass(frozen=True)
class EntryWords:
    """The values of an entry as text for people."""

    service: str
    outcome: str
    requests: str
    papers: str  # what was issued and what was missing


def entry_words(entry: ResultEntry, documents: Mapping[str, str], requirements: Mapping[str, str]) -> EntryWords:
    """Return the labels of an entry. ``documents``, ``requirements``: their names by code."""
    issued = [f"{documents.get(code, code)} {figure(count)}" for code, count in entry.issued.items()]
    missing = [f"{requirements.get(code, code)} {figure(count)}" for code, count in entry.missing.items()]
    papers = [_("Terbit: %(papers)s.", papers=", ".join(issued))] if issued else []
    papers += [_("Kurang: %(papers)s.", papers=", ".join(missing))] if missing else []
    return EntryWords(
        localized(entry.service, "name"), outcome_word(entry.outcome), figure(entry.requests), " ".join(papers)
    )
