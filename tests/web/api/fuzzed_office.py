"""An office for the fuzzer: its people, and visits in every state that a request may meet."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Flask

from botram.database import session
from botram.visits.models import Visit, VisitState
from tests import builders
from tests.web.api.fuzzer import SignedIn
from tests.web.api.program import Program

PEOPLE = {"asep": builders.asep, "siti": builders.siti, "ratna": builders.ratna, "dewi": builders.dewi}
"""An officer, a coordinator and the head of one office; a coordinator of another."""

published, draft, closed = VisitState.PUBLISHED, VisitState.DRAFT, VisitState.CLOSED
AT_THE_EDGE = {"nobody": published, "asep": published, "siti": draft, "ratna": closed}
EDGE_ID = "00000000"  # what Schemathesis makes of the pattern of ids where the id is not what it tries


def visits_around(today: date, at_the_edge: VisitState) -> list[Visit]:
    """Asep's visits: two today, two to come, four drafts, one that is over. Nothing warns of the drafts.

    The last one has the id on which the edges of schemas are tried, in the state in which most can be done with it.
    """
    team = builders.a_team(members=(builders.asep(),))
    wanted = (
        ("Sumberjaya", published, 0, "07:00", "11:00"),
        ("Sumberjaya", published, 0, "12:00", "15:00"),
        ("Sumberjaya", published, 4, "08:00", "14:00"),
        ("Sumberjaya", published, 5, "08:00", "14:00"),
        ("Segarajaya", draft, 10, "08:00", "12:00"),
        ("Kebalen", draft, 11, "08:00", "12:00"),
        ("Bunibakti", draft, 12, "08:00", "12:00"),
        ("Hurip Jaya", draft, 13, "08:00", "12:00"),
        ("Sumberjaya", closed, -3, "08:00", "14:00"),
        ("Bahagia", at_the_edge, 6 if at_the_edge is draft else 0, "16:00", "18:00"),
    )
    visits = [
        builders.a_visit(
            opens,
            closes,
            day=today + timedelta(days),
            team=team,
            venue=builders.a_venue(f"Aula {days} {opens}", village),
            state=state,
            crew=(builders.asep(),),
        )
        for village, state, days, opens, closes in wanted
    ]
    visits[-1].public_id = EDGE_ID
    session().commit()
    return visits


def known_values(visits: Sequence[Visit]) -> Mapping[str, Sequence[Any]]:
    """What is really there, by parameter, and one code that nothing has. All other values stay drawn."""
    one = visits[0]
    services = [offer.service_code for offer in one.offers]
    day = max(visit.opens_at for visit in visits).date() + timedelta(3)
    return {
        "path.public_id": [visit.public_id for visit in visits],
        "query.kecamatan": ["99.99.99"],
        "query.layanan": services,
        "header.If-Match": ["*", '"v1"', '"v2"'],
        "body.team": [one.team_id],
        "body.venue": [one.venue_id],
        "body.village": [one.village_code],
        "body.services[*].service": services,
        "body.service": services,
        "body.entries[*].service": services,
        "body.opens_at": [f"{day}T{hour:02}:00:00+07:00" for hour in range(6, 9)],
        "body.closes_at": [f"{day}T{hour:02}:00:00+07:00" for hour in range(9, 16)],
        "body.queue_closes_at": [f"{day}T09:00:00+07:00"],
        "body.crew[*]": [member.account_id for member in one.crew],
    }


def sign_in(app: Flask, name: str) -> SignedIn:
    """A person's sign-in, with the token for writes."""
    program = Program(app).sign_in(name)
    cookie = f"{app.config['SESSION_COOKIE_NAME']}={program.cookie()}"
    return SignedIn(name, cookie, program.csrf)


def open_office(app: Flask, today: date, who: str) -> tuple[list[SignedIn], Mapping[str, Sequence[Any]]]:
    """The person's sign-in with that of another office's coordinator, none for nobody; and what is really there."""
    for person in PEOPLE.values():
        person()
    known = known_values(visits_around(today, AT_THE_EDGE[who]))
    session().rollback()  # the fuzzer's requests come on other connections
    return [sign_in(app, name) for name in (who, "dewi")] if who in PEOPLE else [], known
