"""The table of the services that a new visit begins with."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from botram.database import Base, enum_column
from botram.visits.models import VisitLevel


class DefaultOffer(Base):
    """A service that an office usually offers at visits of a level, with its usual quota."""

    __tablename__ = "default_offer"
    __table_args__ = (CheckConstraint("quota IS NULL OR quota > 0", name="default_quota_is_positive"),)

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    level: Mapped[VisitLevel] = mapped_column(enum_column(VisitLevel), primary_key=True)
    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"), primary_key=True)
    quota: Mapped[int | None]  # requests; empty: no limit
