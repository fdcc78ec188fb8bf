"""results

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from botram import triggers
from botram.database import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "result_entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("service_code", sa.String(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "ISSUED_ON_SPOT",
                "ISSUED_DIGITAL",
                "ENROLLED_PRINT_LATER",
                "ENROLLED_UNDER_17",
                "ACCEPTED_PROCESSING",
                "PENDING_VERIFICATION",
                "INTERIM_PAPER",
                "RETURNED_INCOMPLETE",
                "NOT_SERVED_QUOTA",
                "NOT_SERVED_NETWORK",
                "NOT_SERVED_NO_BLANK",
                "REFERRED",
                name="outcome",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("issued", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("corrects", sa.String(), nullable=True),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("early", sa.Boolean(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.CheckConstraint("requests >= 0 OR corrects IS NOT NULL", name=op.f("only_a_correction_takes_away")),
        sa.ForeignKeyConstraint(["corrects"], ["result_entry.id"], name=op.f("fk_result_entry_corrects")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_result_entry_recorded_by")),
        sa.ForeignKeyConstraint(["root"], ["result_entry.id"], name=op.f("fk_result_entry_root")),
        sa.ForeignKeyConstraint(["service_code"], ["service.code"], name=op.f("fk_result_entry_service_code")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_result_entry_visit_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_result_entry")),
        sa.UniqueConstraint("id", name=op.f("uq_result_entry_id")),
    )
    op.create_index("ix_result_entry_root", "result_entry", ["root"], unique=False)
    op.create_index("ix_result_entry_visit_id_number", "result_entry", ["visit_id", "number"], unique=False)
    op.create_table(
        "result_total",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("service_code", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("REQUESTS", "ISSUED", "MISSING", name="totalkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("totals_are_never_below_zero")),
        sa.ForeignKeyConstraint(["service_code"], ["service.code"], name=op.f("fk_result_total_service_code")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_result_total_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "service_code", "kind", "code", name=op.f("pk_result_total")),
    )
    op.create_table(
        "taken_entry",
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_taken_entry_account_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["result_entry.id"], name=op.f("fk_taken_entry_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_taken_entry")),
    )
    triggers.make(["result_entry"])


def downgrade() -> None:
    op.drop_table("taken_entry")
    op.drop_table("result_total")
    op.drop_index("ix_result_entry_visit_id_number", table_name="result_entry")
    op.drop_index("ix_result_entry_root", table_name="result_entry")
    op.drop_table("result_entry")
