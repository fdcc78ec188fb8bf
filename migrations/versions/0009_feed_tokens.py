"""private addresses of calendars

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from botram.database import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
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
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'TEAM' AND team_id IS NOT NULL AND account_id IS NULL)"
            " OR (kind = 'OFFICER' AND account_id IS NOT NULL AND team_id IS NULL)"
            " OR (kind = 'OFFICE' AND team_id IS NULL AND account_id IS NULL)",
            name=op.f("feed_token_is_about_one_thing"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_feed_token_account_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_feed_token_made_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_feed_token_office_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_feed_token_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_token_token_hash")),
    )
    for column in ("account_id", "made_by", "office_id", "team_id"):
        op.create_index(f"ix_feed_token_{column}", "feed_token", [column], unique=False)


def downgrade() -> None:
    for column in ("account_id", "made_by", "office_id", "team_id"):
        op.drop_index(f"ix_feed_token_{column}", table_name="feed_token")
    op.drop_table("feed_token")
