"""Setting the teams and villages of visits. Inside the caller's transaction."""

from datetime import datetime

from flask_babel import gettext as _

from botram.clock import local_day
from botram.database import session
from botram.places.models import Village
from botram.places.queries import village_on
from botram.staff.models import Office, Team
from botram.visits.departures.actions import hand_over_departures
from botram.visits.dependent_queries import visits_in
from botram.visits.former_places import place_words, rename_place
from botram.visits.models import ANNOUNCED, Visit
from botram.visits.plans import VisitPlan
from botram.visits.rules import BadPlan


def set_teams(visit: Visit, plan: VisitPlan, office: Office) -> None:
    """Set the teams of a plan. Raises BadPlan."""
    for team, field in ((plan.team, "team"), *((team, "teams") for team in plan.more_teams)):
        _check_team(visit, team, office, field)
    second = plan.more_teams[0] if plan.more_teams else None
    visit.team_id, visit.team = plan.team.id, plan.team
    visit.second_team_id, visit.second_team = second.id if second else None, second


def _check_team(visit: Visit, team: Team, office: Office, field: str) -> None:
    """Raise BadPlan for a team of another office, or a closed one that the visit does not have yet."""
    if team.office_id != office.id or not (team.active or team.id in visit.team_ids):
        raise BadPlan(_("Pilih tim yang masih bertugas di kantor ini."), field=field)


def set_villages(visit: Visit, plan: VisitPlan, office: Office) -> None:
    """Set the villages of a plan: the venue's and the second one, or those that stand for them that day.

    Raises BadPlan for a village of another office. Of two that have become one, one is left.
    """
    day = local_day(plan.opens_at, office.time_zone)
    village = village_on(plan.venue.village_code, day)
    visit.village_code, visit.village = village.code, village
    if any(one.office_code != office.code for one in plan.more_villages):
        raise BadPlan(_("Pilih desa atau kelurahan dari wilayah kantor ini."), field="villages")
    second = village_on(plan.more_villages[0].code, day) if plan.more_villages else None
    if second and second.code == village.code:
        second = None
    visit.second_village_code, visit.second_village = second.code if second else None, second


def replace_village(visit: Visit, old: str, new: str) -> None:
    """Let a visit serve the successor of a village; once only, where it serves that one already."""
    if visit.village_code == old:
        visit.village_code = new
    if visit.second_village_code == old:
        visit.second_village_code = new
    if visit.second_village_code == visit.village_code:
        visit.second_village_code = None


def hand_over(old: str, new: str, since: datetime | None, now: datetime) -> None:
    """Let the successor of a village have its visits, and without ``since`` also those that follow its lists.

    since    only visits that open from this moment on; None: all
    """
    names = [session().get_one(Village, code).full_name for code in (old, new)]
    for visit in visits_in(old, since):
        replace_village(visit, old, new)
        rename_place(visit, *(place_words(visit.venue.name, name) for name in names))
        if visit.state in ANNOUNCED:
            visit.changed(now)
    if since is None:
        hand_over_departures(old, new)
    session().flush()
