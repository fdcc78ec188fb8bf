"""what is left of a quota, former plans of visits that moved often, and successors of villages

Revision ID: 0015
Revises: 0014
"""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from botram.database import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns in place: a rebuilt table would lose its triggers on SQLite."""
    op.execute(
        "ALTER TABLE offer ADD COLUMN used INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT used_is_never_below_zero CHECK (used >= 0)"
    )
    op.execute(
        "UPDATE offer SET used = (SELECT coalesce(sum(count), 0) FROM result_total"
        " WHERE result_total.visit_id = offer.visit_id AND result_total.service_code = offer.service_code"
        " AND kind = 'REQUESTS' AND code NOT LIKE 'NOT_SERVED%')"
    )
    op.add_column("visit", sa.Column("earlier_plans", sa.JSON(), nullable=False, server_default="[]"))
    keep_earlier_plans()
    op.execute(
        "ALTER TABLE village ADD COLUMN successor_code VARCHAR"
        " CONSTRAINT fk_village_successor_code REFERENCES village (code)"
    )
    op.execute(
        "ALTER TABLE village ADD COLUMN ends_on DATE"
        " CONSTRAINT a_successor_has_its_day CHECK ((successor_code IS NULL) = (ends_on IS NULL))"
    )
    op.execute(
        "ALTER TABLE village ADD COLUMN retired BOOLEAN DEFAULT FALSE NOT NULL"
        " CONSTRAINT only_with_a_successor_retired CHECK (NOT retired OR successor_code IS NOT NULL)"
    )
    op.create_index("ix_village_successor_code", "village", ["successor_code"])


def downgrade() -> None:
    op.drop_index("ix_village_successor_code", "village")
    for table, column in (
        ("village", "retired"),
        ("village", "ends_on"),
        ("village", "successor_code"),
        ("visit", "earlier_plans"),
        ("offer", "used"),
    ):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def keep_earlier_plans() -> None:
    """Write down the plans before the last former one, which the audit has recorded move by move."""
    connection = op.get_bind()
    moved = sa.text(
        "SELECT visit.id, visit.public_id, visit.opens_at, visit.closes_at, venue.name AS venue, village.kind,"
        " village.name AS village FROM visit JOIN venue ON venue.id = visit.venue_id"
        " JOIN village ON village.code = visit.village_code WHERE visit.was_opens_at IS NOT NULL"
    ).columns(opens_at=UtcDateTime, closes_at=UtcDateTime)
    keep = sa.text("UPDATE visit SET earlier_plans = :plans WHERE id = :id")
    keep = keep.bindparams(sa.bindparam("plans", type_=sa.JSON))
    for row in connection.execute(moved).all():
        present = {
            "opens_at": row.opens_at.isoformat(),
            "closes_at": row.closes_at.isoformat(),
            "venue": row.venue,
            "village": f"{str(row.kind).capitalize()} {row.village}",
        }
        if earlier := former_plans(moves_of(row.public_id), present)[:-1]:
            connection.execute(keep, {"plans": earlier, "id": row.id})


def moves_of(key: str) -> list[tuple[dict[str, Any], str]]:
    """What each move of a visit has changed, as it was before, with the reason; the first move first."""
    rows = op.get_bind().execute(
        sa.text(
            "SELECT before, reason FROM audit_entry"
            " WHERE subject = 'visit' AND subject_key = :key AND action = 'move' ORDER BY id"
        ),
        {"key": key},
    )
    return [(json.loads(before) if isinstance(before, str) else before, reason) for before, reason in rows]


def former_plans(moves: list[tuple[dict[str, Any], str]], present: Mapping[str, str]) -> list[dict[str, str]]:
    """The plan before each move, from the present one backwards: an entry of the audit holds only what changed."""
    plan, found = dict(present), []
    for before, reason in reversed(moves):
        plan |= {name: before[name] for name in present if name in before}
        place = f"{plan['venue']}, {plan['village']}"
        found.append({"opens_at": plan["opens_at"], "closes_at": plan["closes_at"], "place": place, "reason": reason})
    return found[::-1]
