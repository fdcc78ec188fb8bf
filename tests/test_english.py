"""The English catalogue fits the program: every sentence has its English, with the same names of what is put in."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from botram.config import ROOT

FOLDER = ROOT / "botram" / "translations" / "en" / "LC_MESSAGES"
PUT_IN = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")
ENDS = (".", "?", "!", ":", "…")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """English as people write it."""
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file, "en")


def pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Each Indonesian sentence with its English; singular and plural each by itself."""
    for message in catalogue:
        ours, english = both_sides(message)
        yield from zip(ours, english, strict=True) if message.id else ()


def sentences_of_the_program() -> set[tuple[str | None, tuple[str, ...]]]:
    """Every sentence with its context, as the program says it."""
    kinds = [("botram/**.py", "python"), ("templates/**.html", "jinja2")]
    words = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "lazy_pgettext": DEFAULT_KEYWORDS["pgettext"]}
    found = extract_from_dir(ROOT, kinds, keywords=words, directory_filter=is_ours)
    return {
        (context, (said,) if isinstance(said, str) else tuple(said)) for _file, _line, said, _comments, context in found
    }


def is_ours(folder: str) -> bool:
    """Whether a folder can hold sentences; the libraries' folders are large."""
    inside = Path(folder).relative_to(ROOT).parts
    return inside[:1] in ((), ("botram",), ("templates",)) and "data" not in inside


def both_sides(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The forms of a message in both languages."""
    ids, texts = ((side,) if isinstance(side, str) else tuple(side or ()) for side in (message.id, message.string))
    return ids, texts


def test_the_compiled_catalogue_is_the_one_that_people_read(catalogue: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert (FOLDER / "messages.mo").read_bytes() == compiled.getvalue(), "make texts"


def test_every_sentence_has_its_english_and_no_other_is_kept(catalogue: Catalog) -> None:
    english = {(one.context, both_sides(one)[0]): both_sides(one)[1] for one in catalogue if one.id}
    said = sentences_of_the_program()
    assert len(said) > 1000, "the search for sentences finds them"
    bare = sorted(ours for context, ours in said if not all(english.get((context, ours), ("",))))
    assert bare == [], "run `make texts` and write their English"
    assert set(english) == said, "make texts"


def test_nothing_is_guessed_and_what_is_put_in_stays(catalogue: Catalog) -> None:
    assert not [message.id for message in catalogue if message.id and message.fuzzy]
    wrong = [
        (ours, english)
        for ours, english in pairs(catalogue)
        if english and sorted(PUT_IN.findall(ours)) != sorted(PUT_IN.findall(english))
    ]
    assert wrong == []


def test_a_sentence_stays_a_sentence(catalogue: Catalog) -> None:
    for ours, english in pairs(catalogue):
        assert not english or ours.endswith(ENDS) == english.endswith(ENDS), (ours, english)
        spaces = [(text[:1] == " ", text[-1:] == " ") for text in (ours, english)]
        assert not english or spaces[0] == spaces[1], (ours, english)
