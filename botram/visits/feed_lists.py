"""The feed lists of a visit, and those that it has left since it was announced."""

from collections.abc import Iterable
from typing import assert_never

from botram.database import session
from botram.visits.departures.models import FeedDeparture
from botram.visits.models import ListKind, Visit

_Listed = set[tuple[ListKind, str]]


def lists_of(visit: Visit) -> _Listed:
    """The lists with a visit that it may leave."""
    return {(kind, key) for kind in ListKind for key in _keys_of(visit, kind)}


def _keys_of(visit: Visit, kind: ListKind) -> Iterable[str]:
    """Return the keys of the lists of a kind that a visit is on and may leave."""
    match kind:
        case ListKind.ALL | ListKind.OFFICE:  # which a visit never leaves
            return ()
        case ListKind.DISTRICT:  # whose departures are those from its villages
            return ()
        case ListKind.VILLAGE:
            return visit.village_codes
        case ListKind.LEVEL:
            return (visit.level.value,)
        case ListKind.SERVICE:
            return (offer.service_code for offer in visit.offers)
        case ListKind.TEAM:
            return map(str, visit.team_ids)
        case ListKind.OFFICER:
            return (str(member.account_id) for member in visit.crew)
    assert_never(kind)


def record_departures(visit: Visit, before: _Listed) -> None:
    """Store the lists that an announced visit has left, for their feeds. Inside the caller's transaction.

    The row stays when the visit comes back to a list, which then has it anyway.
    """
    for kind, key in before - lists_of(visit):
        session().merge(FeedDeparture(kind=kind, key=key, visit_id=visit.id))
