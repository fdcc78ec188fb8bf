"""A new member of an enum cannot be forgotten: whatever is looked up by an enum has all its members.

A decision is a ``match`` that ends in ``assert_never``, which mypy proves. A table stands at the top of its module,
where the first test below finds it by itself.
"""

import ast
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from typing import Any

import pytest
from flask import Flask

from botram.audit.labels import change_sentences
from botram.audit.models import AuditEntry
from botram.calendars.scopes import FeedScope
from botram.calendars.tokens import MAKERS
from botram.config import ROOT
from botram.days.models import DayKind
from botram.partners.models import AgencyKind
from botram.reports.measures import KINDS, VISIT_STATES, Count
from botram.staff.models import Role
from botram.visits.models import ListKind
from tests.databases import on_sqlite

MODULES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file.read_text("utf-8")
    for file in (ROOT / "botram").rglob("*.py")
}
PARTIAL = {
    "botram.calendars.tokens.MAKERS": "only private calendars have an address that somebody makes",
    "botram.web.private_feeds._ENDPOINTS": "only private calendars have a secret address",
    "botram.reports.measures.VISIT_STATES": "counts of visits; all others are in KINDS",
    "botram.reports.measures.KINDS": "sums of results; all others are in FATES",
    "botram.reports.tables._SHORT_WORDS": "exceptions; all others go by their whole name",
    "botram.visits.field.actions._STATUS_EFFECTS": "services and closings have report classes of their own",
}


def members_missing(table: object) -> set[Enum]:
    """The members that a table keyed by an enum does not have; empty for anything else."""
    if not isinstance(table, Mapping):
        return set()
    kinds: set[type[Enum]] = {type(key) for key in table if isinstance(key, Enum)}
    return {member for kind in kinds for member in kind} - set(table)


def tables_at_the_top(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The names that a module gives values to, and how the values are written."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((target.id, node.value) for target in targets if isinstance(target, ast.Name))


def incomplete_tables(source: str, namespace: Mapping[str, Any]) -> set[str]:
    """The tables at the top of a module that lack a member."""
    names = (name for name, _value in tables_at_the_top(ast.parse(source)))
    return {name for name in names if members_missing(namespace[name])}


def hidden_tables(source: str, namespace: Mapping[str, Any]) -> set[int]:
    """The lines of tables keyed by an enum that stand in a function or in another table, where no test finds them."""
    tree = ast.parse(source)
    at_the_top = [value for _name, value in tables_at_the_top(tree)]
    return {
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and node not in at_the_top
        for key in keys_of(node)
        if isinstance(value_of(key, namespace), Enum)
    }


def keys_of(node: ast.expr) -> Iterator[ast.expr | None]:
    """The keys of a table, written as ``{key: value}`` or as ``dict([(key, value)])``."""
    if isinstance(node, ast.Dict):
        yield from node.keys
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
        pairs = [one for rows in node.args if isinstance(rows, ast.List | ast.Tuple) for one in rows.elts]
        yield from (pair.elts[0] for pair in pairs if isinstance(pair, ast.Tuple) and pair.elts)


def value_of(node: ast.expr | None, namespace: Mapping[str, Any]) -> object:
    """What a dotted name stands for in a module, as ``models.Colour.RED``; None for anything else."""
    if isinstance(node, ast.Attribute):
        return getattr(value_of(node.value, namespace), node.attr, None)
    return namespace.get(node.id) if isinstance(node, ast.Name) else None


def test_every_table_has_all_members_of_its_enum() -> None:
    found = {
        f"{name}.{table}"
        for name, source in MODULES.items()
        for table in incomplete_tables(source, vars(import_module(name)))
    }
    assert found == set(PARTIAL)


def test_no_table_is_hidden() -> None:
    found = [
        f"{name}, line {line}"
        for name, source in MODULES.items()
        for line in hidden_tables(source, vars(import_module(name)))
    ]
    assert found == []


def test_both_searches_find_what_is_forgotten() -> None:
    source = """
from enum import Enum

class Colour(Enum):
    RED = 1
    BLUE = 2

WHOLE = {Colour.RED: "merah", Colour.BLUE: "biru"}
FORGETFUL: dict[Colour, str] = {Colour.RED: "merah"}
BESIDE = {"a": {Colour.RED: "merah"}}
MIXED = {None: "tidak ada", Colour.RED: "merah"}

class Colours:
    Colour = Colour
    LISTED = dict([(Colour.RED, "merah")])

def word(colour):
    return {Colour.RED: "merah", Colour.BLUE: "biru"}[colour]

def short(colour):
    return {Colours.Colour.RED: "m"}.get(colour, "")
"""
    namespace: dict[str, Any] = {"__name__": "planted"}
    exec(source, namespace)
    assert incomplete_tables(source, namespace) == {"FORGETFUL", "MIXED"}
    assert hidden_tables(source, namespace) == {10, 15, 18, 21}


def test_each_count_is_of_visits_or_of_results() -> None:
    assert (KINDS.keys() | VISIT_STATES.keys(), KINDS.keys() & VISIT_STATES.keys()) == (set(Count), set())


def test_the_private_calendars_are_those_that_somebody_makes() -> None:
    private = {kind for kind in ListKind if not FeedScope(kind, "", "", "").public}
    endpoints = import_module("botram.web.private_feeds").__dict__["_ENDPOINTS"]
    assert private == set(MAKERS) == set(endpoints)


@on_sqlite
@pytest.mark.parametrize("member", [*Role, *DayKind, *AgencyKind])
def test_the_audit_has_a_word_for_every_code(app: Flask, member: Enum) -> None:
    [sentence] = change_sentences(AuditEntry(before={}, after={"kind": member.value}))
    assert str(member.value) not in sentence
