"""What a form, a spreadsheet or a program says a visit should be: rows and moments, checked for shape only."""

from dataclasses import dataclass
from datetime import datetime

from botram.places.models import Venue
from botram.staff.models import Team
from botram.visits.models import VisitLevel


@dataclass(frozen=True)
class OfferPlan:
    """A service to offer, and how many requests at most (None: as many as come)."""

    service: str
    quota: int | None = None


@dataclass(frozen=True)
class BoothPlan:
    """A partner agency that comes along, what it offers that day, and what its booth is called, if anything."""

    agency: int  # its id
    offers: str
    label: str = ""


@dataclass(frozen=True)
class VisitPlan:
    """Everything that people decide about a visit."""

    level: VisitLevel
    team: Team
    venue: Venue
    opens_at: datetime
    closes_at: datetime
    offers: tuple[OfferPlan, ...]
    title: str = ""
    queue_closes_at: datetime | None = None
    crew: tuple[int, ...] | None = None  # account ids; None: the team's members
    contact: str = ""
    notes: str = ""
    booths: tuple[BoothPlan, ...] = ()
