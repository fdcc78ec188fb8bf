"""outlines of visits, market days of villages

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

from botram.database import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LEVEL = sa.Enum("DISTRICT", "VILLAGE", "SCHOOL", "INSTITUTION", name="visitlevel", native_enum=False, length=24)


def upgrade() -> None:
    op.create_table(
        "visit_outline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("level", LEVEL, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=True),
        sa.Column("district_code", sa.String(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(village_code IS NULL) <> (district_code IS NULL)", name="an_outline_has_one_place"),
        sa.CheckConstraint("day IS NULL OR day >= month", name="an_outline_has_no_day_before_its_month"),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_visit_outline_district_code")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_visit_outline_made_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_visit_outline_office_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_visit_outline_team_id")),
        sa.ForeignKeyConstraint(["village_code"], ["village.code"], name=op.f("fk_visit_outline_village_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_outline")),
        sa.UniqueConstraint("public_id", name=op.f("uq_visit_outline_public_id")),
    )
    op.create_index("ix_visit_outline_office_id_month", "visit_outline", ["office_id", "month"])
    op.create_index(op.f("ix_visit_outline_village_code"), "visit_outline", ["village_code"])
    op.add_column("village", sa.Column("market_days", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("village", "market_days")
    op.drop_table("visit_outline")
