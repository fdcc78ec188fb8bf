"""Years of two offices: what they plan now, and as many past days as are wanted, straight into the tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from botram.audit.models import AuditEntry, TextVersion
from botram.calendars.models import FeedToken
from botram.database import Base, session
from botram.days.models import DayKind, OfficeDay
from botram.partners.models import PartnerAgency
from botram.places.models import Venue, Village
from botram.results.models import EntryDecision, Outcome, ResultEntry, ResultTotal, TotalKind
from botram.staff.models import Account, FailedSignIn, FailureKind, Office, SignIn, Team
from botram.staff.sign_ins.rules import token_hash
from botram.visits.departures.models import FeedDeparture
from botram.visits.field.models import DayReport
from botram.visits.models import (
    Booth,
    DayReportKind,
    KeptWarning,
    ListKind,
    Offer,
    Visit,
    VisitLevel,
    VisitMark,
    VisitOfficer,
    VisitState,
)
from tests import builders

SERVICES = ("KTP_ENROL", "KTP_NEW", "KK_NEW", "KIA_NEW", "BIRTH", "IKD")
PLACES = 8  # villages that are visited in turn
_HOURS = timedelta(hours=6)
Row = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """An office with its people, its places and all that past days are made of."""

    office: Office
    coordinator: Account
    officer: Account
    head: Account
    team: Team
    helper: Team  # the second team of some visits
    agency: PartnerAgency
    venues: list[Venue]

    @property
    def letter(self) -> str:
        """The first letter of its visits' public ids."""
        return "a" if self.office.code == "32.16" else "b"


def a_desk(office: Office, people: tuple[Account, Account, Account]) -> Desk:
    """An office with one team, one agency, and venues in villages of one district."""
    coordinator, officer, head = people
    here = select(Village.code).where(Village.district_code == f"{office.code}.06").order_by(Village.code)
    codes = session().scalars(here.limit(PLACES))
    venues = [builders.a_venue(f"Aula {code}", None, office, code) for code in codes.all()]
    team = builders.a_team(f"Tim {office.code}", office, (officer,))
    helper = builders.a_team(f"Bantu {office.code}", office)
    return Desk(office, coordinator, officer, head, team, helper, builders.an_agency(at=office), venues)


def past_days(desk: Desk, back: Sequence[int]) -> None:
    """Visits on these days before now, all held and verified, with all that was written down on them."""
    visits = [_visit(desk, day) for day in back]
    _add(Visit, visits)
    known = select(Visit.public_id, Visit.id).where(Visit.public_id.in_([row["public_id"] for row in visits]))
    ids = dict(session().execute(known).all())
    days = [(day, ids[row["public_id"]], row) for day, row in zip(back, visits, strict=True)]
    for table, rows_of in TABLES.items():
        _add(table, [row for day, number, visit in days for row in rows_of(desk, day, number, visit)])
    _add_text_versions(desk, visits)
    _add(Visit, [_cancelled(row, number) for day, number, row in days if day % 10 == 0])
    session().commit()


def _add_text_versions(desk: Desk, visits: list[Row]) -> None:
    """The figures that are kept with the changes of places in the audit."""
    keys = (
        ("venue", desk.venues[0].name, desk.office.id),
        ("region", desk.office.code, 0),
        ("services", "services", 0),
    )
    for subject, key, office in keys:
        figure = {"subject": subject, "key": key, "office_id": office}
        session().merge(TextVersion(figure=len(visits), changed_at=visits[-1]["opens_at"], **figure))


def _add(table: type[Base], rows: list[Row]) -> None:
    """Add rows, a thousand at a time."""
    for start in range(0, len(rows), 1000):
        session().execute(insert(table), rows[start : start + 1000])


