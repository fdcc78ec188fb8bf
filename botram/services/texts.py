"""The texts of the service list in the present language; in Indonesian where the list has no English."""

from functools import cache
from typing import Any, TypeVar

from botram.config import ROOT
from botram.languages import INDONESIAN, language
from botram.packs import read_about
from botram.services.models import Document, Requirement, Service
from botram.services.pack import read_english

_Text = TypeVar("_Text")
_FOLDER = ROOT / "botram" / "data" / "services"


def localized(row: Service | Requirement | Document, name: str, spoken: str = "") -> Any:
    """Return a text of a row in the present language: ``localized(service, "name")``.

    Texts that are stored or compared are read from the column itself. ``spoken`` is the present language, where a
    caller with many texts has looked it up already.
    """
    text = getattr(row, name)
    return text if (spoken or language()) == INDONESIAN else row.english.get(name) or text


def in_language(text: _Text, english: _Text | None) -> _Text:
    """Return the English where that is the present language and there is one, else the text."""
    return text if language() == INDONESIAN or english is None else english


def localized_text(text: str) -> str:
    """Return a stored text of the bundled list in the present language, such as a name in a visit's history."""
    return in_language(text, _bundled_english().get(text))


@cache
def _bundled_english() -> dict[str, str]:
    """The English of the texts of the bundled list, by the Indonesian."""
    return read_english(_FOLDER, read_about(_FOLDER)["files"])


def service_notes() -> dict[str, str]:
    """The notes that apply to all services, by key: practice, free, proxy, rt_rw, paper."""
    return {key: localized_text(sentence) for key, sentence in _note_texts().items()}


@cache
def _note_texts() -> dict[str, str]:
    """The notes in Indonesian, by key."""
    about: dict[str, Any] = read_about(_FOLDER)
    return {str(key): str(sentence) for key, sentence in about.get("notes", {}).items()}
