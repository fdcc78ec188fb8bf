"""Every visible text passes through gettext, in templates and in Python."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from botram.config import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = sorted((ROOT / "botram").rglob("*.py"))
WORDS = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
READ_ALOUD = re.compile(r"\b(?:aria-label|title|placeholder|alt)=\"([^\"{]*[A-Za-z]{2}[^\"{]*)\"")
GETTEXT = {"_", "_l", "gettext", "ngettext", "pgettext", "npgettext", "lazy_gettext", "lazy_ngettext", "lazy_pgettext"}
PROSE = re.compile(r"^[A-Z][a-zà-ÿ]{2,}|[A-Za-zÀ-ÿ]{3,}[,;:.]?\s|\s[A-Za-zÀ-ÿ]{3,}")
INDONESIAN = re.compile(
    r"(?i)\b(ada|akan|atau|baru|belum|dan|dari|dengan|di|hanya|hari|harus|ini|jadwal|ke|kunjungan|layanan|oleh|pada"
    r"|petugas|sebagai|sudah|tidak|tim|untuk|warga|yang)\b"
)
NOT_FOR_READERS = {
    "botram/config.py": "mistakes of the operator, in both languages at once",
    "botram/outages.py": "why a database fails, for the operator's log and terminal, in both languages at once",
    "botram/startup.py": "mistakes of the operator, in both languages at once",
    "botram/triggers.py": "statements for the database",
    "botram/web/api/examples.py": "examples of what people write",
    "botram/visits/typed_days.py": "what people type, in both languages",
    "botram/visits/typed_services.py": "what people type, in both languages",
    "botram/web/headers.py": "headers for browsers",
    **dict.fromkeys(
        (f"botram/demonstration/{name}.py" for name in ("schedule", "timelines")), "what made-up people wrote"
    ),
}
KEPT = {
    '<a href="{}" target="_blank" rel="noopener">{}</a>',
    "-//Botram//Jadwal layanan keliling//ID",
    "CHECK constraint failed: ",
    "EEEE, d MMMM y",
    "EEE, d MMM y",
    "EEE d",
    "MMMM y",
    "Hari Raya Idul Fitri",
    "Feature",
    "FeatureCollection",
    "Point",
    "Kecamatan ",
    ", Kecamatan ",
    "SKCK dan SIM",
    "; charset=utf-8",
    'attachment; filename="kunjungan.csv"',
    "background worker",
    "null on the last page.",
    "sign-in from",
    r"\d\s*(?:/|&|atau|dan)\s*(?:WA|HP)?[ .:]*$",
    "atau ",
}
"""Names, formats, keys and texts of the OpenAPI document."""
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


def untranslated(node: ast.AST) -> Iterator[ast.Constant]:
    """The strings below a node that pass neither through gettext nor to programmers; no docstrings."""
    if isinstance(node, ast.Call) and name_of(node) in GETTEXT | FOR_PROGRAMMERS:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield from untranslated(child)


def unspoken_prose(tree: ast.AST) -> list[str]:
    """The strings that are returned, yielded or raised and read like prose, and all that are in Indonesian."""
    given = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return | ast.Yield) and node.value]
    given += [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc]
    found = [one for value in given for one in untranslated(value) if PROSE.search(str(one.value))]
    found += [one for one in untranslated(tree) if " " in str(one.value) and INDONESIAN.search(str(one.value))]
    found = [one for one in found if not str(one.value).startswith("/")]  # an address
    lines = {(one.lineno, one.col_offset): str(one.value) for one in found if one.value not in KEPT}
    return [f"{line}: {text}" for (line, _column), text in sorted(lines.items())]


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_sentence_for_people_is_a_bare_string(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    assert spoken_bare(tree) == []
    assert str(file.relative_to(ROOT)) in NOT_FOR_READERS or unspoken_prose(tree) == []


def test_every_exception_of_the_search_is_needed() -> None:
    trees = {str(file.relative_to(ROOT)): ast.parse(file.read_text("utf-8")) for file in MODULES}
    assert [name for name in NOT_FOR_READERS if not unspoken_prose(trees[name])] == []
    strings = {node.value for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert strings >= KEPT


@pytest.mark.parametrize(
    "text",
    [
        "return 'Team is busy'",
        "return 'Dibatalkan'",
        "return f'{team} is busy'",
        "return team + ' busy'",
        "return ['busy elsewhere'] if team else []",
        "return Markup('Team is busy')",
        "yield 'Team is busy'",
        "raise TeamBusy(' '.join(['Team', team]))",
        "raise TeamBusy('Team ' + team)",
        "raise TeamBusy(_('Tim'), 'is busy')",
        "lines.append('Tim sudah bertugas.')",
        "word = 'sudah bertugas' if busy else ''",
        "WORDS = {State.BUSY: 'sudah bertugas'}",
    ],
)
def test_the_search_for_untranslated_prose_finds_it(text: str) -> None:
    assert unspoken_prose(ast.parse(f"def said():\n    {text}"))


@pytest.mark.parametrize(
    "text",
    [
        "return _('Tim sudah bertugas.')",
        "return str(_('%(team)s sibuk', team=team))",
        "return ' '.join(ngettext('%(num)s hari', '%(num)s hari', number) for number in days)",
        "raise ValueError('no such team')",
        "raise TeamBusy('team_id', _('Tim sudah bertugas.'))",
        "'Tim sudah bertugas.'",
        "return 'team_id'",
    ],
)
def test_the_search_for_untranslated_prose_passes_what_is_translated(text: str) -> None:
    assert unspoken_prose(ast.parse(f"def said():\n    {text}")) == []


def test_the_search_for_bare_sentences_finds_them() -> None:
    tree = ast.parse('flash("Tersimpan.")\nraise TeamBusy(f"{team} sibuk")\nflash(_("Baik."))')
    assert spoken_bare(tree) == [1, 2]
