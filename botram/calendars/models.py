"""Secret addresses of calendars."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from botram.database import Base, enum_column
from botram.staff.models import Account, Office, Team
from botram.visits.models import ListKind


class FeedToken(Base):
    """A secret address under which a program reads the calendar of a team, an officer or the office."""

    __tablename__ = "feed_token"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'TEAM' AND team_id IS NOT NULL AND account_id IS NULL)"
            " OR (kind = 'OFFICER' AND account_id IS NOT NULL AND team_id IS NULL)"
            " OR (kind = 'OFFICE' AND team_id IS NULL AND account_id IS NULL)",
            name="feed_token_is_about_one_thing",
        ),
        # Ended addresses stay: by these the living ones are found without them.
        *(
            Index(f"ix_feed_token_{of}_ended_at", of, "ended_at")
            for of in ("office_id", "team_id", "account_id", "made_by")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256; the token itself is shown once
    kind: Mapped[ListKind] = mapped_column(enum_column(ListKind))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # whose visits
    label: Mapped[str]  # where it is used, in the words of who made it
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]  # written at most once an hour
    ended_at: Mapped[datetime | None]

    office: Mapped[Office] = relationship()
    team: Mapped[Team | None] = relationship()
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
    maker: Mapped[Account] = relationship(foreign_keys=[made_by])
