"""rows that stay

What the head has taken is only ever added to; no table of that kind is emptied or written over.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

from botram import triggers

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("audit_entry", "day_report", "result_entry", "taken_entry")


def upgrade() -> None:
    triggers.make(TABLES)
    triggers.make_these(triggers.only_added_to("taken_entry", "entry_id"))


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    fresh = [f"{table}_stays_{'replaced' if sqlite else 'emptied'}" for table in TABLES]
    for name in (*fresh, "taken_entry_stays_changed", "taken_entry_stays_deleted"):
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP FUNCTION {name}() CASCADE")
