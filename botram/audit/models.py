"""Who changed what, when and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from botram.database import Base


class AuditEntry(Base):
    """One change to one thing. Rows are only ever added; triggers refuse the rest."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject", "subject_key", "id"),
        Index("ix_audit_entry_office", "office_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # empty: the operator
    action: Mapped[str]  # a verb, such as "publish"
    subject: Mapped[str]  # the table, such as "visit"
    subject_key: Mapped[str]  # what people call the row: a visit's public id, an account's sign-in name
    version: Mapped[int | None]  # of the visit after the change
    reason: Mapped[str] = mapped_column(default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
