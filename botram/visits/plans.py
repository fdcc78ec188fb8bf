"""The plan of a visit, from a form or the API: rows and moments in valid form, not checked by rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from botram.places.models import Venue, Village
from botram.staff.models import Team
from botram.visits.fields import TEXTS
from botram.visits.models import VisitLevel


@dataclass(frozen=True)
class OfferPlan:
    """A service to offer, and its quota of requests (None: no limit)."""

    service: str
    quota: int | None = None


@dataclass(frozen=True)
class BoothPlan:
    """A booth: the agency, what it offers, and its label, if it has one."""

    agency: int  # its id
    offers: str
    label: str = ""


@dataclass(frozen=True)
class VisitPlan:
    """All planned values of a visit."""

    level: VisitLevel
    team: Team
    venue: Venue
    opens_at: datetime
    closes_at: datetime
    offers: tuple[OfferPlan, ...]
    texts: Mapping[str, str] = field(default_factory=dict)  # by their names in the table of fields
    queue_closes_at: datetime | None = None
    crew: tuple[int, ...] | None = None  # account ids; None: the teams' members
    booths: tuple[BoothPlan, ...] = ()
    more_teams: tuple[Team, ...] = ()  # beside the first, at most one
    more_villages: tuple[Village, ...] = ()  # beside the venue's, at most one

    def __post_init__(self) -> None:
        if unknown := set(self.texts) - {text.name for text in TEXTS}:
            raise ValueError(f"A visit has no such text: {', '.join(sorted(unknown))}.")

    def text(self, name: str) -> str:
        """One of the texts; empty for one that is not set."""
        return self.texts.get(name, "")
