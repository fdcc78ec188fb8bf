"""decisions of the head

An entry that came after verification may also be declined. Taking and declining share a table: its key lets only one
of them happen to an entry.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from botram import triggers
from botram.database import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry_decision",
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        *columns(),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_entry_decision_account_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["result_entry.id"], name=op.f("fk_entry_decision_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_decision")),
    )
    op.execute(
        "INSERT INTO entry_decision (entry_id, counts, account_id, at, reason)"
        " SELECT entry_id, TRUE, account_id, at, reason FROM taken_entry"
    )
    drop("taken_entry")
    triggers.make(["entry_decision"])


def downgrade() -> None:
    """What was declined waits again."""
    op.create_table(
        "taken_entry",
        sa.Column("entry_id", sa.String(), nullable=False),
        *columns(),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_taken_entry_account_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["result_entry.id"], name=op.f("fk_taken_entry_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_taken_entry")),
    )
    op.execute(
        "INSERT INTO taken_entry (entry_id, account_id, at, reason)"
        " SELECT entry_id, account_id, at, reason FROM entry_decision WHERE counts"
    )
    drop("entry_decision")
    triggers.make_these(triggers.only_added_to("taken_entry", "entry_id"))


def columns() -> list[sa.Column[object]]:
    """Who decided, when and why."""
    return [
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
    ]


def drop(table: str) -> None:
    """Drop a table. Its triggers go with it, on PostgreSQL not their functions."""
    op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for end in ("changed", "deleted", "emptied"):
            op.execute(f"DROP FUNCTION {table}_stays_{end}()")
