"""a second factor for more people, recovery codes, passwords that expire, devices and failed sign-ins

Revision ID: 0014
Revises: 0013
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from botram import clock
from botram.database import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KINDS = ("PASSWORD", "EXPIRED", "CODE", "BRAKED", "CONFIRMATION")


def upgrade() -> None:
    op.add_column("office", sa.Column("desk_needs_code", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("office", sa.Column("officers_need_code", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("account", sa.Column("password_ends_at", UtcDateTime(), nullable=True))
    op.add_column("sign_in", sa.Column("device", sa.String(), nullable=False, server_default=""))
    _make_recovery_code()
    _make_failed_sign_in()
    # Nobody who tries a demonstration has a phone for its accounts.
    op.execute(
        "UPDATE office SET desk_needs_code = false WHERE EXISTS (SELECT 1 FROM installation WHERE demonstration)"
    )
    account = sa.table(
        "account", sa.column("must_change_password", sa.Boolean), sa.column("password_ends_at", UtcDateTime)
    )
    week = clock.now() + timedelta(days=7)
    op.execute(account.update().where(account.c.must_change_password).values(password_ends_at=week))


def _make_recovery_code() -> None:
    """Make the table of the codes that stand in for a lost phone."""
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False)


def _make_failed_sign_in() -> None:
    """Make the table of failed sign-ins."""
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Enum(*KINDS, name="failurekind", native_enum=False, length=24), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_failed_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_in")),
    )
    op.create_index("ix_failed_sign_in_account_id", "failed_sign_in", ["account_id", "last_at"], unique=False)
    op.create_index(op.f("ix_failed_sign_in_last_at"), "failed_sign_in", ["last_at"], unique=False)


def downgrade() -> None:
    op.drop_table("failed_sign_in")
    op.drop_table("recovery_code")
    op.drop_column("sign_in", "device")
    op.drop_column("account", "password_ends_at")
    op.drop_column("office", "officers_need_code")
    op.drop_column("office", "desk_needs_code")
