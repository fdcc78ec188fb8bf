"""The table of partner agencies: offices and companies with a booth at visits."""

from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from botram.contacts import Contact
from botram.database import Base, enum_column
from botram.staff.models import Office


class AgencyKind(StrEnum):
    """The kind of organisation that an agency is."""

    REGIONAL = "REGIONAL"  # perangkat daerah (OPD)
    CENTRAL = "CENTRAL"  # instansi vertikal: a branch of a ministry, the police, the prosecutor
    COMPANY = "COMPANY"  # BUMN or BUMD
    OTHER = "OTHER"


class PartnerAgency(Base):
    """An agency that serves at visits of the office. It is deactivated, never deleted: past visits show it."""

    __tablename__ = "partner_agency"
    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    name: Mapped[str]
    kind: Mapped[AgencyKind] = mapped_column(enum_column(AgencyKind))
    contact: Mapped[str] = mapped_column(default="")  # for the office alone; residents never see it
    contact_phone: Mapped[str] = mapped_column(default="")
    contact_whatsapp: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)

    office: Mapped[Office] = relationship()

    @property
    def asked(self) -> Contact:
        """Whom the office asks."""
        return Contact(self.contact, self.contact_phone, self.contact_whatsapp)
