"""The tables of the ledger of requests and issued documents, of decisions on its entries, and of its totals."""

from datetime import datetime
from enum import StrEnum
from functools import cached_property

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from botram.database import Base, enum_column
from botram.services.models import Service
from botram.services.queries import service_called
from botram.staff.models import Account


class Outcome(StrEnum):
    """The outcome of a request."""

    ISSUED_ON_SPOT = "ISSUED_ON_SPOT"
    ISSUED_DIGITAL = "ISSUED_DIGITAL"
    ENROLLED_PRINT_LATER = "ENROLLED_PRINT_LATER"
    ENROLLED_UNDER_17 = "ENROLLED_UNDER_17"
    ACCEPTED_PROCESSING = "ACCEPTED_PROCESSING"
    PENDING_VERIFICATION = "PENDING_VERIFICATION"
    INTERIM_PAPER = "INTERIM_PAPER"
    RETURNED_INCOMPLETE = "RETURNED_INCOMPLETE"
    NOT_SERVED_QUOTA = "NOT_SERVED_QUOTA"
    NOT_SERVED_NETWORK = "NOT_SERVED_NETWORK"
    NOT_SERVED_NO_BLANK = "NOT_SERVED_NO_BLANK"
    REFERRED = "REFERRED"


class TotalKind(StrEnum):
    """The kinds of totals."""

    REQUESTS = "REQUESTS"  # by outcome
    ISSUED = "ISSUED"  # by document
    MISSING = "MISSING"  # by requirement


class ResultEntry(Base):
    """One entry of an officer, or a correction of one. Rows are only added: triggers refuse updates and deletes.

    Requests and documents are counted separately: a birth report is one request and up to three documents.
    """

    __tablename__ = "result_entry"
    __table_args__ = (
        CheckConstraint("requests >= 0 OR corrects IS NOT NULL", name="only_a_correction_takes_away"),
        Index("ix_result_entry_visit_id_number", "visit_id", "number"),
        Index("ix_result_entry_root", "root"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)  # in the order of arrival
    id: Mapped[str] = mapped_column(unique=True)  # UUID made by the phone, lower case
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"))
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome))
    requests: Mapped[int]
    issued: Mapped[dict[str, int]] = mapped_column(JSON)  # document code to pieces
    missing: Mapped[dict[str, int]] = mapped_column(JSON)  # requirement code to requests without it
    note: Mapped[str]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]  # by the phone's clock
    received_at: Mapped[datetime]
    device: Mapped[str]
    corrects: Mapped[str | None] = mapped_column(ForeignKey("result_entry.id"))
    root: Mapped[str] = mapped_column(ForeignKey("result_entry.id"))  # the first entry of the chain
    late: Mapped[bool]  # arrived after the visit was closed, by the hours known at arrival
    early: Mapped[bool]  # recorded before it was opened, by the hours known at arrival
    waits: Mapped[bool]  # arrived after verification: counts only by decision of the head

    officer: Mapped[Account] = relationship()

    @cached_property
    def service(self) -> Service:
        """The service, from the list that the process keeps."""
        return service_called(self.service_code)


class WaitingEntry(Base):
    """An entry that waits for the head's decision, which deletes the row. Few wait, of all that ever waited."""

    __tablename__ = "waiting_entry"

    entry_id: Mapped[str] = mapped_column(ForeignKey("result_entry.id"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)


class EntryDecision(Base):
    """The head's decision on an entry that came after verification: whether it counts, and why. It is final."""

    __tablename__ = "entry_decision"

    entry_id: Mapped[str] = mapped_column(ForeignKey("result_entry.id"), primary_key=True)
    counts: Mapped[bool]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    reason: Mapped[str]

    head: Mapped[Account] = relationship()


class ResultTotal(Base):
    """A sum over the entries of a visit that count, updated in the transaction that adds an entry."""

    __tablename__ = "result_total"
    __table_args__ = (CheckConstraint("count >= 0", name="totals_are_never_below_zero"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"), primary_key=True)
    kind: Mapped[TotalKind] = mapped_column(enum_column(TotalKind), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)  # an outcome, a document or a requirement
    count: Mapped[int]
