"""The tables of visits: offers, booths, crew, warnings and marks."""

from datetime import datetime
from enum import StrEnum
from functools import cached_property

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from botram.database import Base, enum_column
from botram.formats import both
from botram.partners.models import PartnerAgency
from botram.places.models import Venue, Village
from botram.services.models import Service
from botram.services.queries import service_called
from botram.staff.models import Account, Office, Team
from botram.visits.participation.models import no_overlap
from botram.visits.series.models import VisitSeries


class VisitLevel(StrEnum):
    """The group of residents that a visit is for."""

    DISTRICT = "DISTRICT"
    VILLAGE = "VILLAGE"
    SCHOOL = "SCHOOL"
    INSTITUTION = "INSTITUTION"


class VisitState(StrEnum):
    """The state of a visit. People change it, never the time."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    RUNNING = "RUNNING"
    CLOSED = "CLOSED"
    VERIFIED = "VERIFIED"
    CANCELLED = "CANCELLED"


class OfferState(StrEnum):
    """Whether a service is available at a visit now."""

    OPEN = "OPEN"
    LIMITED = "LIMITED"
    CLOSED = "CLOSED"


class OfferReason(StrEnum):
    """The reason why a service is limited or closed."""

    NETWORK = "NETWORK"
    BLANKS = "BLANKS"
    QUOTA = "QUOTA"


class Obstacle(StrEnum):
    """The obstacles that keep a team from serving as planned."""

    NETWORK = "NETWORK"
    POWER = "POWER"
    BLANKS = "BLANKS"
    EQUIPMENT = "EQUIPMENT"
    VEHICLE = "VEHICLE"
    WEATHER = "WEATHER"
    VENUE = "VENUE"
    CROWD = "CROWD"
    OTHER = "OTHER"


class DayReportKind(StrEnum):
    """The kind of a report of the day."""

    CONFIRMED = "confirmed"
    OPENED = "opened"
    QUEUE_CLOSED = "queue_closed"
    QUEUE_REOPENED = "queue_reopened"
    CLOSED = "closed"
    SERVICE = "service"
    CLOSING = "closing"


class ListKind(StrEnum):
    """The criterion of a list of visits that people subscribe to."""

    ALL = "ALL"
    OFFICE = "OFFICE"
    DISTRICT = "DISTRICT"
    VILLAGE = "VILLAGE"
    LEVEL = "LEVEL"
    SERVICE = "SERVICE"
    TEAM = "TEAM"
    OFFICER = "OFFICER"


ANNOUNCED = (VisitState.PUBLISHED, VisitState.RUNNING)  # in which team and crew are reserved
HELD = (VisitState.CLOSED, VisitState.VERIFIED)  # took place and are over

PUBLIC = tuple(state for state in VisitState if state is not VisitState.DRAFT)  # what residents see

FOR_EVERYONE = (VisitLevel.DISTRICT, VisitLevel.VILLAGE)
"""Levels of visits for all residents; those to schools and institutions are for their own people."""


class Visit(Base):
    """One team at one venue on one day; another team may help, and another village may be served there too."""

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint(
            "queue_closes_at IS NULL OR (queue_closes_at > opens_at AND queue_closes_at <= closes_at)",
            name="queue_closes_while_open",
        ),
        Index("ix_visit_office_id_opens_at", "office_id", "opens_at"),
        *(Index(f"ix_visit_{of}_opens_at", of, "opens_at") for of in ("village_code", "venue_id")),
        Index("ix_visit_office_id_state_opens_at", "office_id", "state", "opens_at"),
        Index("ix_visit_office_id_id", "office_id", "id"),
        Index("ix_visit_opens_at_id", "opens_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)  # 8 characters of Crockford's base 32
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    level: Mapped[VisitLevel] = mapped_column(enum_column(VisitLevel))
    title: Mapped[str] = mapped_column(default="")  # a school's name; empty: that of village or district
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))  # the first one; VisitTeam has all
    second_team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"))
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"))  # the venue's; VisitVillage has all
    second_village_code: Mapped[str | None] = mapped_column(ForeignKey("village.code"))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    queue_closes_at: Mapped[datetime | None]
    state: Mapped[VisitState] = mapped_column(enum_column(VisitState), default=VisitState.DRAFT)
    contact: Mapped[str] = mapped_column(default="")  # on the page; empty: the office's contact
    contact_phone: Mapped[str] = mapped_column(default="")
    contact_whatsapp: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")  # for residents
    reason: Mapped[str] = mapped_column(default="")  # of the last move or of the cancellation, for residents
    was_opens_at: Mapped[datetime | None]  # before the last move, for residents who know the old plan
    was_closes_at: Mapped[datetime | None]
    was_place: Mapped[str] = mapped_column(default="")
    earlier_plans: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # before that, oldest first
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey(VisitSeries.id), index=True)
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    queue_closed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    obstacles: Mapped[list[str]] = mapped_column(JSON, default=list)  # shown to residents
    remark: Mapped[str] = mapped_column(default="")  # of the crew at closing, for the office alone
    revision: Mapped[int] = mapped_column(default=0)  # counts moves and cancellation: SEQUENCE in calendars
    version: Mapped[int] = mapped_column(default=1)  # counts all changes that readers can see
    changed_at: Mapped[datetime]

    office: Mapped[Office] = relationship()
    team: Mapped[Team] = relationship(foreign_keys=team_id)
    second_team: Mapped[Team | None] = relationship(foreign_keys=second_team_id)
    venue: Mapped[Venue] = relationship()
    village: Mapped[Village] = relationship(foreign_keys=village_code)
    second_village: Mapped[Village | None] = relationship(foreign_keys=second_village_code)
    replaced_by: Mapped["Visit | None"] = relationship(remote_side="Visit.id")
    offers: Mapped[list["Offer"]] = relationship(cascade="all, delete-orphan", order_by="Offer.position")
    booths: Mapped[list["Booth"]] = relationship(cascade="all, delete-orphan", order_by="Booth.position")
    crew: Mapped[list["VisitOfficer"]] = relationship(cascade="all, delete-orphan")
    warnings: Mapped[list["KeptWarning"]] = relationship(cascade="all, delete-orphan", order_by="KeptWarning.code")
    marks: Mapped[list["VisitMark"]] = relationship(cascade="all, delete-orphan", order_by="VisitMark.code")

    def changed(self, now: datetime) -> None:
        """Count a change that readers can see, for caches and ``If-Match``."""
        self.version += 1
        self.changed_at = now

    @property
    def teams(self) -> list[Team]:
        """All its teams, the first one first."""
        return [self.team, *([self.second_team] if self.second_team else [])]

    @property
    def team_ids(self) -> set[int]:
        """The ids of all its teams."""
        return {number for number in (self.team_id, self.second_team_id) if number is not None}

    @property
    def villages(self) -> list[Village]:
        """All villages that it serves, the venue's first."""
        return [self.village, *([self.second_village] if self.second_village else [])]

    @property
    def village_codes(self) -> set[str]:
        """The codes of all villages that it serves."""
        return {code for code in (self.village_code, self.second_village_code) if code is not None}

    @property
    def place_name(self) -> str:
        """The name of the visit: that of the school, the districts or the villages."""
        if self.title:
            return self.title
        if self.level is VisitLevel.DISTRICT:
            return both(f"Kecamatan {village.district.name}" for village in self.villages)
        return both(village.full_name for village in self.villages)


