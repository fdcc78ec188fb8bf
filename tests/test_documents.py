"""README.md and the office's guides lead to what is there, and call buttons what the pages call them."""

import json
import re

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from botram.config import ROOT
from botram.languages import LANGUAGES
from botram.preparation import DATA

README = (ROOT / "README.md").read_text()
GUIDES = {"id": ROOT / "docs" / "kantor.md", "en": ROOT / "docs" / "office.md"}
CATALOGUE = ROOT / "botram" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
WALKS = {"id": "## Satu kunjungan, dari rencana sampai laporan", "en": "## One visit, from plan to report"}
SIGNING_IN = {"Akun saya", "Ganti bahasa"}  # before English is chosen, pages speak Indonesian
BEGIN_LINES = (
    "botram/visits/field/labels.py"  # obstacles: small letters in a sentence, a large one beside a box
)
STATES = "templates/components/states.html"
OUTCOMES = "botram/results/outcomes.py"
WHY_LIMITED = {"Jaringan lambat", "Blangko terbatas", "Kuota terbatas"}
WHY_CLOSED = {"Jaringan putus", "Blangko habis", "Kuota habis"}
OF_SERVICES = {"Buka", "Terbatas", "Tutup"} | WHY_LIMITED | WHY_CLOSED
ONE_OUTCOME = "Berkas kurang"  # a group of one outcome, which stands in the table itself


def walk(language: str) -> str:
    """The part of README.md that follows one visit."""
    return README.partition(WALKS[language] + "\n")[2].partition("\n## ")[0]


def guide(language: str) -> tuple[str, str]:
    """The office's guide without its last part, and that part: the table of words."""
    text, _heading, words = GUIDES[language].read_text().rpartition("\n## ")
    return text, words


def messages() -> list[Message]:
    """The sentences of the program that have one form."""
    with CATALOGUE.open("rb") as file:
        return [one for one in read_po(file) if one.id and isinstance(one.id, str)]


def texts(language: str) -> list[str]:
    """All that pages say in a language; ``%(name)s`` stands for anything."""
    said = [(str(one.id if language == "id" else one.string), one) for one in messages()]
    lines = [text[:1].upper() + text[1:] for text, one in said if (BEGIN_LINES, None) in one.locations]
    services = json.loads((DATA / "services" / "english.json").read_text())
    others = [*services] if language == "id" else [*services.values(), *SIGNING_IN]
    return [text for text, _one in said] + lines + others + list(LANGUAGES.values())


def in_italics(text: str) -> list[str]:
    """What stands in italics, each on one line."""
    return [" ".join(name.split()) for name in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)]


def unknown_names(text: str, language: str) -> list[str]:
    """What stands in italics although no page of that language says so."""
    said = [re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(one)) for one in texts(language)]
    with_words = "|".join(one for one in said if re.search(r"\w", one.replace(".+", "")))
    return [name for name in in_italics(text) if not re.fullmatch(with_words, name)]


def rows(table: str) -> list[tuple[str, str]]:
    """The first two cells of each row of a table of words: Indonesian and English."""
    return re.findall(r"^\| \*(.+?)\* \| \*(.+?)\* \|", table, re.MULTILINE)


@pytest.mark.parametrize("language", WALKS)
def test_the_walk_names_what_the_pages_show(language: str) -> None:
    assert len(in_italics(walk(language))) > 20
    assert unknown_names(walk(language), language) == []


@pytest.mark.parametrize("language", GUIDES)
def test_the_guide_names_what_the_pages_show(language: str) -> None:
    text, _words = guide(language)
    assert len(in_italics(text)) > 100
    assert unknown_names(text, language) == []


def test_both_guides_have_the_same_parts() -> None:
    levels, steps = (
        [re.findall(pattern, path.read_text(), re.MULTILINE) for path in GUIDES.values()]
        for pattern in (r"^(#+) ", r"^(?:- |\d\. |\| )")
    )
    assert len(levels[0]) > 20
    assert levels[0] == levels[1]
    assert steps[0] == steps[1], "one of them has a row or a point more"


@pytest.mark.parametrize("language", GUIDES)
def test_the_table_of_words_says_what_the_pages_say(language: str) -> None:
    pairs = {(str(one.id), str(one.string)) for one in messages()}
    assert [row for row in rows(guide(language)[1]) if row not in pairs] == []


def test_the_table_of_words_holds_every_state_and_outcome() -> None:
    said = rows(guide("id")[1])
    assert said == rows(guide("en")[1])
    named = {str(one.id) for one in messages() if {(STATES, None), (OUTCOMES, None)} & set(one.locations)}
    assert named - OF_SERVICES - {indonesian for indonesian, _english in said} == {ONE_OUTCOME}


@pytest.mark.parametrize("language", WALKS)
def test_each_step_of_the_walk_has_its_picture(language: str) -> None:
    steps = re.findall(r"^(\d)\. \*\*", walk(language), re.MULTILINE)
    pictures = re.findall(rf"docs/pictures/{language}/(\d)\.png", walk(language))
    assert steps == pictures == list("12345678")


def named_files(text: str) -> set[str]:
    """The files of ours that a text links to or shows."""
    return set(re.findall(r'(?:\]\(|src=")((?!http|#)[^)"#]+)', text))


def test_every_file_that_is_named_is_there() -> None:
    for path in (ROOT / "README.md", *GUIDES.values()):
        assert {name for name in named_files(path.read_text()) if not (path.parent / name).is_file()} == set()
    kept = {str(file.relative_to(ROOT)) for file in (ROOT / "docs" / "pictures").rglob("*.png")}
    assert kept - named_files(README) == set(), "pictures that nobody sees"
