"""series of visits

Revision ID: 0023
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

from botram.database import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column in place: a rebuilt table would lose its triggers on SQLite."""
    op.create_table(
        "visit_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("skips_holidays", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name="a_series_begins_before_it_ends"),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_visit_series_made_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_visit_series_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_series")),
    )
    op.create_index("ix_visit_series_office_id", "visit_series", ["office_id"])
    op.execute(
        "ALTER TABLE visit ADD COLUMN series_id INTEGER CONSTRAINT fk_visit_series_id REFERENCES visit_series (id)"
    )
    op.create_index("ix_visit_series_id", "visit", ["series_id"])


def downgrade() -> None:
    op.drop_index("ix_visit_series_id", "visit")
    op.execute("ALTER TABLE visit DROP COLUMN series_id")
    op.drop_table("visit_series")
