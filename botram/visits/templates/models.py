"""The tables of the templates of an office."""

from datetime import time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from botram.database import Base, enum_column
from botram.partners.models import PartnerAgency
from botram.visits.models import VisitLevel


class VisitTemplate(Base):
    """The usual values of the visits of a level. One is closed, never deleted."""

    __tablename__ = "visit_template"
    __table_args__ = (
        UniqueConstraint("office_id", "name"),
        CheckConstraint("opens < closes", name="template_opens_before_it_closes"),
        CheckConstraint(
            "queue_closes IS NULL OR (queue_closes > opens AND queue_closes <= closes)",
            name="template_queue_closes_while_open",
        ),
        CheckConstraint("active OR NOT is_default", name="a_default_template_is_active"),
        Index("ix_visit_template_office_id_level", "office_id", "level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    level: Mapped[VisitLevel] = mapped_column(enum_column(VisitLevel))
    name: Mapped[str]
    opens: Mapped[time]  # wall clock of the office, like the other two
    closes: Mapped[time]
    queue_closes: Mapped[time | None]
    active: Mapped[bool] = mapped_column(default=True)
    is_default: Mapped[bool] = mapped_column(default=False)  # one of each level, which new visits begin with

    offers: Mapped[list["TemplateOffer"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    booths: Mapped[list["TemplateBooth"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="TemplateBooth.position"
    )


class TemplateOffer(Base):
    """A service of a template, with its usual quota."""

    __tablename__ = "template_offer"
    __table_args__ = (CheckConstraint("quota IS NULL OR quota > 0", name="template_quota_is_positive"),)

    template_id: Mapped[int] = mapped_column(ForeignKey("visit_template.id"), primary_key=True)
    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"), primary_key=True)
    quota: Mapped[int | None]  # requests; empty: no limit


class TemplateBooth(Base):
    """A partner agency of a template, and what it usually offers."""

    __tablename__ = "template_booth"

    template_id: Mapped[int] = mapped_column(ForeignKey("visit_template.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("partner_agency.id"), primary_key=True)
    position: Mapped[int]
    offers: Mapped[str]  # free text
    label: Mapped[str] = mapped_column(default="")  # number or name of its table

    agency: Mapped[PartnerAgency] = relationship(lazy="joined")
