"""Conflicts: a team or an officer at two visits at once. The database has the same constraint."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from botram.database import constraint_error
from botram.formats import day_and_hours
from botram.refusals import Refusal
from botram.visits.conflict_queries import busy_officer, busy_team
from botram.visits.models import Visit


@dataclass(frozen=True)
class OtherVisit:
    """The visit in the way, as far as a refusal names it: it is read before the transaction is rolled back.

    A row would be read again while the refusal is answered, when the database may be gone.
    """

    public_id: str
    place_name: str
    opens_at: datetime  # on the office's wall clock, like the next
    closes_at: datetime


class Busy(Refusal):
    """A team or an officer has another announced visit at that time."""

    def __init__(self, sentence: str, other: OtherVisit | None = None, *, field: str = "team") -> None:
        super().__init__(sentence, field=field)
        self.other = other


class TeamBusy(Busy):
    """The team has another announced visit at that time."""


class OfficerBusy(Busy):
    """An officer of the crew has another announced visit at that time."""


constraint_error("visit_team_busy", lambda: TeamBusy(_("Tim ini sudah bertugas di tempat lain pada jam itu.")))
constraint_error(
    "visit_officer_busy", lambda: OfficerBusy(_("Seorang petugas sudah bertugas di tempat lain pada jam itu."))
)


def check_conflicts(visit: Visit) -> None:
    """Raise TeamBusy or OfficerBusy when a team or an officer of the crew has another visit at that time."""
    zone = visit.office.time_zone
    if taken := busy_team(visit.team_ids, visit.opens_at, visit.closes_at, visit.id):
        team, other = taken
        raise TeamBusy(
            _(
                "%(team)s sudah bertugas di %(place)s, %(when)s.",
                team=team.name,
                place=other.place_name,
                when=day_and_hours(other.opens_at, other.closes_at, zone),
            ),
            _as_read(other),
        )
    crew = [member.account_id for member in visit.crew]
    if busy := busy_officer(crew, visit.opens_at, visit.closes_at, visit.id):
        person, other = busy
        raise OfficerBusy(
            _(
                "%(name)s sudah bertugas di %(place)s, %(when)s.",
                name=person.name,
                place=other.place_name,
                when=day_and_hours(other.opens_at, other.closes_at, zone),
            ),
            _as_read(other),
            field="crew",
        )


def _as_read(visit: Visit) -> OtherVisit:
    """What a refusal keeps of the visit in the way."""
    zone = ZoneInfo(visit.office.time_zone)
    opens_at, closes_at = visit.opens_at.astimezone(zone), visit.closes_at.astimezone(zone)
    return OtherVisit(visit.public_id, visit.place_name, opens_at, closes_at)
