"""Two offices at work: something of everything that a page can be opened for, and years of past days behind."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from werkzeug.routing import Rule

from botram import clock
from botram.calendars.models import FeedToken
from botram.database import session
from botram.days.models import DayKind, OfficeDay
from botram.results.models import ResultEntry, WaitingEntry
from botram.staff.failed_sign_ins.actions import tidy_failures
from botram.staff.models import Role, SignIn
from botram.visits.departures.actions import tidy_departures
from botram.visits.marks.actions import recheck_all
from botram.visits.models import ListKind, OfferState, Visit, VisitLevel, VisitState
from botram.visits.outlines.models import VisitOutline
from botram.visits.templates.actions import save_template
from tests import builders, past_years
from tests.many_visits import copies
from tests.past_years import Desk
from tests.visits.test_save_template import PLAN
from tests.web.desk import as_it_is_now

COMING, TODAY, CLOSED, DRAFT, CALLED_OFF, OUTLINE = (f"z000000{number}" for number in range(1, 7))
VERIFIED = "a0000001"
TOKENS = {word: "0" * 31 + str(number) for number, word in enumerate(("kantor", "tim", "petugas"))}
ENTRY, LATE_ENTRY = ("00000000-0000-4000-8000-00000000000" + end for end in "12")
WEEKS_AHEAD = 4


@dataclass
class Growing:
    """Two offices, and how far back their visits go."""

    desks: tuple[Desk, Desk]
    numbers: dict[str, int]  # of rows, by the names of the arguments of addresses
    days: int = 0

    def grow(self, days: int) -> None:
        """Let there be so many past days. The newest of them are there from the first time on."""
        as_it_is_now()
        for desk, every in zip(self.desks, (1, 3), strict=True):
            past_years.past_days(desk, [day for day in range(self.days + 1, days + 1) if day % every == 0])
        if not self.days:
            _entry(self.desks[0], VERIFIED, LATE_ENTRY, late=True, waits=True)
            builders.add(WaitingEntry(entry_id=LATE_ENTRY, office_id=self.desks[0].office.id))
        for task in (tidy_departures, tidy_failures, recheck_all):  # as the worker does every hour
            task(now=builders.NOW)
        self.days = days

    def known(self, rule: Rule) -> dict[str, Any]:
        """The arguments of an address."""
        word = next((word for word in TOKENS if f"/{word}/" in rule.rule), "kantor")
        given: dict[str, Any] = {
            "token": TOKENS[word],
            "year": 2027,
            "step": "tutup-antrean",
            "level": "desa",
            "tab": "tutup",
        }
        here = self.desks[0].venues[1].village_code
        given["code"] = here[:8] if "kecamatan" in rule.rule or "batas" in rule.rule else here
        entry = LATE_ENTRY if rule.endpoint.endswith("decide") else ENTRY
        own = {"token_id": self.numbers["own_token_id"]} if rule.rule.startswith("/akun") else {}
        return (
            {"visit_id": COMING, "public_id": _visit_for(rule.endpoint), "entry_id": entry} | self.numbers | given | own
        )


def _visit_for(endpoint: str) -> str:
    """The visit that a page can be opened for."""
    if endpoint.startswith("officers."):
        return TODAY
    if endpoint.startswith("coordinators.outlines."):
        return OUTLINE
    if endpoint.startswith("coordinators.results."):
        return VERIFIED if endpoint.endswith("decide") else CLOSED
    return DRAFT if endpoint.endswith((".publish", ".discard")) else COMING


def two_offices() -> Growing:
    """Two offices with visits of the coming weeks and no past day yet."""
    siti, asep, ratna = builders.siti(), builders.asep(), builders.ratna()
    there = builders.elsewhere()
    others = [builders.person(name, "Eko", role, there) for name, role in (("eko", Role.OFFICER), ("ani", Role.HEAD))]
    desk = past_years.a_desk(builders.bekasi(), (siti, asep, ratna))
    neighbour = past_years.a_desk(there, (builders.dewi(), others[0], others[1]))
    for one, name in ((desk, COMING), (neighbour, "y0000001")):
        copies(_visit(one, name, VisitState.PUBLISHED, 9), range(1, 7 * WEEKS_AHEAD))
    _visit(desk, TODAY, VisitState.RUNNING, 0, opened_at=builders.NOW)
    _visit(desk, CLOSED, VisitState.CLOSED, -2, opened_at=builders.NOW - timedelta(days=2))
    _visit(desk, DRAFT, VisitState.DRAFT, 80)
    _visit(desk, CALLED_OFF, VisitState.CANCELLED, 9, cancelled_at=builders.NOW)
    _entry(desk, TODAY, ENTRY)
    month, where = builders.DAY.replace(day=1), desk.venues[1].village_code
    values = {"level": VisitLevel.VILLAGE, "month": month, "village_code": where, "changed_at": builders.NOW}
    builders.add(VisitOutline(public_id=OUTLINE, office_id=desk.office.id, **values))
    return Growing((desk, neighbour), _numbers(desk))


def _visit(desk: Desk, name: str, state: VisitState, days: int, **values: Any) -> Visit:
    """A visit so many days from today, one of whose services has run out."""
    day = clock.local_day(builders.NOW, desk.office.time_zone) + timedelta(days=days)
    made = builders.a_visit(
        day=day, state=state, team=desk.team, venue=desk.venues[1], crew=(desk.officer,), services=past_years.SERVICES
    )
    made.public_id, made.offers[0].state = name, OfferState.CLOSED
    for key, value in values.items():
        setattr(made, key, value)
    builders.a_booth(made, desk.agency)
    return made


def _numbers(desk: Desk) -> dict[str, int]:
    """The numbers of rows that addresses name."""
    made = {"made_by": desk.coordinator.id, "made_at": builders.NOW, "used_at": builders.NOW}
    office = past_years.a_token(desk, ListKind.OFFICE, TOKENS["kantor"], **made)
    team = past_years.a_token(desk, ListKind.TEAM, TOKENS["tim"], **made | {"team_id": desk.team.id})
    mine = {"account_id": desk.officer.id, "made_by": desk.officer.id}
    own = past_years.a_token(desk, ListKind.OFFICER, TOKENS["petugas"], **made | mine)
    numbers = [session().scalar(insert(FeedToken).values(row).returning(FeedToken.id)) for row in (office, team, own)]
    times = {"made_at": builders.NOW, "seen_at": builders.NOW, "ends_at": builders.NOW + timedelta(hours=9)}
    phone = builders.add(SignIn(token_hash="phone", account_id=desk.officer.id, complete=True, device="", **times))
    day = builders.add(OfficeDay(office_id=desk.office.id, day=builders.DAY, kind=DayKind.LEAVE, name="Cuti"))
    return {
        "account_id": desk.officer.id,
        "agency_id": desk.agency.id,
        "day_id": day.id,
        "own_token_id": numbers[2] or 0,
        "sign_in_id": phone.id,
        "team_id": desk.team.id,
        "template_id": save_template(desk.office, None, PLAN, None, now=builders.NOW).id,
        "token_id": numbers[1] or 0,
        "venue_id": desk.venues[1].id,
    }


def _entry(desk: Desk, public_id: str, name: str, **marks: bool) -> None:
    """An entry of a visit."""
    visit = session().query(Visit).filter_by(public_id=public_id).one()
    row = past_years.an_entry(desk, visit.id, name, visit.opens_at) | marks
    session().execute(insert(ResultEntry).values(row))
    session().commit()
