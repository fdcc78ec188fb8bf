"""The lists that people follow a visit by, and those that it has left since it was announced."""

from botram.database import session
from botram.visits.models import FeedDeparture, ListKind, Visit

_Listed = set[tuple[ListKind, str]]


def lists_of(visit: Visit) -> _Listed:
    """The lists that a visit stands on and may leave: those of an office and of everything it stays on."""
    return {
        (ListKind.VILLAGE, visit.village_code),
        (ListKind.LEVEL, visit.level.value),
        (ListKind.TEAM, str(visit.team_id)),
        *((ListKind.SERVICE, offer.service_code) for offer in visit.offers),
        *((ListKind.OFFICER, str(member.account_id)) for member in visit.crew),
    }


def remember_left(visit: Visit, stood: _Listed) -> None:
    """Keep which lists an announced visit has left, so that they can say where it went. In the caller's transaction.

    A visit that comes back stands on the list again; that it was away once does no harm.
    """
    for kind, key in stood - lists_of(visit):
        session().merge(FeedDeparture(kind=kind, key=key, visit_id=visit.id))
