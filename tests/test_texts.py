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
NAMES = {
    "Botram",
    "utf",
    "WIB",
    "OpenStreetMap",
    "WhatsApp",
    "SP",
    "LAPOR",
    "nbsp",
    "middot",
    "ndash",
    "rarr",
}
SPOKEN = {"flash", "Refusal", "refuse"}


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
    spoken = " ".join(READ_ALOUD.findall(markup))
    return [word for word in WORDS.findall(re.sub(r"<[^>]*>", " ", markup) + spoken) if word not in NAMES]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_template_speaks_past_gettext(file: Path) -> None:
    assert bare_words(file.read_text("utf-8")) == []


def test_the_search_for_bare_words_finds_them() -> None:
    assert bare_words('<p title="Judul">Halo {{ _("Warga") }}</p>{% trans %}Baik{% endtrans %}') == [
        "Halo",
        "Judul",
    ]


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_sentence_for_people_is_a_bare_string(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", getattr(node.func, "attr", "")) in SPOKEN
            and node.args
        ):
            assert not isinstance(node.args[0], ast.Constant | ast.JoinedStr), f"line {node.lineno}"
