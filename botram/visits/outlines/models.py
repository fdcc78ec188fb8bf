"""The table of outlines."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from botram.database import Base, enum_column
from botram.places.models import District, Village
from botram.staff.models import Office, Team
from botram.visits.models import VisitLevel


class VisitOutline(Base):
    """A visit that is planned for a month, before it is a draft."""

    __tablename__ = "visit_outline"
    __table_args__ = (
        CheckConstraint("(village_code IS NULL) <> (district_code IS NULL)", name="an_outline_has_one_place"),
        CheckConstraint("day IS NULL OR day >= month", name="an_outline_has_no_day_before_its_month"),
        Index("ix_visit_outline_office_id_month", "office_id", "month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)  # that of the draft it becomes
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    level: Mapped[VisitLevel] = mapped_column(enum_column(VisitLevel))
    month: Mapped[date]  # its first day
    village_code: Mapped[str | None] = mapped_column(ForeignKey("village.code"), index=True)
    district_code: Mapped[str | None] = mapped_column(ForeignKey("district.code"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    day: Mapped[date | None]  # in the month
    notes: Mapped[str] = mapped_column(default="")  # for residents, once it is a visit
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    office: Mapped[Office] = relationship()
    village: Mapped[Village | None] = relationship()
    district: Mapped[District | None] = relationship()
    team: Mapped[Team | None] = relationship()
