"""The table of series."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from botram.database import Base


class VisitSeries(Base):
    """A repetition of a visit, whose visits can be changed together. Rows stay when all its visits are gone."""

    __tablename__ = "visit_series"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="a_series_begins_before_it_ends"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    rule: Mapped[str]  # of RFC 5545, see rules.read_rule
    first_day: Mapped[date]
    last_day: Mapped[date]
    skips_holidays: Mapped[bool]
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