def _visit(desk: Desk, day: int) -> Row:
    """The visit of a day."""
    opens = builders.moment("08:00", builders.NOW.date()) - timedelta(days=day)
    venue = desk.venues[1 if day % 2 else day % PLACES]
    return {
        "public_id": f"{desk.letter}{day:07d}",
        "office_id": desk.office.id,
        "level": VisitLevel.SCHOOL if day % 9 == 0 else VisitLevel.VILLAGE,
        "title": "SMAN 1" if day % 9 == 0 else "",
        "team_id": desk.team.id,
        "second_team_id": desk.helper.id if day % 3 == 0 else None,
        "venue_id": venue.id,
        "village_code": venue.village_code,
        "second_village_code": desk.venues[2].village_code if day % 3 == 0 and venue is not desk.venues[2] else None,
        "opens_at": opens,
        "closes_at": opens + _HOURS,
        "state": VisitState.VERIFIED,
        "was_opens_at": opens - timedelta(days=1) if day % 7 == 0 else None,
        "was_closes_at": opens - timedelta(days=1) + _HOURS if day % 7 == 0 else None,
        "was_place": "",
        "published_at": opens - timedelta(days=9),
        "opened_at": opens,
        "closed_at": opens + _HOURS,
        "changed_at": opens + _HOURS,
        "replaced_by_id": None,
    }


def _cancelled(like: Row, replacement: int) -> Row:
    """A cancelled visit that another one replaces."""
    return like | {
        "public_id": "c" + like["public_id"][1:] if like["public_id"][0] == "a" else "d" + like["public_id"][1:],
        "state": VisitState.CANCELLED,
        "opens_at": like["opens_at"] - timedelta(days=1),
        "closes_at": like["closes_at"] - timedelta(days=1),
        "replaced_by_id": replacement,
    }


def _offers(_desk: Desk, _day: int, number: int, _visit: Row) -> Iterator[Row]:
    for position, code in enumerate(SERVICES):
        yield {"visit_id": number, "service_code": code, "position": position}


def _booths(desk: Desk, _day: int, number: int, _visit: Row) -> Iterator[Row]:
    yield {"visit_id": number, "agency_id": desk.agency.id, "position": 1, "offers": "JKN", "label": ""}


def _crew(desk: Desk, _day: int, number: int, visit: Row) -> Iterator[Row]:
    hours = {name: visit[name] for name in ("opens_at", "closes_at")}
    yield {"visit_id": number, "account_id": desk.officer.id, "announced": False, **hours}


def _warnings(desk: Desk, day: int, number: int, visit: Row) -> Iterator[Row]:
    if day % 2 == 0:
        words = {"sentence": "Hari libur.", "reason": "Diminta camat."}
        yield {"visit_id": number, "code": "x", "account_id": desk.coordinator.id, "at": visit["opens_at"], **words}


def _reports(desk: Desk, _day: int, number: int, visit: Row) -> Iterator[Row]:
    for kind in (DayReportKind.CONFIRMED, DayReportKind.OPENED, DayReportKind.CLOSED):
        by = {"account_id": desk.officer.id, "received_at": visit["opens_at"], "content": {}}
        yield {"id": f"{number:036d}{kind}", "visit_id": number, "kind": kind, **by}


def entry_id(day: int, turn: int, letter: str) -> str:
    """The id of an entry of a past day."""
    return f"00000000-0000-4000-8000-{letter}{day:010d}{turn}"


def an_entry(desk: Desk, number: int, name: str, at: datetime) -> Row:
    """The row of an entry of a visit."""
    kept = {"service_code": "KK_NEW", "outcome": Outcome.ISSUED_ON_SPOT, "requests": 5, "issued": {"KK": 5}}
    marks: Row = {"late": False, "early": False, "waits": False, "corrects": None, "missing": {}, "note": ""}
    by = {"recorded_by": desk.officer.id, "recorded_at": at, "received_at": at, "device": "x"}
    return {"id": name, "root": name, "visit_id": number} | kept | marks | by


def _entries(desk: Desk, day: int, number: int, visit: Row) -> Iterator[Row]:
    for turn in range(3):
        marks = {"late": turn == 2, "waits": turn == 2 and day % 7 == 0}
        yield an_entry(desk, number, entry_id(day, turn, desk.letter), visit["opens_at"]) | marks


def _decisions(desk: Desk, day: int, _number: int, visit: Row) -> Iterator[Row]:
    if day % 7 == 0:
        by = {"account_id": desk.head.id, "at": visit["closes_at"], "reason": "Sinyal hilang."}
        yield {"entry_id": entry_id(day, 2, desk.letter), "counts": True, **by}


def _totals(_desk: Desk, _day: int, number: int, _visit: Row) -> Iterator[Row]:
    for kind, code in (
        (TotalKind.REQUESTS, "ISSUED_ON_SPOT"),
        (TotalKind.ISSUED, "KK"),
        (TotalKind.MISSING, "KK_COPY"),
    ):
        yield {"visit_id": number, "service_code": "KK_NEW", "kind": kind, "code": code, "count": 15}


