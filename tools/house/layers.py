"""Guards over imports: they point down, stay within an audience, in templates too, and none is hidden."""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence

from jinja2 import Environment
from jinja2.nodes import Const

from tools.house.sources import Function, Source, Use

LAYERS = (
    ("serve", "development"),
    ("startup",),
    ("__init__",),  # create_app(), which knows every part
    ("web", "commands"),
    ("worker", "web_server", "processes", "secret", "backup"),
    ("preparation",),
    ("demonstration",),
    ("reports", "news"),
    ("calendars", "maps"),
    ("visit_view",),
    ("results",),
    ("visits",),
    ("days", "services", "places", "partners"),
    ("staff",),
    ("audit",),
    ("extensions",),
    ("database", "triggers", "packs", "formats", "contacts"),
    ("delimited", "sqlite"),
    ("refusals", "languages", "clock", "config", "cells", "signals", "identity_numbers", "outages", "quiet_logs"),
    ("setting_values",),
)
"""The parts of botram/. Each imports what stands in a line below its own, and nothing beside it."""

AUDIENCES = ("residents", "officers", "coordinators", "api")
_JINJA = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])

IN_FUNCTIONS: Mapping[tuple[str, str], str] = {
    ("botram.web.residents.map", "botram.maps.drawing"): "folium takes a second to load, and one page needs it"
}
"""The imports that may stand in a function: the module, what it imports there, and why."""

_LOADERS = (
    "builtins.__import__",
    "importlib",
    "pkgutil",
    "runpy",
    "imp",
    "sys.modules",
    "werkzeug.utils.import_string",
)
_HARMLESS = ("importlib.metadata", "importlib.resources")


def layer_faults(sources: Sequence[Source], layers: Sequence[Sequence[str]] = LAYERS) -> list[str]:
    """Parts that stand in no layer, in two, or in a layer and nowhere else."""
    parts = {source.part for source in sources}
    named = [name for layer in layers for name in layer]
    return [
        *(f"{part} stands in no layer" for part in sorted(parts - set(named))),
        *(f"the layers name {name}, which does not exist" for name in named if name not in parts),
        *(f"the layers name {name} twice" for name in sorted(set(named)) if named.count(name) > 1),
    ]


def upward_imports(sources: Sequence[Source], layers: Sequence[Sequence[str]] = LAYERS) -> list[str]:
    """Imports of a part that does not stand below."""
    rank = {name: number for number, layer in enumerate(layers) for name in layer}
    parts = {source.part for source in sources}
    return [
        f"{source.place(use.line)} imports {use.name}, which is not below {source.part}"
        for source in sources
        if source.part in rank
        for use in source.imports
        if (used := _part_of(use.name, parts)) not in (None, source.part)
        and rank.get(str(used), -1) <= rank[source.part]
    ]


def _part_of(name: str, parts: Collection[str]) -> str | None:
    """The part that an imported name belongs to; None for what is not Botram's."""
    first, _, rest = name.partition(".")
    if first != "botram":
        return None
    part = rest.partition(".")[0]
    return part if part in parts else "__init__"


def between_audiences(sources: Sequence[Source]) -> list[str]:
    """Imports from an audience into another one or into what all share."""
    return [
        f"{source.place(use.line)} imports {use.name}: what two audiences need stands beside them in web/"
        for source in sources
        for use in _from_other_audiences(source)
    ]


def _from_other_audiences(source: Source) -> Iterator[Use]:
    """What a file of web/ imports from an audience that is not its own. The package itself knows them all."""
    if source.part != "web" or source.module == "botram.web":
        return
    own = source.path.parts[2] if len(source.path.parts) > 3 else ""
    for use in source.uses:
        place = use.name.split(".")
        if place[:2] == ["botram", "web"] and len(place) > 2 and place[2] in AUDIENCES and place[2] != own:
            yield use


def templates_between_audiences(templates: Sequence[Source]) -> list[str]:
    """Templates of an audience that are named in another one's, or in what all share, to be extended or included."""
    return [
        f"{template.place(line)} uses {name}: what two audiences need stands in templates/components/"
        for template in templates
        for name, line in _names_in_template(template)
        if (owner := name.partition("/")[0]) in AUDIENCES and owner != template.path.parts[1]
    ]


def _names_in_template(template: Source) -> Iterator[tuple[str, int]]:
    """The names of templates that stand in one, and where: each text with a slash, also one chosen by a condition."""
    for node in _JINJA.parse(template.text).find_all(Const):
        if isinstance(node.value, str) and "/" in node.value:
            yield node.value, node.lineno


def rendered_between_audiences(sources: Sequence[Source]) -> list[str]:
    """Templates of an audience that are named in the code of another one, or of what all share."""
    return [
        f"{source.place(node.lineno)} uses {node.value}: each audience keeps its own templates"
        for source in sources
        if source.part == "web"
        for node in source.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html")
        if (owner := node.value.partition("/")[0]) in AUDIENCES and owner != source.path.parts[2]
    ]


def hidden_imports(sources: Sequence[Source], allowed: Mapping[tuple[str, str], str] = IN_FUNCTIONS) -> list[str]:
    """Imports in a function or a class, those made by a call, those of all names, and allowed ones that are gone."""
    inside = [(source, use) for source in sources for use in imports_inside(source)]
    kept = {key: [use for source, use in inside if _is_allowed(source, use, [key])] for key in allowed}
    return [
        *(
            f"{source.place(use.line)} imports {use.name} in a function"
            for source, use in inside
            if not _is_allowed(source, use, allowed)
        ),
        *(f"{module} no longer imports {name} in a function" for (module, name), uses in kept.items() if not uses),
        *(sentence for source in sources for sentence in _imports_by_call(source)),
    ]


def imports_inside(source: Source) -> list[Use]:
    """What is imported in a function or a class."""
    outer = [node for node in source.nodes if isinstance(node, Function | ast.ClassDef)]
    within = {id(inner): inner for node in outer for inner in ast.walk(node)}
    return [
        Use(name, node.lineno)
        for node in within.values()
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in source.imports_of(node)
    ]


def _is_allowed(source: Source, use: Use, allowed: Collection[tuple[str, str]]) -> bool:
    """Whether an import in a function is one of the allowed ones."""
    return any(source.module == module and f"{use.name}.".startswith(f"{name}.") for module, name in allowed)


def _imports_by_call(source: Source) -> Iterator[str]:
    """What brings in a module whose name no reader of imports sees."""
    for use in source.uses:
        if any(f"{use.name}.".startswith(f"{name}.") for name in _LOADERS) and not any(
            f"{use.name}.".startswith(f"{name}.") for name in _HARMLESS
        ):
            yield f"{source.place(use.line)} uses {use.name}, which hides an import"
        if use.name.endswith(".*"):
            yield f"{source.place(use.line)} imports all names of {use.name[:-2]}"
    for node in source.nodes:
        if isinstance(node, ast.Name) and node.id == "__import__":
            yield f"{source.place(node.lineno)} uses __import__, which hides an import"
