"""Reading the visits of an office for its plan board."""

from collections.abc import Sequence
from datetime import date

from botram.clock import day_bounds
from botram.database import session
from botram.staff.models import Office
from botram.visits.models import Visit, VisitState
from botram.visits.search_queries import Search, for_lines, matching, order_of

MOST_SHOWN = 3_000  # visits of one board


def visits_on_board(office: Office, first: date, last: date) -> Sequence[Visit]:
    """The visits of an office in any state from first to last, by opening time. One statement."""
    since, until = day_bounds(first, last, office.time_zone)
    search = Search(office=office, since=since, until=until, states=tuple(VisitState))
    rows = matching(search).order_by(*order_of(search)).limit(MOST_SHOWN).options(*for_lines())
    return session().scalars(rows).unique().all()
