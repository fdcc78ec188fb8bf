"""The texts of the service list in the language that is spoken; in Indonesian where the list has no English."""

from functools import cache
from typing import Any, TypeVar

from botram.config import ROOT
from botram.languages import INDONESIAN, language
from botram.packs import read_about
from botram.services.models import Document, Requirement, Service
from botram.services.pack import english_texts

_Text = TypeVar("_Text")
_FOLDER = ROOT / "botram" / "data" / "services"


def localized(row: Service | Requirement | Document, name: str, spoken: str = "") -> Any:
    """Return a text of a row in the present language: ``localized(service, "name")``.

    Texts that are kept or compared are read from the column itself. ``spoken`` is the present language, where many
    texts are wanted and it was looked up already.
    """
    text = getattr(row, name)
    return text if (spoken or language()) == INDONESIAN else row.english.get(name) or text


def in_language(text: _Text, english: _Text | None) -> _Text:
    """The text, or its English where that is spoken and known."""
    return text if language() == INDONESIAN or english is None else english


def said_again(text: str) -> str:
    """A text of the program's own list that was written down at another time, such as a name in a visit's history."""
    return in_language(text, english().get(text))


@cache
def english() -> dict[str, str]:
    """The English for the texts of the program's own list."""
    return english_texts(_FOLDER, read_about(_FOLDER)["files"])


def service_notes() -> dict[str, str]:
    """What holds for all services together, by its key: practice, free, proxy, rt_rw, paper."""
    return {key: said_again(sentence) for key, sentence in notes().items()}


@cache
def notes() -> dict[str, str]:
    """The sentences for residents, in Indonesian."""
    about: dict[str, Any] = read_about(_FOLDER)
    return {str(key): str(sentence) for key, sentence in about.get("notes", {}).items()}
