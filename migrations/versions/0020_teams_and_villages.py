"""the teams and villages of a visit: up to two of each

The rule that a team is at one visit at a time moves to the table of a visit's teams. A way back loses the second ones.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

from botram import triggers
from botram.database import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ANNOUNCED = "state IN ('PUBLISHED', 'RUNNING')"
NO_OVERLAP = """
ALTER TABLE {table} ADD CONSTRAINT visit_team_busy
EXCLUDE USING gist (team_id WITH =, tstzrange(opens_at, closes_at) WITH &&) WHERE ({when})"""
ON_VISIT = ("visit_writes_its_rows", "visit_writes_its_rows_again")
SECOND = (("second_team_id", "INTEGER", "team (id)"), ("second_village_code", "VARCHAR", "village (code)"))
OLD_TRIGGERS = {
    "visit_team_busy_new": "BEFORE INSERT",
    "visit_team_busy_changed": "BEFORE UPDATE OF team_id, opens_at, closes_at, state",
}
OLD_TRIGGER = """
CREATE TRIGGER {name} {when} ON visit FOR EACH ROW WHEN NEW.state IN ('PUBLISHED', 'RUNNING')
  AND EXISTS (SELECT 1 FROM visit AS other WHERE other.team_id = NEW.team_id AND other.id IS NOT NEW.id
    AND other.state IN ('PUBLISHED', 'RUNNING') AND other.opens_at < NEW.closes_at AND NEW.opens_at < other.closes_at)
BEGIN SELECT RAISE(ABORT, 'visit_team_busy'); END"""


def upgrade() -> None:
    for name, kind, where in SECOND:  # in place: a rebuilt table would lose its triggers on SQLite
        op.execute(f"ALTER TABLE visit ADD COLUMN {name} {kind} CONSTRAINT fk_visit_{name} REFERENCES {where}")
    _create_tables()
    op.execute(
        "INSERT INTO visit_team (visit_id, position, team_id, opens_at, closes_at, announced)"  # noqa: S608  # constant
        f" SELECT id, 0, team_id, opens_at, closes_at, {ANNOUNCED} FROM visit"
    )
    op.execute(
        "INSERT INTO visit_village (visit_id, position, village_code, opens_at)"
        " SELECT id, 0, village_code, opens_at FROM visit"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE visit DROP CONSTRAINT visit_team_busy")
        op.execute(NO_OVERLAP.format(table="visit_team", when="announced"))
    else:
        for name in OLD_TRIGGERS:  # not there in a database that is made today
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
    op.drop_index("ix_visit_team_id_opens_at", "visit")  # its use went to the table of teams
    triggers.make(["visit_team"])


def _create_tables() -> None:
    """The tables with their indexes."""
    op.create_table(
        "visit_team",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_visit_team_team_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_team_visit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("visit_id", "position", name=op.f("pk_visit_team")),
    )
    op.create_index("ix_visit_team_team_id_opens_at", "visit_team", ["team_id", "opens_at"])
    op.create_table(
        "visit_village",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["village_code"], ["village.code"], name=op.f("fk_visit_village_village_code")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_village_visit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("visit_id", "position", name=op.f("pk_visit_village")),
    )
    op.create_index("ix_visit_village_village_code_opens_at", "visit_village", ["village_code", "opens_at"])


def downgrade() -> None:
    op.create_index("ix_visit_team_id_opens_at", "visit", ["team_id", "opens_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION visit_writes_its_rows CASCADE")  # with its trigger
        _drop_tables()
        op.execute(NO_OVERLAP.format(table="visit", when=ANNOUNCED))
        return
    for name in ON_VISIT:
        op.execute(f"DROP TRIGGER {name}")
    _drop_tables()
    for name, when in OLD_TRIGGERS.items():
        op.execute(OLD_TRIGGER.format(name=name, when=when))


def _drop_tables() -> None:
    """Drop the tables, with what hangs on them."""
    op.drop_table("visit_village")
    op.drop_table("visit_team")
    for name, _kind, _where in SECOND:
        op.execute(f"ALTER TABLE visit DROP COLUMN {name}")
