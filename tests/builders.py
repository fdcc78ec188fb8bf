"""Believable rows for tests. Siti coordinates, Asep is in the team, Dewi works in another office: everywhere."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from botram import clock
from botram.audit.models import AuditEntry
from botram.database import Base, session, transaction
from botram.packs import DATA
from botram.partners.models import AgencyKind, PartnerAgency
from botram.places.models import Venue, Village
from botram.places.regions.actions import load_region
from botram.services.actions import load_services
from botram.services.models import Service
from botram.staff.models import Account, Office, Role, Team
from botram.visits.models import Booth, Offer, Visit, VisitLevel, VisitOfficer, VisitState

SECRET = "a secret for tests, long enough to be taken"
PASSWORD = "botram-demo"
IDENTITY_NUMBER = "3216 0655 0898 0001"  # of nobody
DAY = date(2026, 12, 8)  # a Tuesday
FRIDAY = DAY.replace(day=11)
NOW = datetime(2026, 12, 4, 2, 0, tzinfo=UTC)  # Friday 09.00 in Bekasi, four days before DAY
SetClock = Callable[[datetime], None]  # what the fixture set_clock gives


@cache
def password_hash() -> str:
    """The hash of PASSWORD, made cheap: tests sign in often."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def load_reference_data() -> None:
    """The real villages of both demonstration regions and all services."""
    for code in ("3216", "3217"):
        load_region(DATA / f"region-{code}", now=NOW)
    load_services(DATA / "services", now=NOW)


Row = TypeVar("Row", bound=Base)


def add(row: Row) -> Row:
    """Keep a row at once."""
    session().add(row)
    session().commit()
    return row


def bekasi() -> Office:
    """The office of Kabupaten Bekasi, where Siti works."""
    return office("32.16", "Disdukcapil Kabupaten Bekasi")


def elsewhere() -> Office:
    """Another office, where Dewi works."""
    return office("32.17", "Disdukcapil Kabupaten Bandung Barat")


def office(code: str, name: str, time_zone: str = "Asia/Jakarta") -> Office:
    """An office, made when it is first asked for."""
    found = session().scalar(select(Office).where(Office.code == code))
    contact, asks = "Loket 021-555000", False  # most tests sign in with a password alone
    return found or add(Office(code=code, name=name, time_zone=time_zone, contact=contact, desk_needs_code=asks))


def person(sign_in_name: str, name: str, role: Role, at: Office) -> Account:
    """An account, made when it is first asked for. The password is PASSWORD."""
    found = session().scalar(select(Account).where(Account.sign_in_name == sign_in_name))
    return found or add(
        Account(office_id=at.id, sign_in_name=sign_in_name, name=name, role=role, password_hash=password_hash())
    )


def siti() -> Account:
    """Siti coordinates in Bekasi."""
    return person("siti", "Siti Aminah", Role.COORDINATOR, bekasi())


def asep() -> Account:
    """Asep goes out with the team."""
    return person("asep", "Asep Saepudin", Role.OFFICER, bekasi())


def dewi() -> Account:
    """Dewi coordinates in another office and must see nothing of Bekasi's."""
    return person("dewi", "Dewi Lestari", Role.COORDINATOR, elsewhere())


def ratna() -> Account:
    """Ratna heads the office in Bekasi."""
    return person("ratna", "Ratna Wulan", Role.HEAD, bekasi())


def budi() -> Account:
    """Budi administers Bekasi's accounts. His second factor is not set up yet."""
    return person("budi", "Budi Santoso", Role.ADMIN, bekasi())


def a_team(
    name: str = "Tim Utara", at: Office | None = None, members: tuple[Account, ...] = (), *, active: bool = True
) -> Team:
    """A team with all equipment."""
    team = Team(
        office_id=(at or bekasi()).id,
        name=name,
        vehicle=f"Mobil {name}",
        enrolment_kit=True,
        ktp_printer=True,
        kia_printer=True,
        active=active,
    )
    team.members = list(members)
    return add(team)


