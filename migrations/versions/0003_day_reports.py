"""Reports from the field, obstacles and remark at closing

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from botram import triggers
from botram.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visit", sa.Column("obstacles", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("visit", sa.Column("remark", sa.String(), nullable=False, server_default=""))
    op.add_column("offer", sa.Column("state_at", UtcDateTime(), nullable=True))
    op.create_table(
        "day_report",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "confirmed",
                "opened",
                "queue_closed",
                "queue_reopened",
                "closed",
                "service",
                "closing",
                name="dayreportkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_day_report_account_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_day_report_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_report")),
    )
    op.create_index(op.f("ix_day_report_visit_id"), "day_report", ["visit_id"])
    triggers.make(["day_report"])


def downgrade() -> None:
    op.drop_table("day_report")
    op.drop_column("offer", "state_at")
    op.drop_column("visit", "remark")
    op.drop_column("visit", "obstacles")
