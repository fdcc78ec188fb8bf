"""Partner agencies and their booths

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partner_agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("REGIONAL", "CENTRAL", "COMPANY", "OTHER", name="agencykind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_partner_agency_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_agency")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_partner_agency_office_id_name")),
    )
    op.create_table(
        "booth",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("offers", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["partner_agency.id"], name=op.f("fk_booth_agency_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_booth_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth")),
        sa.UniqueConstraint("visit_id", "agency_id", name=op.f("uq_booth_visit_id_agency_id")),
    )
    op.create_index("ix_booth_agency_id_visit_id", "booth", ["agency_id", "visit_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_booth_agency_id_visit_id", table_name="booth")
    op.drop_table("booth")
    op.drop_table("partner_agency")
