"""the name of the table of feeds that a visit has left

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = ("ALL", "OFFICE", "DISTRICT", "VILLAGE", "LEVEL", "SERVICE", "TEAM", "OFFICER")


def upgrade() -> None:
    _move("left_list", "feed_departure")


def downgrade() -> None:
    _move("feed_departure", "left_list")


def _move(old: str, new: str) -> None:
    """Copy the rows into a new table, so that its constraints bear its name on both databases."""
    op.create_table(
        new,
        sa.Column("kind", sa.Enum(*KINDS, name="listkind", native_enum=False, length=24), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f(f"fk_{new}_visit_id")),
        sa.PrimaryKeyConstraint("kind", "key", "visit_id", name=op.f(f"pk_{new}")),
    )
    columns = "kind, key, visit_id"
    op.execute(f"INSERT INTO {new} ({columns}) SELECT {columns} FROM {old}")  # noqa: S608  # names from above
    op.drop_table(old)
