"""The feed lists of a visit, and those that it has left since it was announced."""

from botram.database import session
from botram.visits.models import FeedDeparture, ListKind, Visit

_Listed = set[tuple[ListKind, str]]


def lists_of(visit: Visit) -> _Listed:
    """The lists with a visit that it may leave. It never leaves that of its office and that of all visits."""
    return {
        (ListKind.VILLAGE, visit.village_code),
        (ListKind.LEVEL, visit.level.value),
        (ListKind.TEAM, str(visit.team_id)),
        *((ListKind.SERVICE, offer.service_code) for offer in visit.offers),
        *((ListKind.OFFICER, str(member.account_id)) for member in visit.crew),
    }


def record_departures(visit: Visit, before: _Listed) -> None:
    """Store the lists that an announced visit has left, for their feeds. Inside the caller's transaction.

    The row stays when the visit comes back to a list, which then has it anyway.
    """
    for kind, key in before - lists_of(visit):
        session().merge(FeedDeparture(kind=kind, key=key, visit_id=visit.id))