class Offer(Base):
    """A service that a visit offers, with an optional quota."""

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("visit_id", "service_code"),
        CheckConstraint("quota IS NULL OR quota > 0", name="quota_is_positive"),
        CheckConstraint("used >= 0", name="used_is_never_below_zero"),
        Index("ix_offer_service_code_visit_id", "service_code", "visit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"))
    position: Mapped[int]  # of the service, for sorting without a join
    quota: Mapped[int | None]  # requests; empty: no limit
    used: Mapped[int] = mapped_column(default=0)  # served requests, kept by the ledger with its totals
    state: Mapped[OfferState] = mapped_column(enum_column(OfferState), default=OfferState.OPEN)
    reason: Mapped[OfferReason | None] = mapped_column(enum_column(OfferReason))
    state_at: Mapped[datetime | None]  # time of the report with this state; an older one changes nothing

    @cached_property
    def service(self) -> Service:
        """The service, from the list that the process keeps: a visit would carry the same rows many times."""
        return service_called(self.service_code)


class Booth(Base):
    """A partner agency at a visit, and what it offers."""

    __tablename__ = "booth"
    __table_args__ = (
        UniqueConstraint("visit_id", "agency_id"),
        Index("ix_booth_agency_id_visit_id", "agency_id", "visit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("partner_agency.id"))
    position: Mapped[int]
    offers: Mapped[str]  # free text
    label: Mapped[str] = mapped_column(default="")  # number or name of its table

    agency: Mapped[PartnerAgency] = relationship()


class VisitOfficer(Base):
    """An officer of a crew. Triggers copy times and ``announced`` from the visit."""

    __tablename__ = "visit_officer"
    __table_args__ = (
        no_overlap("account_id", "visit_officer_busy"),
        Index("ix_visit_officer_account_id_opens_at", "account_id", "opens_at"),
    )

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    announced: Mapped[bool]

    account: Mapped[Account] = relationship()


class KeptWarning(Base):
    """A warning that the coordinator has overridden, with the reason."""

    __tablename__ = "kept_warning"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    sentence: Mapped[str]  # that the reason is for: another sentence needs another reason
    reason: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class VisitMark(Base):
    """A warning or a clash of a coming visit that nobody has decided about. Written by ``marks.actions.recheck``."""

    __tablename__ = "visit_mark"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    sentence: Mapped[str]
    people: Mapped[list[int]] = mapped_column(JSON, default=list)  # account ids of officers who left the team
    since: Mapped[datetime]
