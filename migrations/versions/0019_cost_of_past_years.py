"""what keeps pages as fast with many past years as with few

Indexes by which the newest rows are found, figures that are kept in place of counts over all years, and the entries
that wait for the head apart from those that have waited.

Revision ID: 0019
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from botram.database import UtcDateTime

revision = "0019"
down_revision = "0016"
branch_labels = None
depends_on = None

NEW = (
    ("ix_visit_office_id_id", "visit", ["office_id", "id"]),
    ("ix_visit_replaced_by_id", "visit", ["replaced_by_id"]),
    ("ix_feed_departure_visit_id", "feed_departure", ["visit_id"]),
    ("ix_audit_entry_office", "audit_entry", ["office_id", "subject", "id"]),
    ("ix_audit_entry_account", "audit_entry", ["account_id", "subject", "office_id", "id"]),
    ("ix_sign_in_account_id_ends_at", "sign_in", ["account_id", "ends_at"]),
    ("ix_feed_token_office_id_ended_at", "feed_token", ["office_id", "ended_at"]),
    ("ix_feed_token_team_id_ended_at", "feed_token", ["team_id", "ended_at"]),
    ("ix_feed_token_account_id_ended_at", "feed_token", ["account_id", "ended_at"]),
    ("ix_feed_token_made_by_ended_at", "feed_token", ["made_by", "ended_at"]),
)
OLD = (
    ("ix_audit_entry_office", "audit_entry", ["office_id", "id"]),
    ("ix_sign_in_account_id", "sign_in", ["account_id"]),
    ("ix_feed_token_office_id", "feed_token", ["office_id"]),
    ("ix_feed_token_team_id", "feed_token", ["team_id"]),
    ("ix_feed_token_account_id", "feed_token", ["account_id"]),
    ("ix_feed_token_made_by", "feed_token", ["made_by"]),
)
REPEATED = "'region', 'venue', 'office', 'partner_agency', 'services'"


def upgrade() -> None:
    for name, table, _columns in OLD:
        op.drop_index(name, table)
    op.drop_index("ix_result_entry_waits", "result_entry")
    for name, table, columns in NEW:
        op.create_index(name, table, columns)
    _keep_figures()
    _keep_waiting()


def _keep_figures() -> None:
    """The figures of texts, from what the audit holds so far."""
    op.create_table(
        "text_version",
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("figure", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "subject", "key", name=op.f("pk_text_version")),
    )
    op.execute(
        "INSERT INTO text_version (office_id, subject, key, figure, changed_at)"  # noqa: S608  # names from above
        " SELECT coalesce(office_id, 0), subject, subject_key, sum(id), max(at) FROM audit_entry"
        f" WHERE subject IN ({REPEATED}) AND action <> 'make'"  # names from above
        " GROUP BY coalesce(office_id, 0), subject, subject_key"
    )


def _keep_waiting() -> None:
    """The entries that wait now."""
    op.create_table(
        "waiting_entry",
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["result_entry.id"], name=op.f("fk_waiting_entry_entry_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_waiting_entry_office_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_waiting_entry")),
    )
    op.create_index("ix_waiting_entry_office_id", "waiting_entry", ["office_id"])
    op.execute(
        "INSERT INTO waiting_entry (entry_id, office_id)"
        " SELECT result_entry.id, visit.office_id FROM result_entry JOIN visit ON visit.id = result_entry.visit_id"
        " WHERE waits AND NOT EXISTS (SELECT 1 FROM entry_decision WHERE entry_id = result_entry.id)"
    )


def downgrade() -> None:
    op.drop_table("waiting_entry")
    op.drop_table("text_version")
    for name, table, _columns in NEW:
        op.drop_index(name, table)
    for name, table, columns in OLD:
        op.create_index(name, table, columns)
    waiting = {"sqlite_where": sa.text("waits = 1"), "postgresql_where": sa.text("waits")}
    op.create_index("ix_result_entry_waits", "result_entry", ["number"], **waiting)
