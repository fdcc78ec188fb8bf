"""marks on visits whose circumstances have changed, and the services that a new visit begins with

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LEVELS = ("DISTRICT", "VILLAGE", "SCHOOL", "INSTITUTION")


def upgrade() -> None:
    op.create_table(
        "visit_mark",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_visit_mark_office_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_mark_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "code", name=op.f("pk_visit_mark")),
    )
    op.create_index(op.f("ix_visit_mark_office_id"), "visit_mark", ["office_id"])
    op.create_table(
        "default_offer",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Enum(*LEVELS, name="visitlevel", native_enum=False, length=24), nullable=False),
        sa.Column("service_code", sa.String(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.CheckConstraint("quota IS NULL OR quota > 0", name=op.f("default_quota_is_positive")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_default_offer_office_id")),
        sa.ForeignKeyConstraint(["service_code"], ["service.code"], name=op.f("fk_default_offer_service_code")),
        sa.PrimaryKeyConstraint("office_id", "level", "service_code", name=op.f("pk_default_offer")),
    )


def downgrade() -> None:
    op.drop_table("default_offer")
    op.drop_index(op.f("ix_visit_mark_office_id"), table_name="visit_mark")
    op.drop_table("visit_mark")
