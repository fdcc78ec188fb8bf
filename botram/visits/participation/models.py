"""The tables of a visit's teams and villages."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from botram.database import Base


def no_overlap(who: str, name: str) -> ExcludeConstraint:
    """A constraint that no two announced rows of a team or officer overlap on PostgreSQL; SQLite has triggers."""
    columns = (who, "="), (text("tstzrange(opens_at, closes_at)"), "&&")
    return ExcludeConstraint(*columns, name=name, using="gist", where=text("announced")).ddl_if(dialect="postgresql")


class VisitTeam(Base):
    """A team at a visit. Triggers write these rows of the visit's, which alone is changed."""

    __tablename__ = "visit_team"
    __table_args__ = (
        no_overlap("team_id", "visit_team_busy"),
        Index("ix_visit_team_team_id_opens_at", "team_id", "opens_at"),
    )

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 0: the first; 1: the second
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    announced: Mapped[bool]


class VisitVillage(Base):
    """A village that a visit serves. Triggers write these rows of the visit's, which alone is changed."""

    __tablename__ = "visit_village"
    __table_args__ = (Index("ix_visit_village_village_code_opens_at", "village_code", "opens_at"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 0: the venue's; 1: the second
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"))
    opens_at: Mapped[datetime]
