"""Triggers: rules that the database enforces by itself.

For "a team is at one visit at a time" PostgreSQL has exclusion constraints, and SQLite has triggers that fail with the
same names. A migration that rebuilds a table on SQLite drops its triggers, and has to end with ``make``.

Some tables are append-only: their rows are never changed, replaced or deleted.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from alembic import op

_OVERLAP = "other.opens_at < NEW.closes_at AND NEW.opens_at < other.closes_at"
_ANNOUNCED = "state IN ('PUBLISHED', 'RUNNING')"


@dataclass(frozen=True)
class Trigger:
    """A trigger: its name, its table, and its statement on each database. ``None``: not needed there."""

    name: str
    table: str
    sqlite: str | None
    postgresql: str | None  # the body of the function
    when: str = ""  # on PostgreSQL: BEFORE UPDATE OR DELETE ...
    each: str = "ROW"  # on PostgreSQL; STATEMENT: once for all rows
    made_with: str = ""  # the table with whose migration it comes, where that is not its own


def _raising(name: str) -> str:
    """The PL/pgSQL statement that fails like a constraint with a name."""
    return f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}'"


def _sqlite_refusal(name: str, table: str, when: str, condition: str, refusal: str) -> str:
    """The statement of a SQLite trigger that fails with the name of a refusal."""
    return (
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def _on_sqlite(name: str, table: str, when: str, condition: str, refusal: str) -> Trigger:
    """A trigger for SQLite only, where PostgreSQL has an exclusion constraint with the name of the refusal."""
    return Trigger(name, table, _sqlite_refusal(name, table, when, condition, refusal), None)


def _refusing(name: str, when: tuple[str, str], condition: str, returned: str) -> Trigger:
    """A trigger of visits that fails with its name under a condition; ``when``: on SQLite, on PostgreSQL."""
    body = f"BEGIN IF {condition} THEN {_raising(name)}; END IF; RETURN {returned}; END"
    return Trigger(name, "visit", _sqlite_refusal(name, "visit", when[0], condition, name), body, when[1])


def only_added_to(table: str, *keys: str) -> tuple[Trigger, ...]:
    """The triggers of an append-only table. ``keys``: its unique columns.

    SQLite has no TRUNCATE, but its INSERT OR REPLACE deletes rows without calling triggers: an insert of an existing
    key is refused.
    """
    refusal = f"{table}_stays"

    def refusing(name: str, when: str) -> Trigger:
        on_sqlite = _sqlite_refusal(name, table, when, "1", refusal)
        return Trigger(name, table, on_sqlite, f"BEGIN {_raising(refusal)}; END", when)

    same = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
    replaced, emptied = f"{refusal}_replaced", f"{refusal}_emptied"
    return (
        refusing(f"{refusal}_changed", "BEFORE UPDATE"),
        refusing(f"{refusal}_deleted", "BEFORE DELETE"),
        _on_sqlite(replaced, table, "BEFORE INSERT", there, refusal),
        Trigger(emptied, table, None, f"BEGIN {_raising(refusal)}; END", "BEFORE TRUNCATE", "STATEMENT"),
    )


_TEAM_IS_TAKEN = (
    "NEW.announced AND EXISTS (SELECT 1 FROM visit_team AS other WHERE other.team_id = NEW.team_id"
    f" AND other.announced AND {_OVERLAP})"
)

_OFFICER_IS_TAKEN = (
    "NEW.announced AND EXISTS (SELECT 1 FROM visit_officer AS other WHERE other.account_id = NEW.account_id"
    f" AND other.visit_id IS NOT NEW.visit_id AND other.announced AND {_OVERLAP})"
)

_FOLLOW_SQLITE = """
UPDATE visit_officer SET
  opens_at = (SELECT opens_at FROM visit WHERE id = NEW.visit_id),
  closes_at = (SELECT closes_at FROM visit WHERE id = NEW.visit_id),
  announced = (SELECT state IN ('PUBLISHED', 'RUNNING') FROM visit WHERE id = NEW.visit_id)
WHERE visit_id = NEW.visit_id AND account_id = NEW.account_id"""

_FOLLOW_POSTGRESQL = """
BEGIN
  SELECT opens_at, closes_at, state IN ('PUBLISHED', 'RUNNING') INTO NEW.opens_at, NEW.closes_at, NEW.announced
  FROM visit WHERE id = NEW.visit_id FOR SHARE;
  RETURN NEW;
