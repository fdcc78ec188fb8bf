"""The fictitious offices, accounts and teams of the demonstration."""

from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy.orm import Session

from botram.audit.actions import record_change
from botram.demonstration.schedule import BANDUNG_BARAT, BEKASI, TEAMS
from botram.staff.actions import record_account
from botram.staff.models import Account, Office, Role, Team
from botram.staff.sign_ins.rules import hasher
from botram.staff.teams.actions import team_snapshot

PASSWORD = "botram-demo"  # noqa: S105  # public: every page of a demonstration shows a notice
ACCOUNTS = ("koordinator", "petugas", "petugas2", "kepala", "admin", "koordinator-lain")
_NO_PASSWORD = "!"  # noqa: S105  # no valid hash: the other accounts cannot sign in


@dataclass(frozen=True)
class Person:
    """A fictitious person with an account."""

    sign_in_name: str
    name: str
    role: Role
    team: str = ""


OFFICES = {
    BEKASI: ("Disdukcapil Kabupaten Bekasi", "Loket informasi, telepon 021-555-0100 (nomor contoh)"),
    BANDUNG_BARAT: ("Disdukcapil Kabupaten Bandung Barat", "Loket informasi, telepon 022-555-0100 (nomor contoh)"),
}

PEOPLE = {
    BEKASI: (
        Person("koordinator", "Siti Nurhayati", Role.COORDINATOR),
        Person("kepala", "Ratna Wulandari", Role.HEAD),
        Person("admin", "Budi Hartono", Role.ADMIN),
        Person("petugas", "Asep Saepudin", Role.OFFICER, "Tim Utara"),
        Person("contoh.lina", "Lina Marlina", Role.OFFICER, "Tim Utara"),
        Person("contoh.dedi", "Dedi Mulyana", Role.OFFICER, "Tim Utara"),
        Person("contoh.yuni", "Yuni Astuti", Role.OFFICER, "Tim Tengah"),
        Person("contoh.rahmat", "Rahmat Hidayat", Role.OFFICER, "Tim Tengah"),
        Person("contoh.euis", "Euis Komariah", Role.OFFICER, "Tim Tengah"),
        Person("petugas2", "Nining Suryani", Role.OFFICER, "Tim Selatan"),
        Person("contoh.agus", "Agus Permana", Role.OFFICER, "Tim Selatan"),
        Person("contoh.wawan", "Wawan Gunawan", Role.OFFICER, "Tim Selatan"),
    ),
    BANDUNG_BARAT: (
        Person("koordinator-lain", "Dewi Anggraeni", Role.COORDINATOR),
        Person("contoh.ujang", "Ujang Suherman", Role.OFFICER, "Tim Lembang"),
        Person("contoh.tati", "Tati Rohaeti", Role.OFFICER, "Tim Lembang"),
    ),
}


def add_office(current: Session, code: str, depot: tuple[float, float] | None, now: datetime) -> Office:
    """Add an office with its accounts and teams. Inside the caller's transaction."""
    name, contact = OFFICES[code]
    office = Office(code=code, name=name, time_zone="Asia/Jakarta", contact=contact)
    if depot is not None:
        office.depot_latitude, office.depot_longitude = depot
    current.add(office)
    current.flush()
    record_change("make", office, code, None, now, after={"name": name, "contact": contact})
    password_hash = hasher.hash(PASSWORD)
    members: dict[str, list[Account]] = {}
    for person in PEOPLE[code]:
        account = _add_account(current, office, person, password_hash, now)
        members.setdefault(person.team, []).append(account)
    for team_name, vehicle in TEAMS[code].items():
        _add_team(current, office, team_name, vehicle, members[team_name], now)
    return office


def _add_account(current: Session, office: Office, person: Person, password_hash: str, now: datetime) -> Account:
    """Add an account, with the public password if it is one of ACCOUNTS."""
    account = Account(
        office_id=office.id,
        sign_in_name=person.sign_in_name,
        name=person.name,
        role=person.role,
        language="id",
        active=True,
        password_hash=password_hash if person.sign_in_name in ACCOUNTS else _NO_PASSWORD,
        totp_secret=pyotp.random_base32() if person.role is Role.ADMIN else None,
    )
    current.add(account)
    current.flush()
    record_account("make", account, None, now, {})
    return account


def _add_team(current: Session, office: Office, name: str, vehicle: str, members: list[Account], now: datetime) -> None:
    """Add a team with all equipment."""
    team = Team(
        office_id=office.id,
        name=name,
        vehicle=vehicle,
        enrolment_kit=True,
        ktp_printer=True,
        kia_printer=True,
        active=True,
    )
    team.members = members
    current.add(team)
    current.flush()
    record_change("make", team, name, None, now, after=team_snapshot(team))
