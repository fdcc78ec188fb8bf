"""The choices in the form of a visit: rows of the own office."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from botram.formats import distance, short_day
from botram.partners.models import PartnerAgency
from botram.partners.queries import agencies_of
from botram.places.models import Venue, Village
from botram.services.models import Service
from botram.services.queries import offered_services
from botram.staff.models import Office, Team
from botram.staff.queries import officers_of, team_by_officer, teams_of
from botram.visits.models import Visit
from botram.visits.travel import way_from_depot
from botram.visits.village_queries import last_days_at


def villages(rows: Iterable[Village], none: str = "") -> list[SelectChoice]:
    """Return all villages, grouped by district. ``none``: the words for no village at all, where that is right."""
    named = [
        SelectChoice(one.code, one.full_name, optgroup=_("Kecamatan %(name)s", name=one.district.name)) for one in rows
    ]
    return [SelectChoice("", none or _("Pilih desa atau kelurahan")), *named]


@dataclass(frozen=True)
class VenueLine:
    """A venue as one line to choose."""

    key: str
    name: str
    about: str  # where it is, and how far from the office
    used: str  # when it was last used; or that it is closed

    @property
    def words(self) -> str:
        """Return the venue in one line of text."""
        return f"{self.name}, {self.about}" if self.about else self.name


def venue_lines(office: Office, venues: Collection[Venue]) -> list[VenueLine]:
    """Return venues as lines to choose. Those of one name and address are told apart by a number. One statement."""
    alike = Counter((venue.name, venue.address) for venue in venues)
    counted: Counter[tuple[str, str]] = Counter()
    last, lines = last_days_at(venues) if venues else {}, []
    for venue in venues:
        called = venue.name, venue.address
        counted[called] += 1
        name = (
            _("%(venue)s (%(number)d)", venue=venue.name, number=counted[called]) if alike[called] > 1 else venue.name
        )
        lines.append(VenueLine(str(venue.id), name, _where(office, venue), _last_used(office, venue, last)))
    return lines


def _where(office: Office, venue: Venue) -> str:
    """Return the address of a venue, else how to get in, and the way from the office."""
    way = way_from_depot(office, venue)
    road = (
        str(
            _(
                "kira-kira %(minutes)s menit dari kantor, %(distance)s garis lurus",
                minutes=round(way.time.total_seconds() / 60),
                distance=distance(way.distance_km),
            )
        )
        if way
        else ""
    )
    return " · ".join(filter(None, (venue.address or venue.access, road)))


def _last_used(office: Office, venue: Venue, last: Mapping[int, datetime]) -> str:
    """Return when a venue was last used or will be; or that it is closed."""
    if not venue.active:
        return str(_("Sudah ditutup"))
    if not (at := last.get(venue.id)):
        return str(_("Belum pernah dipakai"))
    return str(_("Dipakai %(day)s", day=short_day(at, office.time_zone)))


def teams_for(office: Office, visit: Visit | None) -> Sequence[Team]:
    """Return the active teams, and the visit's own even when they are closed."""
    own = visit.team_ids if visit else ()
    return [team for team in teams_of(office) if team.active or team.id in own]


def teams(rows: Iterable[Team], none: str = "") -> list[SelectChoice]:
    """Return teams with their vehicles, after an empty choice. ``none``: its words where no team at all is right."""
    named = [SelectChoice(str(team.id), _team_words(team)) for team in rows]
    return [SelectChoice("", none or _("Pilih tim")), *named]


def _team_words(team: Team) -> str:
    """Return a team as one line of a list."""
    words = f"{team.name} ({team.vehicle})" if team.vehicle else team.name
    return words if team.active else _("%(team)s, tidak bertugas lagi", team=words)


def officers(office: Office, visit: Visit | None) -> list[SelectChoice]:
    """Return the office's officers with their teams, and the visit's own crew even when they have left."""
    team_of = team_by_officer(office)
    people = {person.id: person for person in officers_of(office)}
    people |= {member.account_id: member.account for member in (visit.crew if visit else ())}
    return [
        SelectChoice(str(one.id), f"{one.name} ({team_of[one.id].name})" if one.id in team_of else one.name)
        for one in sorted(people.values(), key=lambda person: (person.name, person.id))
    ]


def services_for(visit: Visit | None) -> Sequence[Service]:
    """Return the services on the list, and those of the visit that have left it since."""
    there = {service.code: service for service in offered_services()}
    there |= {offer.service_code: offer.service for offer in (visit.offers if visit else ())}
    return sorted(there.values(), key=lambda service: (service.position, service.code))


def agencies_for(office: Office, visit: Visit | None) -> list[PartnerAgency]:
    """Return the visit's own agencies in their order, closed ones too, then all other active ones."""
    there = {booth.agency_id: booth.agency for booth in (visit.booths if visit else ())}
    there |= {agency.id: agency for agency in agencies_of(office)}
    return list(there.values())
