"""README.md leads to what is there, and its walk calls buttons what the pages call them."""

import json
import re

import pytest
from babel.messages.pofile import read_po

from botram.config import ROOT
from botram.languages import LANGUAGES
from botram.preparation import DATA

README = (ROOT / "README.md").read_text()
CATALOGUE = ROOT / "botram" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
WALKS = {"id": "## Satu kunjungan, dari rencana sampai laporan", "en": "## One visit, from plan to report"}
SIGNING_IN = {"Akun saya", "Ganti bahasa"}  # before English is chosen, pages speak Indonesian


def walk(language: str) -> str:
    """The part of README.md that follows one visit."""
    return README.partition(WALKS[language] + "\n")[2].partition("\n## ")[0]


def texts(language: str) -> list[str]:
    """All that pages say in a language; ``%(name)s`` stands for anything."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file) if message.id and isinstance(message.id, str)]
    services = json.loads((DATA / "services" / "english.json").read_text())
    if language == "id":
        return [str(message.id) for message in messages] + list(services)
    return [str(message.string) for message in messages] + list(services.values()) + list(SIGNING_IN)


@pytest.mark.parametrize("language", WALKS)
def test_the_walk_names_what_the_pages_show(language: str) -> None:
    said = [
        re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(text)) for text in texts(language) + list(LANGUAGES.values())
    ]
    named = re.findall(r"(?<!\*)\*([^*\n]+(?:\n +[^*\n]+)?)\*(?!\*)", walk(language))
    assert len(named) > 20
    unknown = [name for name in named if not any(re.fullmatch(text, " ".join(name.split())) for text in said)]
    assert unknown == []


@pytest.mark.parametrize("language", WALKS)
def test_each_step_of_the_walk_has_its_picture(language: str) -> None:
    steps = re.findall(r"^(\d)\. \*\*", walk(language), re.MULTILINE)
    pictures = re.findall(rf"docs/pictures/{language}/(\d)\.png", walk(language))
    assert steps == pictures == list("12345678")


def test_every_file_that_is_named_is_there() -> None:
    named = set(re.findall(r'(?:\]\(|src=")((?!http|#)[^)"#]+)', README))
    assert {name for name in named if not (ROOT / name).is_file()} == set()
    kept = {str(file.relative_to(ROOT)) for file in (ROOT / "docs" / "pictures").rglob("*.png")}
    assert kept - named == set(), "pictures that nobody sees"
