"""A few months of an office for tests: every fate that a visit can have, and results with every kind of figure."""

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from botram.database import session
from botram.results.actions import record_results
from botram.results.models import Outcome
from botram.results.rules import EntryPlan
from botram.staff.models import Account
from botram.visits.models import Visit, VisitState
from tests.builders import NOW, a_team, a_venue, a_visit, asep, dewi, elsewhere

turn = count(1)
SERVICES = ("KK_NEW", "BIRTH")


def entry(service: str, outcome: Outcome, requests: int, **papers: dict[str, int]) -> EntryPlan:
    """An entry for so many requests."""
    return EntryPlan(
        id=str(UUID(int=next(turn))),
        service=service,
        outcome=outcome,
        requests=requests,
        recorded_at=NOW,
        issued=papers.get("issued", {}),
        missing=papers.get("missing", {}),
    )


def held(visit: Visit, times: int, state: VisitState, by: Account | None = None) -> Visit:
    """The visit with results, ``times`` as many as usual: 3 requests for a family card, 2 for a birth, 4 documents."""
    visit.state, visit.opened_at, visit.closed_at = VisitState.CLOSED, visit.opens_at, NOW
    session().commit()
    plans = [
        entry("KK_NEW", Outcome.ISSUED_ON_SPOT, 2 * times, issued={"KK": 2 * times}),
        entry("KK_NEW", Outcome.RETURNED_INCOMPLETE, times, missing={"KK_COPY": times}),
        entry("BIRTH", Outcome.ISSUED_DIGITAL, times, issued={"BIRTH_CERT": times, "KK": times}),
        entry("BIRTH", Outcome.NOT_SERVED_QUOTA, times),
    ]
    record_results(visit, plans, by or asep(), device="ponsel", now=NOW)
    visit.state = state
    session().commit()
    return visit


def a_year() -> dict[str, Visit]:
    """Visits of Bekasi in May, November and December 2026, and one of another office, by what they are for."""
    south, north = a_venue(), a_venue("Balai Desa", "Pantai Mekar")
    team = a_team()

    def on(month: int, day: int, venue: Any = south, opens: str = "08:00", **more: Any) -> Visit:
        return a_visit(opens, day=date(2026, month, day), venue=venue, team=team, services=SERVICES, crew=(), **more)

    visits = {
        "draft": on(12, 10),
        "ahead": on(12, 9, state=VisitState.PUBLISHED),
        "before dawn": held(on(12, 1, opens="06:30"), 1, VisitState.CLOSED),  # in UTC it is November still
        "moved": held(on(12, 2), 10, VisitState.CLOSED),
        "verified": held(on(12, 3, north), 100, VisitState.VERIFIED),
        "cancelled": on(12, 4, north, state=VisitState.CANCELLED),
        "november": held(on(11, 5), 3, VisitState.VERIFIED),
        "running": held(on(11, 30), 20, VisitState.RUNNING),
        "may": held(on(5, 5), 50, VisitState.VERIFIED),
    }
    visits["moved"].was_opens_at = visits["moved"].opens_at - timedelta(days=1)
    visits["cancelled"].reason = "=HYPERLINK(1)"
    visits["moved"].contact = "+62 811 1234 567"
    session().commit()
    visits["elsewhere"] = held(
        a_visit(
            day=date(2026, 12, 3),
            team=a_team(at=elsewhere()),
            venue=a_venue(at=elsewhere(), in_village=None, in_code="32.17.01.2001"),
            services=SERVICES,
            crew=(),
            title="Rahasia",
        ),
        200,
        VisitState.CLOSED,
        dewi(),
    )
    return visits
