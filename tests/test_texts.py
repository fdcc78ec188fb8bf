"""Every visible text passes through gettext, in templates and in Python."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment

from botram.config import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = sorted((ROOT / "botram").rglob("*.py"))
WORDS = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
READ_ALOUD = re.compile(r"\b(?:aria-label|title|placeholder|alt)=\"([^\"{]*[A-Za-z]{2}[^\"{]*)\"")
NAMES = {"Botram", "utf", "WIB", "OpenStreetMap", "WhatsApp", "SP", "LAPOR", "nbsp", "middot", "ndash", "rarr"}
FOR_PROGRAMMERS = {
    "make_error",
    "SystemExit",
    "setting_error",
    "LookupError",
    "AssertionError",
    "FileNotFoundError",
    "RuntimeError",
    "TimeoutError",
    "SettingError",
    "ValueError",
}


def bare_words(source: str) -> list[str]:
    """The words of a template that stand outside tags, expressions and trans blocks."""
    kept, inside = [], False
    for _line, kind, value in Environment(extensions=["jinja2.ext.i18n"], autoescape=True).lex(source):
        if kind == "name" and value in ("trans", "endtrans"):
            inside = value == "trans"
        elif kind == "data":
            kept.append(" " if inside else value)
        else:
            kept.append("\0")
    markup = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>", " ", "".join(kept), flags=re.DOTALL)
    markup = re.sub(r'\bclass="[^"]*"', " ", markup)  # a block may stand inside a tag
    spoken = " ".join(READ_ALOUD.findall(markup))
    return [word for word in WORDS.findall(re.sub(r"<[^>]*>", " ", markup) + spoken) if word not in NAMES]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_template_speaks_past_gettext(file: Path) -> None:
    assert bare_words(file.read_text("utf-8")) == []


def test_the_search_for_bare_words_finds_them() -> None:
    assert bare_words('<p title="Judul">Halo {{ _("Warga") }}</p>{% trans %}Baik{% endtrans %}') == ["Halo", "Judul"]


def name_of(call: ast.Call) -> str:
    """The last part of what is called."""
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def spoken_bare(tree: ast.AST) -> list[int]:
    """The lines where a flash or a refusal says a bare string. Errors for programmers may."""
    said = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "flash"]
    raised = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    said += [call for call in raised if name_of(call) not in FOR_PROGRAMMERS]
    bare = (call for call in said if call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr))
    return [call.lineno for call in bare]


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_sentence_for_people_is_a_bare_string(file: Path) -> None:
    assert spoken_bare(ast.parse(file.read_text("utf-8"))) == []


def test_the_search_for_bare_sentences_finds_them() -> None:
    tree = ast.parse('flash("Tersimpan.")\nraise TeamBusy(f"{team} sibuk")\nflash(_("Baik."))')
    assert spoken_bare(tree) == [1, 2]
