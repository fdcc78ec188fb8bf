"""Documents lead to what is there; walks and guides call buttons what the pages call them."""

import json
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from botram.config import ROOT, VERSION
from botram.languages import LANGUAGES
from botram.packs import DATA
from tools.house.layers import LAYERS

DOCUMENTS = sorted(path for folder in (".", "docs", "bench") for path in (ROOT / folder).glob("*.md"))
README_WORDS = 900  # more is not read
GUIDES = {"id": ROOT / "docs" / "kantor.md", "en": ROOT / "docs" / "office.md"}
CATALOGUE = ROOT / "botram" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
WALKS = {"id": ROOT / "docs" / "satu-kunjungan.md", "en": ROOT / "docs" / "one-visit.md"}
SIGNING_IN = {"Akun saya", "Ganti bahasa"}  # before English is chosen, pages speak Indonesian
BEGIN_LINES = "botram/visits/field/labels.py"  # obstacles: small letters in a sentence, a large one beside a box
STATES = "templates/components/states.html"
OUTCOMES = "botram/results/outcomes.py"
WHY_LIMITED = {"Jaringan lambat", "Blangko terbatas", "Kuota terbatas"}
WHY_CLOSED = {"Jaringan putus", "Blangko habis", "Kuota habis"}
OF_SERVICES = {"Buka", "Terbatas", "Tutup"} | WHY_LIMITED | WHY_CLOSED
ONE_OUTCOME = "Berkas kurang"  # a group of one outcome, which stands in the table itself


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
    lines = [text[:1].upper() + text[1:] for text, one in said if BEGIN_LINES in dict(one.locations)]
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
    text = WALKS[language].read_text()
    assert len(in_italics(text)) > 20
    assert unknown_names(text, language) == []


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
    text = WALKS[language].read_text()
    steps = re.findall(r"^(\d)\. \*\*", text, re.MULTILINE)
    pictures = re.findall(rf"pictures/{language}/(\d)\.png", text)
    assert steps == pictures == list("12345678")


def links(path: Path) -> set[tuple[Path, str]]:
    """Where a document leads to among our own files: the file, and the heading in it."""
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    named = re.findall(r'(?:\]\(|src=")(?!\w+:)([^)"#\s]*)#?([^)"\s]*)', text)
    return {((path.parent / file).resolve() if file else path, heading) for file, heading in named}


def headings(path: Path) -> set[str]:
    """The names by which links lead to the headings of a document."""
    said = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in said}


def dead_links(path: Path) -> list[str]:
    """The links of a document that lead nowhere."""
    return [
        f"{file.name}#{heading}"
        for file, heading in sorted(links(path))
        if not file.exists() or (heading and heading not in headings(file))
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(path: Path) -> None:
    assert dead_links(path) == []


def test_the_search_for_dead_links_finds_them(tmp_path: Path) -> None:
    page, other = tmp_path / "page.md", tmp_path / "other.md"
    other.write_text("# Titik & desa, lagi\n")
    page.write_text(
        "# Here\n[a](other.md#titik--desa-lagi) [b](#here) [c](https://example.org/x) `[d](e.md)`\n"
        '[f](gone.md) [g](other.md#gone) [h](#gone) <img src="gone.png">\n'
    )
    assert dead_links(page) == ["gone.md#", "gone.png#", "other.md#gone", "page.md#gone"]


def test_every_picture_is_shown() -> None:
    shown = {file for path in DOCUMENTS for file, _heading in links(path)}
    assert set((ROOT / "docs" / "pictures").rglob("*.png")) <= shown


def test_the_architecture_names_the_parts_in_the_order_of_the_layers() -> None:
    text = ARCHITECTURE.read_text()
    arrow = next(one for one in re.findall(r"^`([^`]+)`$", text, re.MULTILINE) if "→" in one)
    layers = [tuple(re.split(r",\s+", layer)) for layer in re.split(r"\s+→\s+", arrow)]
    assert layers == [tuple("create_app()" if one == "__init__" else one for one in layer) for layer in LAYERS]
    cells = " ".join(re.findall(r"^\| (`.+?) \|", text, re.MULTILINE))
    named = set(re.findall(r"`(?:botram/)?(\w+)(?:\.py|/)`", cells))
    assert {one for layer in LAYERS for one in layer} - named == set()


def test_each_term_of_the_glossary_stands_in_the_code() -> None:
    glossary = ARCHITECTURE.read_text().partition("\n## Glossary\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| [a-z ,]+ \| (`.+?`) \|", glossary, re.MULTILINE)
    assert len(cells) == glossary.count("\n| ") - 1
    files = [*(ROOT / "botram").rglob("*.py")]
    used = {word for file in files for word in (file.name, *re.findall(r"\w+", file.read_text()))}
    assert {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)} - used == set()


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().split()) <= README_WORDS


def test_the_changelog_begins_with_what_is_not_released_yet_and_the_version_of_the_program() -> None:
    headings_of_versions = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings_of_versions[0] == "Unreleased"
    dated = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) - \d{4}-\d\d-\d\d", one) for one in headings_of_versions[1:]]
    assert all(dated), "a version and its date"
    versions = [tuple(int(part) for part in found.groups()) for found in dated if found]
    assert versions == sorted(versions, reverse=True)
    assert headings_of_versions[1].partition(" ")[0] == VERSION
