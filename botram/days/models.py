"""The days and the dates of Ramadan that an office sets itself, in place of the public list."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from botram.database import Base, enum_column


class DayKind(StrEnum):
    """The kinds of the office's own days."""

    HOLIDAY = "HOLIDAY"
    LEAVE = "LEAVE"
    WORKDAY = "WORKDAY"  # a holiday of the public list on which the office works


class OfficeDay(Base):
    """A day that an office adds to the public list of holidays or takes out of it."""

    __tablename__ = "office_day"
    __table_args__ = (UniqueConstraint("office_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    day: Mapped[date]
    kind: Mapped[DayKind] = mapped_column(enum_column(DayKind))
    name: Mapped[str]


class Ramadan(Base):
    """The dates of Ramadan that an office has set, in place of the 30 days before 1 Syawal."""

    __tablename__ = "ramadan"
    __table_args__ = (
        UniqueConstraint("office_id", "year"),
        CheckConstraint("first_day <= last_day", name="ramadan_begins_before_it_ends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    year: Mapped[int]  # of its last day
    first_day: Mapped[date]
    last_day: Mapped[date]
