"""Files as the guards read them: where they lie, and of those in Python what they import and use."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Use:
    """A dotted name that a file uses, and where: ``botram.visits.queries.visit_of``."""

    name: str
    line: int


@dataclass(frozen=True)
class Source:
    """One file of a tree."""

    path: PurePosixPath  # from the root of the tree: botram/visits/queries.py
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything in the file."""
        return list(ast.walk(self.tree))

    @property
    def module(self) -> str:
        """The dotted name by which the file is imported."""
        return ".".join(self.path.with_suffix("").parts).removesuffix(".__init__")

    @property
    def part(self) -> str:
        """The package or module directly under botram/ that the file belongs to; ``__init__`` for create_app()."""
        return self.path.parts[1].removesuffix(".py")

    def place(self, line: int) -> str:
        """Where a fault stands."""
        return f"{self.path}:{line}"

    def imports_of(self, node: ast.AST) -> Iterator[str]:
        """The dotted names that a node imports; none unless it is an import. A dot in front counts from here."""
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{self._origin(node)}.{alias.name}" for alias in node.names)

    def _origin(self, node: ast.ImportFrom) -> str:
        """The module that a node imports from, in full."""
        if not node.level:
            return node.module or ""
        here = [*self.path.with_suffix("").parts][: -node.level]
        return ".".join([*here, *([node.module] if node.module else [])])

    @cached_property
    def imports(self) -> list[Use]:
        """All that the file imports, in functions too."""
        return [
            Use(name, node.lineno)
            for node in self.nodes
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in self.imports_of(node)
        ]

    @cached_property
    def uses(self) -> list[Use]:
        """The imported names, and what is reached through them: ``sa.select`` after ``import sqlalchemy as sa``."""
        reached = (
            Use(name, node.lineno)
            for node in self.nodes
            if isinstance(node, ast.Attribute) and (name := self.name_of(node))
        )
        return [*self.imports, *reached]

    def name_of(self, node: ast.AST) -> str:
        """The full name behind ``a.b.c``; empty unless ``a`` was imported."""
        if isinstance(node, ast.Name):
            return self._names.get(node.id, "")
        if isinstance(node, ast.Attribute) and (before := self.name_of(node.value)):
            return f"{before}.{node.attr}"
        return ""

    @cached_property
    def _names(self) -> dict[str, str]:
        """What each imported name stands for."""
        names: dict[str, str] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    whole = alias.name if alias.asname else alias.name.partition(".")[0]
                    names[alias.asname or whole] = whole
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    names[alias.asname or alias.name] = f"{self._origin(node)}.{alias.name}"
        return names


def read_sources(root: Path, *folders: str, pattern: str = "*.py") -> list[Source]:
    """The Python files in some folders under a root, by path; with another pattern, those of other names."""
    files = sorted(file for folder in folders for file in (root / folder).rglob(pattern))
    return [Source(PurePosixPath(file.relative_to(root).as_posix()), file.read_text("utf-8")) for file in files]


def functions_of(sources: Iterable[Source]) -> Iterator[tuple[Source, Function]]:
    """Every function and method, also one inside another."""
    for source in sources:
        for node in source.nodes:
            if isinstance(node, Function):
                yield source, node


def module_functions_of(sources: Iterable[Source]) -> Iterator[tuple[Source, Function]]:
    """The functions that stand in no class and in no other function."""
    for source in sources:
        for node in source.tree.body:
            if isinstance(node, Function):
                yield source, node
