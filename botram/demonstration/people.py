"""The fictitious offices, accounts and teams of the demonstration."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

import pyotp
from sqlalchemy.orm import Session

from botram.audit.actions import record_change
from botram.contacts import divided
from botram.demonstration.facts import OFFICES, SCHEDULE
from botram.staff.actions import record_account
from botram.staff.models import Account, Office, Role
from botram.staff.offices import office_snapshot
from botram.staff.sign_ins.rules import hasher
from botram.staff.teams.actions import TeamPlan, save_team
from botram.visits.models import VisitLevel
from botram.visits.plans import OfferPlan
from botram.visits.templates.actions import TemplatePlan, save_template
from botram.visits.templates.queries import template_for
from botram.visits.templates.rules import BUILT_IN

PASSWORD = "botram-demo"  # noqa: S105  # public: every page of a demonstration shows a notice
ACCOUNTS = ("koordinator", "petugas", "petugas2", "kepala", "admin", "koordinator-lain")
_NO_PASSWORD = "!"  # noqa: S105  # no valid hash: the other accounts cannot sign in


def add_office(current: Session, code: str, depot: tuple[float, float] | None, now: datetime) -> Office:
    """Add an office with its accounts and teams. Inside the caller's transaction."""
    facts = OFFICES[code]
    name, asked = facts["name"], divided(facts["contact"])
    office = Office(code=code, name=name, time_zone="Asia/Jakarta", contact=asked.name, contact_phone=asked.phone)
    office.desk_needs_code = False
    office.depot_latitude, office.depot_longitude = depot or (None, None)
    current.add(office)
    current.flush()
    record_change("make", office, code, None, now, after=office_snapshot(office))
    password_hash = hasher.hash(PASSWORD)
    ids = {one["sign_in_name"]: _add_account(current, office, one, password_hash, now) for one in facts["people"]}
    for team, about in facts["teams"].items():
        members = [ids[sign_in_name] for sign_in_name in about["members"]]
        plan = TeamPlan(team, about["vehicle"], members, enrolment_kit=True, ktp_printer=True, kia_printer=True)
        save_team(office, None, plan, None, now=now)
    for template in SCHEDULE["templates"]:
        _add_template(office, template, now)
    return office


def _add_template(office: Office, about: Mapping[str, Any], now: datetime) -> None:
    """Add a template of the schedule. The first one of a level is its default."""
    level, closes = VisitLevel(about["level"]), about["closes"]
    plan = TemplatePlan(
        level=level,
        name=about["name"],
        opens=time(8),
        closes=time(closes),
        queue_closes=time(closes - 1),
        offers=tuple(OfferPlan(*one) for one in SCHEDULE["offers"][about["offers"]].items()),
        default=template_for(office, level).number == BUILT_IN,
    )
    save_template(office, None, plan, None, now=now)


def _add_account(current: Session, office: Office, person: Mapping[str, str], password_hash: str, now: datetime) -> int:
    """Add an account, with the public password if it is one of ACCOUNTS, and return its id."""
    role = Role(person["role"])
    account = Account(
        office_id=office.id,
        sign_in_name=person["sign_in_name"],
        name=person["name"],
        role=role,
        language="id",
        active=True,
        password_hash=password_hash if person["sign_in_name"] in ACCOUNTS else _NO_PASSWORD,
        totp_secret=pyotp.random_base32() if role is Role.ADMIN else None,
    )
    current.add(account)
    current.flush()
    record_account("make", account, None, now, {})
    return account.id
