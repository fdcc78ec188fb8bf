"""Signals of changes to accounts, teams and offices, sent inside the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime

from botram.signals import Signal
from botram.staff.models import Account, Office, Team


@dataclass(frozen=True)
class AccountEnded:
    """An account was closed or got another role."""

    account: Account
    by: Account
    now: datetime


@dataclass(frozen=True)
class TeamEnded:
    """A team was deactivated."""

    team: Team
    by: Account | None
    now: datetime


@dataclass(frozen=True)
class OfficeChanged:
    """The name or the contact of an office has changed."""

    office: Office
    now: datetime


account_ended = Signal[AccountEnded]()
team_ended = Signal[TeamEnded]()
office_changed = Signal[OfficeChanged]()
