"""contacts as name, telephone and WhatsApp

A text that holds one certain number is divided; any other stays as it is.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from botram.contacts import Contact, divided

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("visit", "office", "partner_agency")
NUMBERS = ("contact_phone", "contact_whatsapp")


def upgrade() -> None:
    for name in TABLES:
        for number in NUMBERS:
            op.add_column(name, sa.Column(number, sa.String(), nullable=False, server_default=""))
        for old in op.get_bind().scalars(sa.select(_table(name).c.contact).distinct()).all():
            new = divided(old)
            if new.phone or new.whatsapp:
                _write(name, Contact(old), new)


def downgrade() -> None:
    for name in TABLES:
        for row in op.get_bind().execute(sa.select(*_table(name).c).distinct()).all():
            _write(name, Contact(*row), Contact(Contact(*row).words))
        for number in NUMBERS:
            op.drop_column(name, number)


def _table(name: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, sa.String()) for column in ("contact", *NUMBERS)))


def _write(name: str, old: Contact, new: Contact) -> None:
    """Write a contact in place of another."""
    table = _table(name)
    same = (table.c.contact == old.name, table.c.contact_phone == old.phone, table.c.contact_whatsapp == old.whatsapp)
    values = {"contact": new.name, "contact_phone": new.phone, "contact_whatsapp": new.whatsapp}
    op.execute(sa.update(table).where(*same).values(values))