END"""

_BACKWARDS = "(OLD.state <> 'DRAFT' AND NEW.state = 'DRAFT') OR (OLD.state = 'CANCELLED' AND NEW.state <> 'CANCELLED')"


def _written_from_visit(name: str, columns: str, statements: str) -> tuple[Trigger, Trigger]:
    """The triggers that write what is derived of a visit, by the same statements on both databases."""

    def on_sqlite(trigger: str, when: str) -> str:
        return f"CREATE TRIGGER {trigger} {when} ON visit FOR EACH ROW BEGIN {statements}; END"

    again, changed = f"{name}_again", f"UPDATE OF {columns}"
    body, when = f"BEGIN {statements}; RETURN NULL; END", f"AFTER INSERT OR {changed}"
    return (
        Trigger(name, "visit", on_sqlite(name, "AFTER INSERT"), body, when, made_with="visit_team"),
        Trigger(again, "visit", on_sqlite(again, f"AFTER {changed}"), None, made_with="visit_team"),
    )


_PARTS = "team_id, second_team_id, village_code, second_village_code, opens_at, closes_at, state"


def _team_row(position: int, column: str) -> str:
    """The statement that writes a team of a visit, if it has one there."""
    return (
        "INSERT INTO visit_team (visit_id, position, team_id, opens_at, closes_at, announced)"
        f" SELECT NEW.id, {position}, NEW.{column}, NEW.opens_at, NEW.closes_at, NEW.{_ANNOUNCED}"
        f" WHERE NEW.{column} IS NOT NULL"
    )


def _village_row(position: int, column: str) -> str:
    """The statement that writes a village of a visit, if it has one there."""
    return (
        "INSERT INTO visit_village (visit_id, position, village_code, opens_at)"
        f" SELECT NEW.id, {position}, NEW.{column}, NEW.opens_at WHERE NEW.{column} IS NOT NULL"
    )


_ROWS_OF_VISIT = "; ".join(
    (
        "DELETE FROM visit_team WHERE visit_id = NEW.id",
        _team_row(0, "team_id"),
        _team_row(1, "second_team_id"),
        "DELETE FROM visit_village WHERE visit_id = NEW.id",
        _village_row(0, "village_code"),
        _village_row(1, "second_village_code"),
    )
)

_TRIGGERS = (
    _on_sqlite("visit_team_busy_new", "visit_team", "BEFORE INSERT", _TEAM_IS_TAKEN, "visit_team_busy"),
    *_written_from_visit("visit_writes_its_rows", _PARTS, _ROWS_OF_VISIT),
    _on_sqlite("visit_officer_busy_changed", "visit_officer", "BEFORE UPDATE", _OFFICER_IS_TAKEN, "visit_officer_busy"),
    Trigger(
        "visit_officer_follows_new",
        "visit_officer",
        f"CREATE TRIGGER visit_officer_follows_new AFTER INSERT ON visit_officer FOR EACH ROW BEGIN {_FOLLOW_SQLITE}; END",
        _FOLLOW_POSTGRESQL,
        "BEFORE INSERT OR UPDATE",
    ),
    Trigger(
        "visit_officer_follows_changed",
        "visit_officer",
        f"CREATE TRIGGER visit_officer_follows_changed AFTER UPDATE ON visit_officer FOR EACH ROW BEGIN {_FOLLOW_SQLITE}; END",
        None,
    ),
    Trigger(
        "visit_moves_its_officers",
        "visit",
        "CREATE TRIGGER visit_moves_its_officers AFTER UPDATE OF opens_at, closes_at, state ON visit FOR EACH ROW BEGIN"
        " UPDATE visit_officer SET opens_at = NEW.opens_at, closes_at = NEW.closes_at,"
        " announced = NEW.state IN ('PUBLISHED', 'RUNNING') WHERE visit_id = NEW.id; END",
        "BEGIN UPDATE visit_officer SET opens_at = NEW.opens_at WHERE visit_id = NEW.id; RETURN NULL; END",
        "AFTER UPDATE OF opens_at, closes_at, state",
    ),
    _refusing("visit_stays_announced", ("BEFORE DELETE", "BEFORE DELETE"), "OLD.state <> 'DRAFT'", "OLD"),
    _refusing("visit_never_goes_back", ("BEFORE UPDATE OF state", "BEFORE UPDATE"), _BACKWARDS, "NEW"),
    *only_added_to("audit_entry", "id"),
    *only_added_to("day_report", "id"),
    *only_added_to("result_entry", "id", "number"),
    *only_added_to("entry_decision", "entry_id"),
)


def make(tables: Iterable[str]) -> None:
    """Create the triggers of these tables, as the last step of a migration that creates or rebuilds them.

    An existing trigger is replaced: earlier migrations create all triggers of the present list.
    """
    wanted = set(tables)
    make_these(trigger for trigger in _TRIGGERS if (trigger.made_with or trigger.table) in wanted)


def make_these(triggers: Iterable[Trigger]) -> None:
    """Create these triggers. Migrations call it for tables that later ones drop."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in triggers:
        if on_sqlite and trigger.sqlite:
            op.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")
            op.execute(trigger.sqlite)
        elif not on_sqlite and trigger.postgresql:
            _make_on_postgresql(trigger)


def _make_on_postgresql(trigger: Trigger) -> None:
    """Create the function of a trigger, and the trigger."""
    op.execute(
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ {trigger.postgresql}; $$"
    )
    op.execute(f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}")
    op.execute(
        f"CREATE TRIGGER {trigger.name} {trigger.when} ON {trigger.table}"
        f" FOR EACH {trigger.each} EXECUTE FUNCTION {trigger.name}()"
    )
