"""What a request costs the database, counted in its own steps: no clock, so that a busy machine changes nothing."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, event

from botram.extensions import db

_STEPS = 10  # of SQLite's machine between two counts
_AS_IF_LARGE = """
    SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
    SET LOCAL random_page_cost = 1.1; SET LOCAL jit = off
"""
"""PostgreSQL reads a table of some thousand rows as a whole rather than by an index: for these it shall not.

Nor shall it compile plans for the sake of the costs that this gives them.
"""
GROWING = (
    "visit", "visit_team", "visit_village", "offer", "booth", "visit_officer", "kept_warning", "day_report",
    "result_entry", "entry_decision",
    "result_total", "audit_entry", "sign_in", "feed_token", "office_day",
)  # fmt: skip
"""The tables that have more rows each year."""
_NAMED = re.compile(r"\b(\w+) AS (\w+)")
_READS = ("SELECT", "WITH")


@dataclass
class Sent:
    """One statement that was sent, and what it cost: steps of SQLite's machine, or rows that PostgreSQL read."""

    statement: str
    parameters: Any
    work: int = 0

    @property
    def key(self) -> str:
        """What is the same for the same statement with the same values."""
        return f"{self.statement} {self.parameters!r}"


@dataclass
class Work:
    """The statements of a request."""

    sent: list[Sent] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The work of all statements together."""
        return sum(one.work for one in self.sent)

    @property
    def reads(self) -> list[Sent]:
        """The statements that read."""
        return [one for one in self.sent if one.statement.lstrip().upper().startswith(_READS)]


@contextmanager
def counted(known: dict[str, int]) -> Iterator[Work]:
    """Count the work of the statements sent within. On PostgreSQL each of them runs once more, at the end.

    known    what statements took that were sent before, of a walk during which nothing is written
    """
    work, watched = Work(), set[Any]()
    sqlite = db.engine.dialect.name == "sqlite"

    def note(connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        work.sent.append(Sent(statement, parameters))
        driver: Any = connection.connection.dbapi_connection
        if sqlite and driver not in watched:
            watched.add(driver)
            driver.set_progress_handler(step, _STEPS)

    def step() -> None:
        work.sent[-1].work += _STEPS

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield work
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
        for driver in watched:
            driver.set_progress_handler(None, 0)
    if not sqlite:
        for one in work.reads:
            if one.key not in known:
                known[one.key] = sum(map(_rows_of, nodes(explained(one, "ANALYZE, TIMING OFF, FORMAT JSON"))))
            one.work = known[one.key]


def explained(one: Sent, how: str) -> dict[str, Any]:
    """Return PostgreSQL's plan of a statement."""
    with db.engine.connect() as connection:
        connection.exec_driver_sql(_AS_IF_LARGE)
        plan = connection.exec_driver_sql(f"EXPLAIN ({how}) {one.statement}", one.parameters).scalar_one()
    found: dict[str, Any] = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    return found


def scans(one: Sent) -> list[str]:
    """Return the growing tables that a statement reads as a whole, in the words of the plan."""
    if db.engine.dialect.name != "sqlite":
        read = [node for node in nodes(explained(one, "FORMAT JSON")) if node["Node Type"] == "Seq Scan"]
        return [node["Relation Name"] for node in read if node["Relation Name"] in GROWING]
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one.statement}", one.parameters).all()
    named = {alias: name for name, alias in _NAMED.findall(one.statement)}
    lines = (detail for *_numbers, detail in plan if detail.startswith("SCAN "))
    return [line for line in lines if named.get(line.split()[1], line.split()[1]) in GROWING]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a node of a plan and all below it."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def _rows_of(node: dict[str, Any]) -> int:
    """Return the rows that a node gave on and threw away."""
    each = sum(value for name, value in node.items() if name == "Actual Rows" or name.startswith("Rows Removed"))
    return round(float(each * node["Actual Loops"]))


def update_statistics() -> None:
    """Let the database know how full its tables are, as it does by itself over night."""
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
