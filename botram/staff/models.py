"""The tables of offices, accounts, sign-ins, rate limits and teams."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from botram.contacts import Contact
from botram.database import Base, enum_column


class Role(StrEnum):
    """The rights of an account. An account has one role in one office."""

    OFFICER = "OFFICER"
    COORDINATOR = "COORDINATOR"
    HEAD = "HEAD"
    ADMIN = "ADMIN"


class Office(Base):
    """A civil-registration office. All rows that staff can change belong to one."""

    __tablename__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # of its region, such as 32.16
    name: Mapped[str]
    time_zone: Mapped[str]  # Asia/Jakarta, Asia/Makassar or Asia/Jayapura
    depot_latitude: Mapped[float | None]
    depot_longitude: Mapped[float | None]
    contact: Mapped[str] = mapped_column(default="")  # for residents: a public line, not a private number
    contact_phone: Mapped[str] = mapped_column(default="")
    contact_whatsapp: Mapped[str] = mapped_column(default="")
    desk_needs_code: Mapped[bool] = mapped_column(default=True)  # false only in a demonstration
    officers_need_code: Mapped[bool] = mapped_column(default=False)

    @property
    def asked(self) -> Contact:
        """Whom residents ask."""
        return Contact(self.contact, self.contact_phone, self.contact_whatsapp)

    @property
    def office_id(self) -> int:
        """Its own id: the audit asks each row for its office."""
        return self.id


class Account(Base):
    """The account of a person who can sign in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    sign_in_name: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(enum_column(Role))
    language: Mapped[str] = mapped_column(default="id")
    active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str]
    must_change_password: Mapped[bool] = mapped_column(default=False)  # someone else has set the password
    password_ends_at: Mapped[datetime | None]  # of a password that someone else has set
    totp_secret: Mapped[str | None]  # base32; empty until the second factor is set up
    totp_step: Mapped[int] = mapped_column(default=0)  # of the last accepted code, which works once

    office: Mapped[Office] = relationship()


class SignIn(Base):
    """One sign-in on one device. A cookie is only valid while its row exists."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_account_id_ends_at", "account_id", "ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256 of the token in the cookie
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    complete: Mapped[bool]  # false until the second factor is given
    device: Mapped[str] = mapped_column(default="")  # browser and system, such as "Chrome, Android"; empty: unknown
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # written at most once a minute
    ends_at: Mapped[datetime] = mapped_column(index=True)

    account: Mapped[Account] = relationship()


class RecoveryCode(Base):
    """One unused code that stands in for the phone of an account. It is deleted when it is used."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(primary_key=True)  # SHA-256 of a code of 140 random bits
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)


class FailureKind(StrEnum):
    """Why a sign-in failed."""

    PASSWORD = "PASSWORD"  # noqa: S105  # no password but a word for one that was wrong
    EXPIRED = "EXPIRED"  # a temporary password after its end
    CODE = "CODE"  # right password, wrong code
    BRAKED = "BRAKED"  # held back after too many tries
    CONFIRMATION = "CONFIRMATION"  # a wrong password or code of somebody who was signed in


class FailedSignIn(Base):
    """Failed sign-ins of one kind at one account from one network within an hour. No typed name or password."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (Index("ix_failed_sign_in_account_id", "account_id", "last_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # None: no account has that name
    kind: Mapped[FailureKind] = mapped_column(enum_column(FailureKind))
    network: Mapped[str]  # the address without its last part, such as 203.0.113.x
    tries: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)

    account: Mapped[Account | None] = relationship()


class RateCount(Base):
    """The number of tries of one thing in one second, for rate limits."""

    __tablename__ = "brake"

    key: Mapped[str] = mapped_column(primary_key=True)  # SHA-256 of what is counted
    window: Mapped[int] = mapped_column(primary_key=True)  # the second, see ``second_of``
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class Team(Base):
    """A team of officers with a vehicle and equipment."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    name: Mapped[str]
    vehicle: Mapped[str] = mapped_column(default="")  # a name such as "Mobil keliling 1"
    enrolment_kit: Mapped[bool] = mapped_column(default=False)
    ktp_printer: Mapped[bool] = mapped_column(default=False)
    kia_printer: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)

    office: Mapped[Office] = relationship()
    members: Mapped[list[Account]] = relationship(secondary="team_member", order_by=Account.name)


class TeamMember(Base):
    """The membership of an officer in a team; in one team at a time."""

    __tablename__ = "team_member"
    __table_args__ = (Index("ix_team_member_team_id", "team_id"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))


class Installation(Base):
    """The values that are set once, when the database is prepared. One row."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_installation"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    uid_host: Mapped[str]  # right of the @ in the UID of calendar entries; never changes
    demonstration: Mapped[bool]
