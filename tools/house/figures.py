"""The figures that Botram's structure is measured by, each with its bound."""

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.house.contents import may_hold_statements, sent_statements
from tools.house.layers import IN_FUNCTIONS, between_audiences, hidden_imports, imports_inside
from tools.house.sources import Function, Source, functions_of, module_functions_of, read_sources

_BINDING_NAMES = ("init_app", "register")
_BINDERS = ("get", "post", "route", "errorhandler", "command", "listens_for")
_REPLACEABLE = ("botram.clock", "botram.places.fetching")
"""What a test may replace of Botram: the clock and the network."""


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    value: float
    bound: float | None = None  # the most that is allowed; None where the figure is only shown
    at_least: bool = False
    enforced: bool = True
    where: Sequence[str] = ()  # what was counted, where that helps to bring it down

    @property
    def holds(self) -> bool:
        """Whether the figure is within its bound."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def figures(root: Path, not_yet: Collection[str] = ()) -> list[Figure]:
    """All figures of a tree. ``not_yet`` names the bounds that are shown and break nothing."""
    botram, tests = read_sources(root, "botram"), read_sources(root, "tests")
    found = [*_placement(botram), *_names(root, botram), *_sizes(root, botram), *_tests(tests)]
    return [Figure(**{**vars(one), "enforced": one.name not in not_yet}) for one in found]


def _placement(botram: Sequence[Source]) -> list[Figure]:
    """Whether statements and imports stand where they belong."""
    domain = [source for source in botram if source.part != "web"]
    sent = [place for source in domain for place in sent_statements(source)]
    astray = [place for source in domain if not may_hold_statements(source) for place in sent_statements(source)]
    across, inside = (between_audiences(botram), [use for source in botram for use in imports_inside(source)])
    statements = {sentence.partition(" ")[0] for sentence in across}
    return [
        Figure("SQL calls of the domain", len(sent)),
        Figure("SQL calls outside models, queries, actions, triggers", len(astray), 0, where=astray),
        Figure("imports from one audience into another", len(statements), 0, where=across),
        Figure("imports in functions", len(inside), len(IN_FUNCTIONS), where=hidden_imports(botram, {})),
    ]


def _names(root: Path, botram: Sequence[Source]) -> list[Figure]:
    """Whether names say what is a module's own and mean one thing."""
    filters = {name for text in _templates(root) for name in re.findall(r"\|\s*(\w+)", text)}
    own = own_public_functions(botram, filters)
    several = names_in_several_files(botram)
    return [
        Figure("public functions used in their own file alone", len(own), 39, where=own),
        Figure("function names defined in several files", len(several), 39, where=several),
    ]


def own_public_functions(botram: Sequence[Source], in_templates: Collection[str] = ()) -> list[str]:
    """Module functions without an underscore that no other file of Botram uses; not what a library calls."""
    used = defaultdict[str, set[str]](set)
    for source in botram:
        for use in source.uses:
            used[use.name].add(source.module)
    return [
        f"{source.place(function.lineno)} {function.name}"
        for source, function in module_functions_of(botram)
        if not function.name.startswith("_") and not _is_bound(function)
        if not (used[f"{source.module}.{function.name}"] - {source.module} or function.name in in_templates)
    ]


def names_in_several_files(botram: Sequence[Source]) -> list[str]:
    """Names of module functions that more than one file defines, an underscore in front or not."""
    files = defaultdict[str, set[str]](set)
    for source, function in module_functions_of(botram):
        if not _is_bound(function):
            files[function.name.lstrip("_")].add(str(source.path))
    return [f"{name}: {', '.join(sorted(some))}" for name, some in sorted(files.items()) if len(some) > 1]


def _is_bound(function: Function) -> bool:
    """Whether a library calls a function: a view, a command, a listener, or what binds them to the app."""
    binders = (
        one.func.attr
        for one in function.decorator_list
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)
    )
    return function.name in _BINDING_NAMES or any(binder in _BINDERS for binder in binders)


def _sizes(root: Path, botram: Sequence[Source]) -> list[Figure]:
    """How long files and functions are, and how much there is of all."""
    files = [len(source.text.splitlines()) for source in botram if source.text.strip()]
    functions = [(node.end_lineno or node.lineno) - node.lineno + 1 for _source, node in functions_of(botram)]
    templates = sum(len(file.read_text("utf-8").splitlines()) for file in (root / "templates").rglob("*.html"))
    return [
        Figure("lines of a file, median", _quantile(files, 0.5), 80),
        Figure("lines of a file, 90th percentile", _quantile(files, 0.9), 200),
        Figure("lines of a file, longest", max(files, default=0), 300),
        Figure("lines of a function, median", _quantile(functions, 0.5), 8),
        Figure("lines of a function, 90th percentile", _quantile(functions, 0.9), 18),
        Figure("lines of a function, longest", max(functions, default=0), 45),
        Figure("lines of Python in botram/", sum(files)),
        Figure("lines of templates", templates),
    ]


def _templates(root: Path) -> list[str]:
    """The text of every template."""
    return [file.read_text("utf-8") for file in sorted((root / "templates").rglob("*.html"))]


def _quantile(numbers: Iterable[int], share: float) -> int:
    """The number that this share of all is below; 0 without numbers."""
    ranked = sorted(numbers)
    return ranked[int(len(ranked) * share)] if ranked else 0


def _tests(tests: Sequence[Source]) -> list[Figure]:
    """How tests are written."""
    every = [node for _source, node in functions_of(tests) if node.name.startswith("test_")]
    many = [node for node in every if any("parametrize" in ast.unparse(one) for one in node.decorator_list)]
    replaced = [place for source in tests for place in replaced_internals(source)]
    share = round(100 * len(many) / len(every), 1) if every else 0.0
    return [
        Figure("tests that are parametrised, per cent", share, 30, at_least=True),
        Figure("internals of Botram that tests replace", len(replaced), 0, where=replaced),
    ]


def replaced_internals(source: Source) -> list[str]:
    """What a test replaces in Botram by ``monkeypatch``, but for clock and network."""
    calls = (
        node
        for node in source.nodes
        if isinstance(node, ast.Call)
        and re.search(r"\b(monkeypatch|patch\w*)\.(setattr|delattr|setitem)$", ast.unparse(node.func))
        and node.args
    )
    targets = ((call.lineno, _target(source, call)) for call in calls)
    return [
        f"{source.place(line)} {target}"
        for line, target in targets
        if target.startswith("botram") and not target.startswith(_REPLACEABLE)
    ]


def _target(source: Source, call: ast.Call) -> str:
    """The dotted name of what a call of ``monkeypatch`` replaces; empty for what was not imported."""
    first = call.args[0]
    if isinstance(first, ast.Constant):
        return str(first.value)
    found = source.name_of(first)
    return f"{found}.{ast.literal_eval(call.args[1])}" if found and len(call.args) > 1 else found
