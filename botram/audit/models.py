"""Who changed what, when and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from botram.database import Base


class AuditEntry(Base):
    """One change to one thing. Rows are only ever added; triggers refuse the rest."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject", "subject_key", "id"),
        Index("ix_audit_entry_office", "office_id", "subject", "id"),
        Index("ix_audit_entry_account", "account_id", "subject", "office_id", "id"),
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


REPEATED = ("region", "venue", "office", "partner_agency", "services")
"""The subjects whose texts calendars, news and caches repeat, and that change without a new version of past visits."""


class TextVersion(Base):
    """A figure that grows with each change of a row whose texts are repeated elsewhere; a new row is repeated nowhere.

    Kept, because counting the entries of the log would take longer each year.
    """

    __tablename__ = "text_version"

    office_id: Mapped[int] = mapped_column(primary_key=True)  # 0: of no office, so that it concerns all
    subject: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)  # what people call the row
    figure: Mapped[int] = mapped_column(BigInteger)  # the sum of the ids of its entries, which no other row can have
    changed_at: Mapped[datetime]
