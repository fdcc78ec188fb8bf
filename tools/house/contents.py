"""Guards over what a file does: statements only where they are looked for, no HTTP in the domain, one clock."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

from tools.house.layers import LAYERS
from tools.house.sources import Source, Use

STATEMENT_FILES = ("models.py", "queries.py", "actions.py", "triggers.py")
QUERIES_ENDING = "_queries.py"

WITHOUT_STATEMENTS: Mapping[str, str] = {
    "botram/database.py": "begins and ends transactions; no statement of the domain",
    "botram/sqlite.py": "sets SQLite's pragmas and begins its transactions; no statement of the domain",
    "botram/extensions.py": "binds SQLAlchemy to the app",
}
"""Files that use SQLAlchemy although no statement of the domain stands in them, and what for."""

WITH_SESSION: Mapping[str, str] = {
    "botram/__init__.py": "binds SQLAlchemy to the app",
    "botram/backup/postgresql/programs.py": "tells PostgreSQL's programs the address",
    "botram/demonstration/timelines.py": "adds what made-up people do, in the caller's transaction",
    "botram/results/decisions.py": "adds decisions",
    "botram/serve.py": "lets the connections go before the processes start",
    "botram/staff/founding.py": "adds an office",
    "botram/startup.py": "looks whether the database answers",
    "botram/visits/feed_lists.py": "adds the lists that a visit has left",
    "botram/visits/outlines/records.py": "removes the outline of a new draft",
    "botram/visits/previews.py": "keeps what it tries from being written",
}
"""Files that have a session although no statement stands in them, and what for. A statement there is a fault."""

_HARMLESS = ("sqlalchemy.exc", "sqlalchemy.Row", "sqlalchemy.orm.Session", "sqlalchemy.make_url")
"""Errors, types and the parts of an address: no statement can be made of them."""

_METHODS = ("execute", "executemany", "executescript", "exec_driver_sql", "scalar", "scalars", "scalar_one", "stream")
_MAKERS = ("select", "insert", "update", "delete", "text", "insert_into")
_SESSION, _SESSIONS = "a session", ("session", "db")
"""What gives a session: its methods read and write rows without a statement that a reader sees."""

_FOR_WEB = ("Page", "dry_run", "release_connection", "transaction")
_HTTP = ("request", "session", "g", "render_template", "url_for", "redirect", "abort", "flash", "make_response")
_CLOCKS = (
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
)


def may_hold_statements(source: Source) -> bool:
    """Whether a reader looks for SQL in a file: by its name in the domain, or because it is listed with a reason."""
    named = source.path.name in STATEMENT_FILES or source.path.name.endswith(QUERIES_ENDING)
    return (named and source.part != "web") or str(source.path) in WITHOUT_STATEMENTS


def misplaced_statements(sources: Sequence[Source]) -> list[str]:
    """SQL outside the files for it, however it is named or reached."""
    return [
        f"{source.place(use.line)} uses {use.name}: SQL belongs into queries.py or actions.py"
        for source in sources
        if not may_hold_statements(source)
        for use in statements_of(source)
        if not (use.name == _SESSION and str(source.path) in WITH_SESSION)
    ]


def statements_of(source: Source) -> Iterator[Use]:
    """What a statement is made of or sent with."""
    for use in source.uses:
        root, last = use.name.partition(".")[0], use.name.rpartition(".")[2]
        if root in ("sqlalchemy", "flask_sqlalchemy"):
            if not any(f"{use.name}.".startswith(f"{name}.") for name in _HARMLESS):
                yield use
        elif root == "botram" and last in _MAKERS:
            yield use
        elif root == "botram" and last in _SESSIONS:
            yield Use(_SESSION, use.line)
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and node.attr in _METHODS:
            yield Use(f".{node.attr}", node.lineno)
        elif _looks_up(node, _METHODS):
            yield Use("getattr", node.lineno)
        elif isinstance(node, ast.With) and any(_binds_transaction(source, item) for item in node.items):
            yield Use(_SESSION, node.lineno)


def sent_statements(source: Source) -> list[str]:
    """Where a file makes or sends a statement; each call counts."""
    calls = (node for node in source.nodes if isinstance(node, ast.Call))
    return [
        f"{source.place(call.lineno)} {ast.unparse(call.func)}"
        for call in calls
        if (isinstance(call.func, ast.Name) and call.func.id in _MAKERS)
        or (isinstance(call.func, ast.Attribute) and call.func.attr in _METHODS)
    ]


def _looks_up(node: ast.AST, names: Sequence[str]) -> TypeGuard[ast.Call]:
    """Whether a node is ``getattr(something, "name")`` with one of the names."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "getattr"
        and any(isinstance(one, ast.Constant) and one.value in names for one in node.args)
    )


def database_in_web(sources: Sequence[Source]) -> list[str]:
    """Ways of web/ to the database that go past the domain."""
    return [
        f"{source.place(use.line)} uses {use.name}: web/ asks the domain, never the database"
        for source in sources
        if source.part == "web"
        for use in _ways_to_the_database(source)
    ]


def _ways_to_the_database(source: Source) -> Iterator[Use]:
    """The names and attributes that give a session, or rows without one."""
    for use in source.uses:
        origin, _, last = use.name.rpartition(".")
        from_botram = use.name.startswith("botram.")
        if (origin == "botram.database" and last not in _FOR_WEB) or (from_botram and last in _SESSIONS):
            yield use
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and node.attr == "session" and source.name_of(node) != "flask.session":
            yield Use(".session", node.lineno)
        elif _looks_up(node, ("session", "query")):
            yield Use("getattr", node.lineno)
        elif (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "query") or (
            isinstance(node, ast.Attribute) and node.attr == "query" and _is_class(node.value)
        ):
            yield Use(".query", node.lineno)
        elif isinstance(node, ast.With) and any(_binds_transaction(source, item) for item in node.items):
            yield Use("transaction() as", node.lineno)


def _is_class(node: ast.expr) -> bool:
    """Whether a name is written as classes are: a model has a ``query``."""
    return isinstance(node, ast.Name) and node.id[:1].isupper()


def _binds_transaction(source: Source, item: ast.withitem) -> bool:
    """Whether a ``with`` gives what a transaction yields a name; the transaction may have another one here."""
    call = item.context_expr
    if item.optional_vars is None or not isinstance(call, ast.Call):
        return False
    return (source.name_of(call.func) or ast.unparse(call.func)).endswith("transaction")


def http_in_domain(sources: Sequence[Source], layers: Sequence[Sequence[str]] = LAYERS) -> list[str]:
    """Requests, answers and people's sign-ins in a part that stands below web/."""
    rank = {name: number for number, layer in enumerate(layers) for name in layer}
    return [
        f"{source.place(use.line)} uses {use.name}: the domain knows no HTTP"
        for source in sources
        if rank.get(source.part, 0) > rank["web"] and source.part != "extensions"
        for use in source.uses
        if use.name.partition(".")[0] in ("flask_login", "flask_wtf", "flask_smorest")
        or (use.name.partition(".")[0] == "flask" and use.name.rpartition(".")[2] in _HTTP)
    ]


def clock_readings(sources: Sequence[Source]) -> list[str]:
    """Readings of the time outside the one clock."""
    return [
        f"{source.place(use.line)} uses {use.name}: only botram/clock.py reads the clock"
        for source in sources
        if source.module != "botram.clock"
        for use in source.uses
        if use.name in _CLOCKS
    ]
