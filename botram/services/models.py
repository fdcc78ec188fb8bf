"""The tables of services, their requirements and the documents that they issue."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from botram.database import Base, enum_column

_English = Annotated[dict[str, Any], mapped_column(JSON, default=dict, server_default="{}")]
"""The English texts of a row, by the names of their columns."""


class Branch(StrEnum):
    """The branch of the law: population registration, civil registration, or a partner's service."""

    POPULATION = "POPULATION"
    CIVIL = "CIVIL"
    OTHER = "OTHER"


class Document(Base):
    """A document that a service issues: a card, a certificate, a letter."""

    __tablename__ = "document"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short: Mapped[str]
    card_blank: Mapped[bool]  # printed on card stock that can run out
    position: Mapped[int]
    english: Mapped[_English]


class Service(Base):
    """A service as the published service standard describes it. Loaded from a data file."""

    __tablename__ = "service"

    code: Mapped[str] = mapped_column(primary_key=True)  # such as KIA_NEW
    slug: Mapped[str] = mapped_column(unique=True)  # such as kia-baru, in addresses
    name: Mapped[str]
    short: Mapped[str]  # one or two words for tags
    group: Mapped[str] = mapped_column("service_group")
    branch: Mapped[Branch] = mapped_column(enum_column(Branch))
    position: Mapped[int]
    summary: Mapped[str]
    in_person: Mapped[bool]  # the resident must come in person
    rt_rw_letter: Mapped[bool]
    fee: Mapped[str]
    service_time: Mapped[str | None]
    mobile: Mapped[str]  # Y on the spot, E finished later, R rarely, COUNT_ONLY
    mobile_note: Mapped[str]
    forms: Mapped[list[str]] = mapped_column(JSON)
    legal_basis: Mapped[list[str]] = mapped_column(JSON)
    yields: Mapped[list[str]] = mapped_column(JSON)  # document codes
    yields_if_chosen: Mapped[list[str]] = mapped_column(JSON)  # those of them that come only when asked for
    equipment: Mapped[list[str]] = mapped_column(JSON)  # what a team needs to do it on the spot
    data_date: Mapped[date]  # of the data file
    english: Mapped[_English]
    active: Mapped[bool] = mapped_column(default=True)  # false: gone from the data file, kept for old visits

    requirements: Mapped[list["Requirement"]] = relationship(order_by="Requirement.position", lazy="raise")


class Requirement(Base):
    """One document or fact that a service requires."""

    __tablename__ = "requirement"

    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)  # such as KK_COPY
    position: Mapped[int]
    text: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    english: Mapped[_English]