def an_agency(name: str = "BPJS Kesehatan", at: Office | None = None, *, active: bool = True) -> PartnerAgency:
    """An agency that comes along to visits."""
    kind = AgencyKind.OTHER
    return add(PartnerAgency(office_id=(at or bekasi()).id, name=name, kind=kind, contact="", active=active))


def a_booth(visit: Visit, agency: PartnerAgency | None = None, offers: str = "Cek kepesertaan") -> Booth:
    """An agency's booth at a visit, behind those that are there."""
    agency, position = agency or an_agency(), len(visit.booths) + 1
    return add(Booth(visit_id=visit.id, agency_id=agency.id, position=position, offers=offers, label=""))


def village(name: str = "Sumberjaya") -> Village:
    """A real village by its name."""
    return session().scalars(select(Village).where(Village.name == name, ~Village.retired)).one()


def a_venue(
    name: str = "Aula Kantor Desa", in_village: str | None = "Sumberjaya", at: Office | None = None, in_code: str = ""
) -> Venue:
    """A venue at the point of a village, named by its name or by its code."""
    place = village(in_village) if in_village else session().get_one(Village, in_code)
    return add(
        Venue(
            office_id=(at or bekasi()).id,
            village_code=place.code,
            name=name,
            latitude=place.latitude or -6.2,
            longitude=place.longitude or 107.1,
        )
    )


def moment(hour: str, day: date = DAY, zone: str = "Asia/Jakarta") -> datetime:
    """The UTC moment of a wall-clock time such as "08:00"."""
    return clock.at_wall_clock(day, int(hour[:2]), int(hour[3:]), zone)


made = 0


def a_visit(
    opens: str = "08:00",
    closes: str = "14:00",
    *,
    day: date = DAY,
    team: Team | None = None,
    venue: Venue | None = None,
    state: VisitState = VisitState.DRAFT,
    services: tuple[str, ...] = ("KTP_ENROL", "KK_NEW"),
    crew: tuple[Account, ...] | None = None,
    level: VisitLevel = VisitLevel.VILLAGE,
    title: str = "",
) -> Visit:
    """A visit of the team with its members as crew, straight into the table, past all rules but the database's."""
    global made
    made += 1
    team = team or a_team(f"Tim {made}")
    venue = venue or a_venue(at=team.office)
    zone = team.office.time_zone
    visit = Visit(
        public_id=f"{made:08d}",
        office_id=team.office_id,
        level=level,
        title=title,
        team_id=team.id,
        venue_id=venue.id,
        village_code=venue.village_code,
        opens_at=moment(opens, day, zone),
        closes_at=moment(closes, day, zone),
        state=state,
        changed_at=NOW,
        published_at=None if state is VisitState.DRAFT else NOW,
    )
    positions = {code: n for n, code in enumerate(session().scalars(select(Service.code).order_by(Service.position)))}
    visit.offers = [Offer(service_code=code, position=positions[code]) for code in services]
    visit.crew = [
        VisitOfficer(account_id=one.id, opens_at=visit.opens_at, closes_at=visit.closes_at, announced=False)
        for one in (team.members if crew is None else crew)
    ]
    return add(visit)


def with_second(visit: Visit, *, team: Team | None = None, in_village: str = "") -> Visit:
    """The visit with a second team, a second village named by its name, or both."""
    if team:
        visit.second_team = team
    if in_village:
        visit.second_village = village(in_village)
    session().commit()
    return visit


def ujang() -> Account:
    """An officer of Bekasi in no team."""
    return person("ujang", "Ujang", Role.OFFICER, bekasi())


def last_entry() -> AuditEntry:
    """What was written down last."""
    return session().query(AuditEntry).order_by(AuditEntry.id.desc()).limit(1).one()


def count(table: type[Base]) -> int:
    """How many rows a table has."""
    session().expire_all()
    return session().scalar(select(func.count()).select_from(table)) or 0


def overwrite(visit: Visit, **values: object) -> None:
    """Let a visit be otherwise, past all rules but the database's."""
    with transaction() as current:
        current.execute(update(Visit).where(Visit.id == visit.id).values(values))
