"""waiting for the head

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_visit_office_id_state_opens_at", "visit", ["office_id", "state", "opens_at"], unique=False)
    op.create_index(
        "ix_result_entry_waits",
        "result_entry",
        ["number"],
        unique=False,
        sqlite_where=sa.text("waits = 1"),
        postgresql_where=sa.text("waits"),
    )


def downgrade() -> None:
    op.drop_index("ix_result_entry_waits", table_name="result_entry")
    op.drop_index("ix_visit_office_id_state_opens_at", table_name="visit")
