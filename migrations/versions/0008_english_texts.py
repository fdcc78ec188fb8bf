"""english texts of the service list

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("service", "requirement", "document")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("english", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "english")
