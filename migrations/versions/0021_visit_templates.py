"""templates of visits

The services that new visits of a level began with become the default template of that level.

Revision ID: 0021
Revises: 0019
"""

from datetime import time

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LEVEL = sa.Enum("DISTRICT", "VILLAGE", "SCHOOL", "INSTITUTION", name="visitlevel", native_enum=False, length=24)
NAMES = {"VILLAGE": "Desa", "DISTRICT": "Kecamatan", "SCHOOL": "Sekolah", "INSTITUTION": "Lembaga"}
DEFAULT_OFFER = sa.table("default_offer", sa.column("office_id"), sa.column("level"))


def upgrade() -> None:
    template = op.create_table(
        "visit_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("level", LEVEL, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("queue_closes", sa.Time(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.CheckConstraint("opens < closes", name="template_opens_before_it_closes"),
        sa.CheckConstraint(
            "queue_closes IS NULL OR (queue_closes > opens AND queue_closes <= closes)",
            name="template_queue_closes_while_open",
        ),
        sa.CheckConstraint("active OR NOT is_default", name="a_default_template_is_active"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_visit_template_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_template")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_visit_template_office_id_name")),
    )
    op.create_index("ix_visit_template_office_id_level", "visit_template", ["office_id", "level"])
    op.create_table(
        "template_offer",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("service_code", sa.String(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.CheckConstraint("quota IS NULL OR quota > 0", name="template_quota_is_positive"),
        sa.ForeignKeyConstraint(["service_code"], ["service.code"], name=op.f("fk_template_offer_service_code")),
        sa.ForeignKeyConstraint(["template_id"], ["visit_template.id"], name=op.f("fk_template_offer_template_id")),
        sa.PrimaryKeyConstraint("template_id", "service_code", name=op.f("pk_template_offer")),
    )
    op.create_table(
        "template_booth",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("offers", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["partner_agency.id"], name=op.f("fk_template_booth_agency_id")),
        sa.ForeignKeyConstraint(["template_id"], ["visit_template.id"], name=op.f("fk_template_booth_template_id")),
        sa.PrimaryKeyConstraint("template_id", "agency_id", name=op.f("pk_template_booth")),
    )
    if template is not None:
        _take_over(template)
    op.drop_table("default_offer")


def _take_over(template: sa.Table) -> None:
    """Make a default template of the services that an office had set for a level."""
    known = op.get_bind().execute(sa.select(DEFAULT_OFFER.c.office_id, DEFAULT_OFFER.c.level).distinct()).all()
    hours = {"opens": time(8), "closes": time(14), "queue_closes": time(13)}
    for office_id, level in sorted(known):
        row = {"office_id": office_id, "level": level, "name": NAMES[level], "active": True, "is_default": True}
        op.get_bind().execute(sa.insert(template).values(**row, **hours))
    op.execute(
        "INSERT INTO template_offer (template_id, service_code, quota)"
        " SELECT visit_template.id, service_code, quota FROM default_offer JOIN visit_template"
        " ON visit_template.office_id = default_offer.office_id AND visit_template.level = default_offer.level"
    )


def downgrade() -> None:
    op.create_table(
        "default_offer",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("level", LEVEL, nullable=False),
        sa.Column("service_code", sa.String(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.CheckConstraint("quota IS NULL OR quota > 0", name="default_quota_is_positive"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_default_offer_office_id")),
        sa.ForeignKeyConstraint(["service_code"], ["service.code"], name=op.f("fk_default_offer_service_code")),
        sa.PrimaryKeyConstraint("office_id", "level", "service_code", name=op.f("pk_default_offer")),
    )
    op.execute(
        "INSERT INTO default_offer (office_id, level, service_code, quota)"
        " SELECT office_id, level, service_code, quota FROM template_offer"
        " JOIN visit_template ON visit_template.id = template_id WHERE is_default"
    )
    op.drop_table("template_booth")
    op.drop_table("template_offer")
    op.drop_table("visit_template")
