"""What a geocoder has answered, and its turns

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from botram.database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "geocoded",
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column(
            "trouble", sa.Enum("SLOW", "REFUSED", "BROKEN", name="trouble", native_enum=False, length=24), nullable=True
        ),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("query", name=op.f("pk_geocoded")),
    )
    op.create_index(op.f("ix_geocoded_expires_at"), "geocoded", ["expires_at"], unique=False)
    op.create_table(
        "geocoder_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("one_geocoder_turn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_geocoder_turn")),
    )


def downgrade() -> None:
    op.drop_table("geocoder_turn")
    op.drop_index(op.f("ix_geocoded_expires_at"), table_name="geocoded")
    op.drop_table("geocoded")
