"""The table of reports of the day."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from botram.database import Base, enum_column
from botram.visits.models import DayReportKind


class DayReport(Base):
    """A report of the day, stored to recognise one that is sent again. Rows are only added."""

    __tablename__ = "day_report"

    id: Mapped[str] = mapped_column(primary_key=True)  # UUID made by the phone, lower case
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    kind: Mapped[DayReportKind] = mapped_column(enum_column(DayReportKind))
    content: Mapped[dict[str, Any]] = mapped_column("said", JSON)  # as sent, to recognise a repetition
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    received_at: Mapped[datetime]
