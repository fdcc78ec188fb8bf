"""The choices in the form of a visit: rows of the own office."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from botram.partners.models import PartnerAgency
from botram.partners.queries import agencies_of
from botram.places.models import Venue, Village
from botram.services.models import Service
from botram.services.queries import offered_services
from botram.staff.models import Office, Team
from botram.staff.queries import officers_of, team_by_officer, teams_of
from botram.visits.models import Visit


def villages(rows: Iterable[Village], none: str = "") -> list[SelectChoice]:
    """Return all villages, grouped by district. ``none``: the words for no village at all, where that is right."""
    named = [
        SelectChoice(one.code, one.full_name, optgroup=_("Kecamatan %(name)s", name=one.district.name)) for one in rows
    ]
    return [SelectChoice("", none or _("Pilih desa atau kelurahan")), *named]


def venue_words(venue: Venue) -> str:
    """Return a venue as one line of a list."""
    words = f"{venue.name}, {venue.address}" if venue.address else venue.name
    return words if venue.active else _("%(venue)s (sudah ditutup)", venue=words)


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
