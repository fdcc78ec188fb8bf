"""The table of feed lists that visits have left."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from botram.database import Base, enum_column
from botram.visits.models import ListKind


class FeedDeparture(Base):
    """A feed list that an announced visit has left by a change, and which still has an entry about it."""

    __tablename__ = "feed_departure"

    kind: Mapped[ListKind] = mapped_column(enum_column(ListKind), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)  # a code or a row number
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True, index=True)
