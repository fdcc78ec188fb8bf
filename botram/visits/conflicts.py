"""Conflicts: a team or an officer at two visits at once. The database has the same constraint."""

from flask_babel import gettext as _

from botram.database import constraint_error
from botram.formats import day_and_hours
from botram.refusals import Refusal
from botram.visits.conflict_queries import busy_officer, conflicting_visit
from botram.visits.models import Visit


class Busy(Refusal):
    """A team or an officer has another announced visit at that time."""

    def __init__(self, sentence: str, other: Visit | None = None, *, field: str = "team") -> None:
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
    """Raise TeamBusy or OfficerBusy when the team or an officer of the crew has another visit at that time."""
    zone = visit.office.time_zone
    if other := conflicting_visit(visit.team, visit.opens_at, visit.closes_at, visit.id):
        raise TeamBusy(
            _(
                "%(team)s sudah bertugas di %(place)s, %(when)s.",
                team=visit.team.name,
                place=other.place_name,
                when=day_and_hours(other.opens_at, other.closes_at, zone),
            ),
            other,
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
            other,
            field="crew",
        )
