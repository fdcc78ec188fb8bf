"""lists that a visit has left

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "left_list",
        sa.Column(
            "kind",
            sa.Enum(
                "ALL",
                "OFFICE",
                "DISTRICT",
                "VILLAGE",
                "LEVEL",
                "SERVICE",
                "TEAM",
                "OFFICER",
                name="listkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_left_list_visit_id")),
        sa.PrimaryKeyConstraint("kind", "key", "visit_id", name=op.f("pk_left_list")),
    )


def downgrade() -> None:
    op.drop_table("left_list")