def _audit(desk: Desk, day: int, _number: int, visit: Row) -> Iterator[Row]:
    of_office = {"office_id": desk.office.id, "account_id": desk.coordinator.id, "at": visit["opens_at"]}
    of_all = {"office_id": None, "account_id": None, "at": visit["opens_at"]}
    plain: Row = {"version": None, "reason": "", "before": {}, "after": {}}
    for action in ("make", "publish", "close", "verify"):
        yield {"action": action, "subject": "visit", "subject_key": visit["public_id"], **of_office, **plain}
    yield {"action": "sign_in", "subject": "account", "subject_key": desk.officer.sign_in_name, **of_office, **plain}
    if day % 10 == 0:
        name = desk.venues[day % PLACES].name
        yield {"action": "change", "subject": "venue", "subject_key": name, **of_office, **plain}
        yield {"action": "change", "subject": "office_day", "subject_key": str(day), **of_office, **plain}
    if day % 30 == 0:
        yield {"action": "load", "subject": "region", "subject_key": desk.office.code, **of_all, **plain}
        yield {"action": "load", "subject": "services", "subject_key": "services", **of_all, **plain}


def _departures(desk: Desk, day: int, number: int, _visit: Row) -> Iterator[Row]:
    if day % 7 == 0:
        keys = ((ListKind.VILLAGE, desk.venues[(day + 1) % PLACES].village_code), (ListKind.SERVICE, "DEATH"))
        for kind, key in (*keys, (ListKind.TEAM, str(desk.team.id))):
            yield {"kind": kind, "key": key, "visit_id": number}


def _sign_ins(desk: Desk, day: int, _number: int, visit: Row) -> Iterator[Row]:
    times = {"made_at": visit["opens_at"], "seen_at": visit["opens_at"], "ends_at": visit["closes_at"]}
    yield {"token_hash": f"{desk.letter}{day}", "account_id": desk.officer.id, "complete": True, **times}


def _failures(desk: Desk, day: int, _number: int, visit: Row) -> Iterator[Row]:
    times = {"first_at": visit["opens_at"], "last_at": visit["closes_at"], "tries": 3, "network": "10.0.0.0"}
    for account in (desk.officer.id, None) if day % 3 == 0 else ():
        yield {"account_id": account, "kind": FailureKind.PASSWORD, **times}


def _marks(desk: Desk, day: int, number: int, visit: Row) -> Iterator[Row]:
    if day % 2 == 0:
        about = {"office_id": desk.office.id, "sentence": "Hari libur.", "people": [], "since": visit["opens_at"]}
        yield {"visit_id": number, "code": "holiday", **about}


def _tokens(desk: Desk, day: int, _number: int, visit: Row) -> Iterator[Row]:
    if day % 30 == 0:
        made = {"made_by": desk.coordinator.id, "made_at": visit["opens_at"], "ended_at": visit["closes_at"]}
        yield a_token(desk, ListKind.TEAM, f"{desk.letter}{day}", team_id=desk.team.id, **made)


def a_token(desk: Desk, kind: ListKind, token: str, **different: Any) -> Row:
    """The row of a secret address."""
    nobody = {"team_id": None, "account_id": None, "ended_at": None, "label": "Papan"}
    return nobody | {"token_hash": token_hash(token), "kind": kind, "office_id": desk.office.id} | different


def _days(desk: Desk, day: int, _number: int, visit: Row) -> Iterator[Row]:
    if day % 30 == 0:
        when: datetime = visit["opens_at"]
        yield {"office_id": desk.office.id, "day": when.date(), "kind": DayKind.LEAVE, "name": "Cuti"}


TABLES = {
    Offer: _offers,
    Booth: _booths,
    VisitOfficer: _crew,
    KeptWarning: _warnings,
    DayReport: _reports,
    ResultEntry: _entries,
    EntryDecision: _decisions,
    ResultTotal: _totals,
    AuditEntry: _audit,
    FeedDeparture: _departures,
    SignIn: _sign_ins,
    FailedSignIn: _failures,
    VisitMark: _marks,
    FeedToken: _tokens,
    OfficeDay: _days,
}
"""The tables that grow with the days, and the rows of one day."""
