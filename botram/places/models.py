"""The tables of districts, villages and venues, and of the answers of a geocoder."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from botram.database import Base, enum_column
from botram.staff.models import Office


class VillageKind(StrEnum):
    """A rural village or an urban ward."""

    DESA = "desa"
    KELURAHAN = "kelurahan"


class District(Base):
    """A kecamatan. Reference data, written only by loading a region pack."""

    __tablename__ = "district"

    code: Mapped[str] = mapped_column(primary_key=True)  # Kemendagri, such as 32.16.05
    name: Mapped[str]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    area_km2: Mapped[float | None]
    population: Mapped[int | None]
    other_names: Mapped[str] = mapped_column(default="")  # separated by ;
    boundary: Mapped[str | None] = deferred(mapped_column(Text))  # GeoJSON geometry


class Village(Base):
    """A desa or kelurahan. Reference data, written only by loading a region pack, but for its market days."""

    __tablename__ = "village"
    __table_args__ = (
        CheckConstraint("(successor_code IS NULL) = (ends_on IS NULL)", name="a_successor_has_its_day"),
        CheckConstraint("NOT retired OR successor_code IS NOT NULL", name="only_with_a_successor_retired"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)  # Kemendagri, such as 32.16.05.2001
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"), index=True)
    name: Mapped[str]
    kind: Mapped[VillageKind] = mapped_column(enum_column(VillageKind))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    area_km2: Mapped[float | None]
    population: Mapped[int | None]
    postal_code: Mapped[str] = mapped_column(default="")
    other_names: Mapped[str] = mapped_column(default="")  # separated by ;
    boundary: Mapped[str | None] = deferred(mapped_column(Text))  # GeoJSON geometry
    successor_code: Mapped[str | None] = mapped_column(ForeignKey("village.code"), index=True)  # that stands for it
    ends_on: Mapped[date | None]  # the first day on which it no longer stands
    retired: Mapped[bool] = mapped_column(default=False)  # that day has come, and all that was its is the successor's
    market_days: Mapped[int] = mapped_column(default=0)  # kept by the office: 1 for Monday to 64 for Sunday, summed

    district: Mapped[District] = relationship()
    successor: Mapped["Village | None"] = relationship(remote_side=code)

    def stands_on(self, day: date) -> bool:
        """Whether the village has no successor on a day."""
        return self.ends_on is None or day < self.ends_on

    def has_market_on(self, day: date) -> bool:
        """Whether a day of the week is a market day of the village."""
        return bool(self.market_days >> day.weekday() & 1)

    @property
    def full_name(self) -> str:
        """The name with the kind: Desa Sumberjaya, Kelurahan Wanasari."""
        return f"{self.kind.capitalize()} {self.name}"

    @property
    def office_code(self) -> str:
        """The code of the office that the village belongs to."""
        return self.code[:5]


class Venue(Base):
    """A service point (titik layanan): a hall, field or school where teams serve."""

    __tablename__ = "venue"
    __table_args__ = (Index("ix_venue_office_id_name", "office_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"), index=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float]
    longitude: Mapped[float]
    wheelchair: Mapped[bool] = mapped_column(default=False)
    access: Mapped[str] = mapped_column(default="")  # ramp, parking, which gate
    active: Mapped[bool] = mapped_column(default=True)

    office: Mapped[Office] = relationship()
    village: Mapped[Village] = relationship()


class Trouble(StrEnum):
    """The reason why a geocoder gave no answer."""

    SLOW = "SLOW"
    REFUSED = "REFUSED"  # too many requests, or not allowed
    BROKEN = "BROKEN"


class Geocoded(Base):
    """The stored answer of a geocoder for an address, so that it is not asked again."""

    __tablename__ = "geocoded"

    query: Mapped[str] = mapped_column(primary_key=True)  # the normalised address
    found: Mapped[list[list[Any]]] = mapped_column(JSON)  # of each place its address, latitude and longitude
    trouble: Mapped[Trouble | None] = mapped_column(enum_column(Trouble))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class GeocoderTurn(Base):
    """When a geocoder may be asked next, by any process: one row for the whole installation."""

    __tablename__ = "geocoder_turn"
    __table_args__ = (CheckConstraint("id = 1", name="one_geocoder_turn"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    next_at: Mapped[datetime]
