"""Clashes of a draft, named long before it is published: with announced visits, and with other drafts.

``conflicts.check_conflicts`` refuses the former when the draft is published; of two drafts the first one wins.
"""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from botram.formats import both, day_and_hours
from botram.visits.models import Visit, VisitState
from botram.visits.surroundings import Surroundings, overlaps
from botram.visits.warnings import Notice

_MOST = 3  # other visits that are named for one code
_TO_COME = ("draft-team", "draft-officer")
REFUSED = ("team-busy", "officer-busy")
CLASHES = (*REFUSED, *_TO_COME)
"""The codes of clashes. No reason makes them right."""


def clashes_of(visit: Visit, around: Surroundings) -> list[Notice]:
    """Return the clashes of a draft, a notice for each code; none for an announced visit, which others give way to."""
    if visit.state is not VisitState.DRAFT:
        return []
    others = [other for other in around.near(visit) if overlaps(visit, other)]
    announced = [other for other in others if other.state is not VisitState.DRAFT]
    drafts = [other for other in others if other.state is VisitState.DRAFT]
    found = [
        _notice("team-busy", _same_team(visit, announced)),
        _notice("officer-busy", _same_people(visit, announced)),
        _notice("draft-team", _same_team(visit, drafts)),
        _notice("draft-officer", _same_people(visit, drafts)),
    ]
    return [notice for notice in found if notice]


def clashes_to_come(visit: Visit, around: Surroundings) -> list[Notice]:
    """Return the clashes of a draft with other drafts."""
    return [notice for notice in clashes_of(visit, around) if notice.code in _TO_COME]


def _notice(code: str, pairs: Sequence[tuple[str, Visit]]) -> Notice | None:
    """One notice for the clashes of a kind: a sentence for each of the first other visits. None without any."""
    if not pairs:
        return None
    sentences = [_sentence(code, name, other) for name, other in pairs[:_MOST]]
    if len(pairs) > _MOST:
        sentences.append(_("Dan %(count)s kunjungan lain.", count=len(pairs) - _MOST))
    return Notice(code, " ".join(sentences), pairs[0][1])


def _sentence(code: str, name: str, other: Visit) -> str:
    """The sentence for one clash: who is wanted, where else and when."""
    when = day_and_hours(other.opens_at, other.closes_at, other.office.time_zone)
    words = {"name": name, "place": other.place_name, "when": when}
    if code in REFUSED:
        return str(_("%(name)s sudah bertugas di %(place)s, %(when)s.", **words))
    return str(_("%(name)s juga dirancang ke %(place)s, %(when)s. Hanya satu yang dapat terbit.", **words))


def _same_team(visit: Visit, others: Iterable[Visit]) -> list[tuple[str, Visit]]:
    """The other visits of the same teams, each with the names of these."""
    mine = {team.id: team.name for team in visit.teams}
    shared = ((mine.keys() & other.team_ids, other) for other in others)
    return [(both(sorted(mine[number] for number in numbers)), other) for numbers, other in shared if numbers]


def _same_people(visit: Visit, others: Iterable[Visit]) -> list[tuple[str, Visit]]:
    """The visits of other teams with somebody of the crew, each with the names."""
    mine = {member.account_id for member in visit.crew}
    found = []
    for other in others:
        names = sorted(member.account.name for member in other.crew if member.account_id in mine)
        if names and not visit.team_ids & other.team_ids:
            found.append((", ".join(names), other))
    return found
