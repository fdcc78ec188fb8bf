"""The texts of the service list in the language that is spoken; in Indonesian where the list has no English."""

from functools import cache
from typing import Any, TypeVar

from botram.config import ROOT
from botram.languages import INDONESIAN, language
from botram.packs import read_about
from botram.services.models import Document, Requirement, Service
from botram.services.pack import english_texts

Text = TypeVar("Text")
FOLDER = ROOT / "botram" / "data" / "services"


def said(row: Service | Requirement | Document, name: str) -> Any:
    """A text of a row: ``said(service, "name")``. Where nothing else is said, texts are kept and compared by column."""
    return in_language(getattr(row, name), row.english.get(name))


def in_language(text: Text, english: Text | None) -> Text:
    """The text, or its English where that is spoken and known."""
    return text if language() == INDONESIAN or english is None else english


def said_again(text: str) -> str:
    """A text of the program's own list that was written down at another time, such as a name in a visit's history."""
    return in_language(text, english().get(text))


@cache
def english() -> dict[str, str]:
    """The English for the texts of the program's own list."""
    return english_texts(FOLDER, read_about(FOLDER)["files"])


def service_notes() -> dict[str, str]:
    """What holds for all services together, by its key: practice, free, proxy, rt_rw, paper."""
    return {key: said_again(sentence) for key, sentence in notes().items()}


@cache
def notes() -> dict[str, str]:
    """The sentences for residents, in Indonesian."""
    about: dict[str, Any] = read_about(FOLDER)
    return {str(key): str(sentence) for key, sentence in about.get("notes", {}).items()}
